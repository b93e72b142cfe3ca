//! Pictures and other files that notes refer to, found among the files beside them.
//!
//! A link may be a path from the note, a path from the top of the vault, or a bare name; note
//! programs find a file by its name wherever it is, so this does, too. Nothing is opened.

use crate::import::draft::{Content, Medium};
use crate::import::file::File;
use crate::import::text::admit::Luggage;
use crate::import::text::markdown::{escaped_inline, picture, sound};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

const PICTURES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tif", "tiff", "ico",
];
const OTHERS: &[&str] = &[
    "mp3", "wav", "ogg", "m4a", "flac", "opus", "3gp", "mp4", "webm", "mov", "mkv", "ogv", "pdf",
];

/// The words for a file that is not there.
pub const MISSING: &str = "pictures and other files that are not there";
/// The words for a picture that would have to be fetched.
pub const REMOTE: &str = "pictures on other computers are left as links";

/// The files beside one note.
pub struct Vault<'f> {
    file: File<'f>,
    index: OnceCell<Index<'f>>,
    /// The names given so far, in small letters, each with its path.
    given: RefCell<HashMap<String, String>>,
}

struct Index<'f> {
    paths: HashSet<&'f str>,
    /// In small letters; of several files of a name the first.
    by_name: HashMap<String, &'f str>,
}

impl<'f> Vault<'f> {
    /// `taken` are the files that other notes of the source refer to: no other file gets their names.
    pub fn new(file: &File<'f>, taken: &[Medium]) -> Vault<'f> {
        let given = taken.iter().filter_map(|medium| match &medium.content {
            Content::File(path) => Some((medium.name.to_lowercase(), path.clone())),
            _ => None,
        });
        Vault {
            file: *file,
            index: OnceCell::new(),
            given: RefCell::new(given.collect()),
        }
    }

    /// Returns the Markdown of a file shown in a note; what is not there is named in italics.
    pub fn shown(&self, alt: &str, target: &str, luggage: &mut Luggage) -> String {
        if is_remote(target) {
            luggage.losses.push(REMOTE);
            return format!("[{}](<{target}>)", escaped_inline(or_name(alt, target)));
        }
        match self.find(target) {
            Some(path) => {
                let name = self.name_for(path);
                luggage.media.push(Medium {
                    name: name.clone(),
                    content: Content::File(path.to_string()),
                });
                match is_picture(path) {
                    true => picture(or_name(alt, &name), &name),
                    false => sound(&name),
                }
            }
            None => {
                luggage.losses.push(MISSING);
                format!("*missing: {}*", escaped_inline(or_name(alt, target)))
            }
        }
    }

    fn find(&self, target: &str) -> Option<&'f str> {
        let target = decoded(target);
        let target = target.split(['#', '?']).next().unwrap_or_default();
        let held = |path: &str| self.index().paths.get(path).copied();
        let folder = self
            .file
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        joined(folder, target)
            .and_then(|path| held(&path))
            .or_else(|| joined("", target).and_then(|path| held(&path)))
            .or_else(|| {
                let name = name_of(target).to_lowercase();
                self.index().by_name.get(&name).copied()
            })
    }

    fn index(&self) -> &Index<'f> {
        self.index.get_or_init(|| {
            let paths = || self.file.beside.paths().iter().map(String::as_str);
            let names = paths()
                .rev()
                .map(|path| (name_of(path).to_lowercase(), path));
            Index {
                by_name: names.collect(),
                paths: paths().collect(),
            }
        })
    }

    /// A harmless name; files of one name in two folders get the folder's name in front.
    fn name_for(&self, path: &str) -> String {
        let parts: Vec<&str> = path.rsplit('/').collect();
        let mut given = self.given.borrow_mut();
        let mut name = harmless(parts[0]);
        for part in parts[1..].iter().chain(["x"; 8].iter()) {
            let held = given.entry(name.to_lowercase()).or_insert(path.to_string());
            if held == path {
                break;
            }
            name = harmless(&format!("{part}-{name}"));
        }
        name
    }
}

/// Whether a name ends as those of pictures, sounds and films do.
pub fn is_medium(name: &str) -> bool {
    is_picture(name) || has_end(name, OTHERS)
}

fn is_picture(name: &str) -> bool {
    has_end(name, PICTURES)
}

fn has_end(name: &str, ends: &[&str]) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ends.iter().any(|known| known.eq_ignore_ascii_case(end))
}

fn is_remote(target: &str) -> bool {
    target.contains("://") || target.starts_with("data:") || target.starts_with("//")
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn or_name<'t>(alt: &'t str, target: &'t str) -> &'t str {
    match alt.trim() {
        "" => name_of(target),
        alt => alt,
    }
}

/// Without `%20` and its like.
fn decoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut idx = 0;
    while idx < bytes.len() {
        let digits = target.get(idx + 1..idx + 3).filter(|_| bytes[idx] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                idx += 3;
            }
            None => {
                out.push(bytes[idx]);
                idx += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_string())
}

/// The path of `target` seen from `folder`; `None` where it leads out of the vault.
fn joined(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => (),
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn harmless(name: &str) -> String {
    let harmless = |c: char| match c {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let name: String = name.chars().map(harmless).collect();
    let name = name.trim().trim_end_matches('.');
    match name.is_empty() || name.starts_with('-') {
        true => format!("_{name}"),
        false => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;

    fn shown(target: &str) -> (String, Vec<String>) {
        let shelf = Shelf::new(&[
            ("a/n.md", b""),
            ("a/p.png", b""),
            ("b/p.png", b""),
            ("b/q r.png", b""),
            ("b/s.mp3", b""),
        ]);
        let file = File {
            path: "a/n.md",
            bytes: b"",
            beside: &shelf,
        };
        let vault = Vault::new(&file, &[]);
        let mut luggage = Luggage::default();
        let text = vault.shown("", target, &mut luggage);
        let paths = luggage.media.iter().map(|medium| match &medium.content {
            Content::File(path) => path.clone(),
            _ => String::new(),
        });
        (text, paths.collect())
    }

    #[test]
    fn a_file_is_found_by_path_or_by_name() {
        let found = |target: &str| shown(target).1.join(" ");
        assert_eq!(found("p.png"), "a/p.png");
        assert_eq!(found("../b/p.png"), "b/p.png");
        assert_eq!(found("b/p.png"), "b/p.png");
        assert_eq!(found("Q%20R.PNG"), "b/q r.png");
        assert_eq!(found("../../etc/passwd"), "");
    }

    #[test]
    fn each_kind_has_its_markdown() {
        assert_eq!(shown("p.png").0, "![](media/p.png)");
        assert_eq!(shown("q r.png").0, "![](<media/q r.png>)");
        assert_eq!(shown("s.mp3").0, "[♪ s.mp3](media/s.mp3)");
        assert_eq!(shown("t.png").0, "*missing: t.png*");
        assert_eq!(
            shown("https://example.org/x.png").0,
            "[x.png](<https://example.org/x.png>)"
        );
    }

    #[test]
    fn two_files_of_one_name_stay_two() {
        let shelf = Shelf::new(&[("a/p.png", b""), ("b/p.png", b"")]);
        let file = File {
            path: "n.md",
            bytes: b"",
            beside: &shelf,
        };
        let vault = Vault::new(&file, &[]);
        assert_eq!(vault.name_for("a/p.png"), "p.png");
        assert_eq!(vault.name_for("b/p.png"), "b-p.png");
        assert_eq!(vault.name_for("a/p.png"), "p.png");
    }
}
