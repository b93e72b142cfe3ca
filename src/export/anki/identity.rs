//! Names that stay the same from one export to the next.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The characters of Anki's guids, as it orders them.
const GUID_CHARS: &[u8; 91] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~";

/// Between the fields of a note, as Anki keeps them.
pub const FIELD_SIGN: &str = "\u{1f}";

/// The guid of a note that was made here: ten characters that follow from its key.
pub fn guid(key: &str) -> String {
    let mut rest = first_eight(key.as_bytes());
    let mut guid = [GUID_CHARS[0]; 10];
    for place in guid.iter_mut().rev() {
        *place = GUID_CHARS[(rest % 91) as usize];
        rest /= 91;
    }
    guid.into_iter().map(char::from).collect()
}

/// Sixteen hexadecimal digits that tell whether fields are as they were written.
pub fn seal(fields: &str) -> String {
    format!("{:016x}", first_eight(fields.as_bytes()))
}

/// An id in the range of Anki's, from 2001 to 2014 if it were an instant.
pub fn number(name: &str) -> i64 {
    1_000_000_000_000 + (first_eight(name.as_bytes()) % 400_000_000_000) as i64
}

/// A UUID of version 8 that follows from the name.
pub fn uuid(name: &str) -> String {
    let mut bytes: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

/// Anki's checksum of the first field, by which it finds duplicates.
pub fn checksum(plain: &str) -> u32 {
    let digest = Sha1::digest(plain.as_bytes());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// The text of a field, for sorting and for the checksum.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = if tag.starts_with("<!--") { "-->" } else { ">" };
        rest = tag.split_once(end).map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    match out.contains('&') {
        true => unescaped(&out),
        false => out,
    }
}

/// Resolves the entities that are written here.
fn unescaped(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let resolve = |text: String, (entity, c): &(&str, &str)| text.replace(entity, c);
    named.iter().fold(text.to_string(), resolve)
}

fn first_eight(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    let first: [u8; 8] = digest[..8].try_into().expect("a digest has 32 bytes");
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_names() {
        // Progress in other people's collections hangs on these.
        assert_eq!(guid("caching/writer"), guid("caching/writer"));
        assert_eq!(guid("caching/writer").len(), 10);
        assert_ne!(guid("caching/writer"), guid("caching/reader"));
    }

    #[test]
    fn the_text_of_a_field_is_what_shows() {
        assert_eq!(plain("a <b>c</b>{<!-- > -->{ &lt;&amp;lt;"), "a c{{ <&lt;");
    }

    #[test]
    fn the_checksum_is_that_of_anki() {
        // SHA-1 of "a" starts with 86f7e437.
        assert_eq!(checksum("a"), 0x86f7_e437);
    }
}
