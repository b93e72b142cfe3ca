//! JSON values that may be of any kind where one is expected: Anki and the programs around it write
//! numbers as text, yes and no as 1 and 0, and now and then something else altogether.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value, as far as it is of use. What is not is passed over without being kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loose {
    Text(String),
    /// Also `true` and `false`, as 1 and 0.
    Number(f64),
    #[default]
    Other,
}

impl Loose {
    /// The number, also where it is written as text.
    pub fn number(&self) -> Option<f64> {
        let number = match self {
            Loose::Number(number) => Some(*number),
            Loose::Text(text) => text.trim().parse().ok(),
            Loose::Other => None,
        };
        number.filter(|number| number.is_finite())
    }

    pub fn is_true(&self) -> bool {
        self.number().is_some_and(|number| number != 0.0)
    }

    pub fn text(self) -> Option<String> {
        match self {
            Loose::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Loose, D::Error> {
        from.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose::Number(f64::from(u8::from(value))))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Loose, E> {
        Ok(Loose::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Loose, E> {
        Ok(Loose::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Loose, E> {
        Ok(Loose::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_many_clothes() {
        let read = |json: &str| serde_json::from_str::<Loose>(json).unwrap().number();
        for (json, number) in [("1", 1.0), ("\"1.5\"", 1.5), ("true", 1.0), ("-2", -2.0)] {
            assert_eq!(read(json), Some(number), "{json}");
        }
        for json in ["null", "[1,[2]]", "{\"a\":{}}", "\"x\"", "\"inf\""] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
