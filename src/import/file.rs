//! What a format is given: the bytes of one file, and the files beside it.

use crate::import::draft::Fault;
use crate::import::limits::Limits;
use encoding_rs::Encoding;
use std::borrow::Cow;

/// The files of the folder that is imported, or the one file that is.
pub trait Files {
    /// Paths below the folder, with `/` between their parts, in order.
    fn paths(&self) -> &[String];

    /// The bytes of one of them, up to `limit`; an error in words where it cannot be read.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, String>;

    /// Hands the same bytes to `take`, piece by piece; returns how many they are.
    fn feed(&self, path: &str, limit: u64, take: &mut dyn FnMut(&[u8])) -> Result<u64, String> {
        let bytes = self.read(path, limit)?;
        take(&bytes);
        Ok(bytes.len() as u64)
    }

    /// Its first bytes, at most `count`.
    fn head(&self, path: &str, count: usize) -> Result<Vec<u8>, String> {
        let mut bytes = self.read(path, u64::MAX)?;
        bytes.truncate(count);
        Ok(bytes)
    }
}

/// One file to be read.
#[derive(Clone, Copy)]
pub struct File<'f> {
    /// Its path below the folder, or its name; as it is to be shown, and part of identities.
    pub path: &'f str,
    pub bytes: &'f [u8],
    /// The files that stand beside it, itself included.
    pub beside: &'f dyn Files,
}

impl<'f> File<'f> {
    /// The place of a line and column, both from 1: `notes.md:3:1`.
    pub fn at(&self, line: usize, column: usize) -> String {
        format!("{}:{line}:{column}", self.path)
    }

    /// The place of a line, from 1.
    pub fn line(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    /// The name without folders and without its last extension.
    pub fn stem(&self) -> &'f str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// Whether the name ends so, in any case: `"md"`.
    pub fn has_extension(&self, extension: &str) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.rsplit_once('.')
            .is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
    }

    /// The text, in UTF-8 without a byte order mark, with line feeds as line ends.
    ///
    /// UTF-16 with a byte order mark is decoded; so is whatever `encoding` names. Nothing is
    /// decoded with losses: what cannot be read is a fault that names line and byte.
    pub fn text(&self, encoding: Option<&str>, limits: &Limits) -> Result<Cow<'f, str>, Fault> {
        if limits.text_bytes < self.bytes.len() as u64 {
            let what = format!(
                "the file has {} bytes, at most {} are read",
                self.bytes.len(),
                limits.text_bytes
            );
            return Err(Fault::new(
                self.path,
                what,
                "part it, or raise `--max-text`",
            ));
        }
        let text = self.decoded(encoding)?;
        if !text.contains('\r') {
            return Ok(text);
        }
        Ok(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")))
    }

    fn decoded(&self, encoding: Option<&str>) -> Result<Cow<'f, str>, Fault> {
        let named = encoding.map(|name| {
            Encoding::for_label(name.as_bytes()).ok_or_else(|| {
                let hint = "use a name of the WHATWG list, such as `windows-1252` or `utf-16le`";
                Fault::new(
                    self.path,
                    format!("`{name}` is no encoding that is known"),
                    hint,
                )
            })
        });
        let wide = matches!(self.bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        match (named.transpose()?, wide) {
            (None, false) => self.utf8(),
            (named, _) => {
                let encoding = named.unwrap_or(encoding_rs::UTF_16LE);
                let (text, used, broken) = encoding.decode(self.bytes);
                match broken {
                    false => Ok(text),
                    true => {
                        let what = format!("it is not {} throughout", used.name());
                        Err(Fault::new(
                            self.path,
                            what,
                            "name another with `--encoding`",
                        ))
                    }
                }
            }
        }
    }

    fn utf8(&self) -> Result<Cow<'f, str>, Fault> {
        let bytes = self
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(self.bytes);
        std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| {
                let before = &bytes[..error.valid_up_to()];
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
                let byte = bytes[error.valid_up_to()];
                let what = format!("byte {byte:#04x} is not UTF-8");
                let hint = "save it as UTF-8, or name its encoding: `--encoding windows-1252`";
                Fault::new(self.line(line), what, hint)
            })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Files in memory.
    #[derive(Default)]
    pub struct Shelf {
        paths: Vec<String>,
        files: BTreeMap<String, Vec<u8>>,
    }

    impl Shelf {
        pub fn new(files: &[(&str, &[u8])]) -> Shelf {
            let files: BTreeMap<String, Vec<u8>> = files
                .iter()
                .map(|(path, bytes)| (path.to_string(), bytes.to_vec()))
                .collect();
            Shelf {
                paths: files.keys().cloned().collect(),
                files,
            }
        }
    }

    impl Files for Shelf {
        fn paths(&self) -> &[String] {
            &self.paths
        }

        fn read(&self, path: &str, _limit: u64) -> Result<Vec<u8>, String> {
            self.files
                .get(path)
                .cloned()
                .ok_or("it is not there".into())
        }
    }

    fn text(bytes: &[u8], encoding: Option<&str>) -> Result<String, String> {
        let file = File {
            path: "a.csv",
            bytes,
            beside: &Shelf::default(),
        };
        let read = file.text(encoding, &Limits::default());
        read.map(Cow::into_owned).map_err(|fault| fault.to_string())
    }

    #[test]
    fn marks_of_byte_order_vanish() {
        assert_eq!(text(b"\xef\xbb\xbfa\r\nb\rc", None).unwrap(), "a\nb\nc");
        assert_eq!(text(b"\xff\xfea\0", None).unwrap(), "a");
        assert_eq!(text(b"\xfe\xff\0a", None).unwrap(), "a");
    }

    #[test]
    fn what_is_not_utf8_is_named_by_line_and_byte() {
        assert_eq!(
            text(b"a\nb\xe9", None).unwrap_err(),
            "a.csv:2: byte 0xe9 is not UTF-8: save it as UTF-8, or name its encoding: `--encoding windows-1252`"
        );
        assert_eq!(text(b"a\nb\xe9", Some("latin1")).unwrap(), "a\nbé");
    }

    #[test]
    fn a_name_has_a_stem_and_an_extension() {
        let shelf = Shelf::default();
        let file = |path| File {
            path,
            bytes: b"",
            beside: &shelf,
        };
        assert_eq!(file("a/b.c.md").stem(), "b.c");
        assert_eq!(file(".md").stem(), ".md");
        assert!(file("a/B.MD").has_extension("md"));
    }
}
