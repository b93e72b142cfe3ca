//! Protocol buffers as far as Anki's packages need them: fields of one message, one after another.
//!
//! Nothing is copied and nothing is allocated. What is no message is an error; fields that nobody
//! asks for are passed over by whoever reads.

/// One value, as the wire has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'m> {
    Varint(u64),
    /// A string, bytes, a message or a packed list.
    Bytes(&'m [u8]),
    /// Four or eight bytes of fixed width, which Anki uses for floats alone.
    Fixed(&'m [u8]),
}

impl<'m> Value<'m> {
    pub fn varint(self) -> Option<u64> {
        match self {
            Value::Varint(number) => Some(number),
            _ => None,
        }
    }

    pub fn bytes(self) -> Option<&'m [u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub fn text(self) -> Option<&'m str> {
        self.bytes().and_then(|bytes| str::from_utf8(bytes).ok())
    }
}

/// The bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// The fields of a message, with their numbers, in the order of the bytes; ends after an error.
pub fn fields(message: &[u8]) -> Fields<'_> {
    Fields { rest: message }
}

/// See [`fields`].
pub struct Fields<'m> {
    rest: &'m [u8],
}

impl<'m> Iterator for Fields<'m> {
    type Item = Result<(u32, Value<'m>), Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field().ok_or(Broken);
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

impl<'m> Fields<'m> {
    fn field(&mut self) -> Option<(u32, Value<'m>)> {
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).ok().filter(|number| *number != 0)?;
        let value = match tag & 7 {
            0 => Value::Varint(self.varint()?),
            1 => Value::Fixed(self.take(8)?),
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Fixed(self.take(4)?),
            _ => return None,
        };
        Some((number, value))
    }

    /// Seven bits a byte, the lowest first; ten bytes at the most.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for (idx, byte) in self.rest.iter().take(10).enumerate() {
            number |= u64::from(byte & 0x7f) << (7 * idx);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[idx + 1..];
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'m [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(message: &[u8]) -> Vec<Result<(u32, Value<'_>), Broken>> {
        fields(message).collect()
    }

    #[test]
    fn every_kind_of_field_is_read() {
        let message = b"\x08\x96\x01\x12\x02ab\x1d\0\0\x80\x3f\x21\0\0\0\0\0\0\0\0\xfa\x0f\x01x";
        assert_eq!(
            read(message),
            [
                Ok((1, Value::Varint(150))),
                Ok((2, Value::Bytes(b"ab"))),
                Ok((3, Value::Fixed(b"\0\0\x80\x3f"))),
                Ok((4, Value::Fixed(b"\0\0\0\0\0\0\0\0"))),
                Ok((255, Value::Bytes(b"x"))),
            ]
        );
    }

    #[test]
    fn a_length_beyond_the_end_is_broken_and_ends_it() {
        assert_eq!(read(b"\x0a\xff\xff\xff\xff\x0fxx"), [Err(Broken)]);
        assert_eq!(
            read(b"\x08\x01\x0a"),
            [Ok((1, Value::Varint(1))), Err(Broken)]
        );
    }

    #[test]
    fn endless_numbers_groups_and_the_field_zero_are_broken() {
        for message in [&[0xff; 64][..], b"\x0b", b"\x0c", b"\x00\x01", b"\x0e"] {
            assert_eq!(read(message), [Err(Broken)], "{message:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(message in any::<Vec<u8>>()) {
            read(&message);
        }
    }
}
