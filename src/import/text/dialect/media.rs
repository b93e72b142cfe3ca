//! Files that cards refer to: where they lie below the imported folder, and under which plain name
//! they come along.

use crate::import::draft::{Content, Medium};
use crate::import::file::{File, Files};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// The longest name that comes along, in bytes.
const NAME_MAX: usize = 200;

/// In how many folders above a file the root of its collection is looked for.
const FOLDERS_MAX: usize = 20;

/// Names that Windows keeps for devices.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// What a path of a text leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A file, by the name under which it comes along.
    Here(String),
    Missing,
    /// A path that leaves the imported folder.
    Outside,
}

/// The files that cards of one file may refer to.
pub struct Shelf<'f> {
    folder: Vec<&'f str>,
    beside: &'f dyn Files,
    /// Paths, once they are asked for.
    paths: Option<HashSet<&'f str>>,
    /// Which path has a name, in small letters: disks may be blind for their difference.
    taken: HashMap<String, String>,
}

impl<'f> Shelf<'f> {
    /// `media`: those that come along already.
    pub fn new(file: &File<'f>, media: &[Medium]) -> Shelf<'f> {
        let mut folder: Vec<&str> = file.path.split('/').collect();
        folder.pop();
        let taken = media.iter().map(|medium| {
            let path = match &medium.content {
                Content::File(path) => path.clone(),
                _ => String::new(),
            };
            (medium.name.to_lowercase(), path)
        });
        Shelf {
            folder,
            beside: file.beside,
            paths: None,
            taken: taken.collect(),
        }
    }

    /// Finds what `path` leads to; a new medium goes to `media`.
    pub fn find(&mut self, path: &str, media: &mut Vec<Medium>) -> Target {
        let decoded = percent_decoded(path);
        let mut target = self.locate(path);
        if !matches!(target, Ok(Some(_))) && decoded != path {
            target = self.locate(&decoded);
        }
        match target {
            Err(()) => Target::Outside,
            Ok(None) => Target::Missing,
            Ok(Some(path)) => Target::Here(self.name(&path, media)),
        }
    }

    /// The path below the imported folder; `Err` where it leads out of it.
    fn locate(&mut self, path: &str) -> Result<Option<String>, ()> {
        if path.starts_with(['/', '\\', '~']) || path.contains([':', '\0']) {
            return Err(());
        }
        // hashcards counts from the root of the collection, which is some folder above.
        if let Some(path) = path.strip_prefix("@/") {
            return self.locate_above(path);
        }
        let mut parts = self.folder.clone();
        let mut left = 0;
        for part in path.split(['/', '\\']) {
            match part {
                "" | "." => (),
                ".." => left += usize::from(parts.pop().is_none()),
                part => parts.push(part),
            }
        }
        // The imported folder may itself be what the path comes back into.
        let below = parts.get(left..).unwrap_or_default().join("/");
        match (self.has(&below), left) {
            (true, _) => Ok(Some(below)),
            (false, 0) => Ok(None),
            (false, _) => Err(()),
        }
    }

    /// The path below the outermost folder above the file that has it.
    fn locate_above(&mut self, path: &str) -> Result<Option<String>, ()> {
        let parts: Vec<&str> = path.split('/').filter(|part| *part != ".").collect();
        if parts.contains(&"..") {
            return Err(());
        }
        let paths = (0..=self.folder.len().min(FOLDERS_MAX))
            .map(|above| [&self.folder[..above], &parts].concat().join("/"))
            .collect::<Vec<String>>();
        Ok(paths.into_iter().find(|path| self.has(path)))
    }

    fn has(&mut self, path: &str) -> bool {
        let beside = self.beside;
        let paths = self
            .paths
            .get_or_insert_with(|| beside.paths().iter().map(String::as_str).collect());
        paths.contains(path)
    }

    /// The name of the file at `path`, the same for each who asks.
    fn name(&mut self, path: &str, media: &mut Vec<Medium>) -> String {
        let plain = plain_name(path.rsplit('/').next().unwrap_or(path));
        let mut name = plain.clone();
        if self
            .taken
            .get(&name.to_lowercase())
            .is_some_and(|other| other != path)
        {
            name = with_hash(&plain, path);
        }
        if self
            .taken
            .insert(name.to_lowercase(), path.to_string())
            .is_none()
        {
            media.push(Medium {
                name: name.clone(),
                content: Content::File(path.to_string()),
            });
        }
        name
    }
}

/// A file name that is harmless on every system.
fn plain_name(name: &str) -> String {
    let safe = |c: char| match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let name: String = name.chars().map(safe).collect();
    let name = name.trim_matches(['.', ' ']);
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    let name = match name.is_empty() || numbered || DEVICES.contains(&stem.as_str()) {
        true => format!("_{name}"),
        false => name.to_string(),
    };
    match name.len() <= NAME_MAX {
        true => name,
        false => with_hash(&name, &name),
    }
}

/// The name with a few signs that stand for `path`, and short enough.
fn with_hash(name: &str, path: &str) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut length = stem.len().min(NAME_MAX / 2);
    while !stem.is_char_boundary(length) {
        length -= 1;
    }
    let digest = Sha256::digest(path.as_bytes());
    let hash: String = digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match end.is_empty() || 10 < end.len() {
        true => format!("{}-{hash}", &stem[..length]),
        false => format!("{}-{hash}.{end}", &stem[..length]),
    }
}

fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3);
        let byte = hex
            .filter(|hex| bytes[at] == b'%' && hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(from: &str, path: &str, files: &[&str]) -> Target {
        let files: Vec<(&str, &[u8])> = files.iter().map(|path| (*path, &b""[..])).collect();
        let beside = crate::import::file::tests::Shelf::new(&files);
        let file = File {
            path: from,
            bytes: b"",
            beside: &beside,
        };
        Shelf::new(&file, &[]).find(path, &mut Vec::new())
    }

    #[test]
    fn a_path_starts_at_its_file() {
        let here = |name: &str| Target::Here(name.to_string());
        assert_eq!(found("a/b.md", "c/d.png", &["a/c/d.png"]), here("d.png"));
        assert_eq!(found("a/b.md", "./../c/d.png", &["c/d.png"]), here("d.png"));
        assert_eq!(found("a/b.md", "@/d.png", &["d.png"]), here("d.png"));
        assert_eq!(found("a/b/c.md", "@/d.png", &["a/d.png"]), here("d.png"));
        assert_eq!(found("a/b.md", "@/../d.png", &["d.png"]), Target::Outside);
        assert_eq!(found("b.md", "a%20b.png", &["a b.png"]), here("a b.png"));
        assert_eq!(
            found("b.md", "a%20b.png", &["a%20b.png"]),
            here("a%20b.png")
        );
        assert_eq!(found("b.md", "d.png", &[]), Target::Missing);
        // The imported folder was `samples`.
        assert_eq!(
            found("b.md", "../samples/x/d.png", &["x/d.png"]),
            here("d.png")
        );
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for path in [
            "/etc/passwd",
            "../../etc/passwd",
            "..%2f..%2fetc/passwd",
            "~/x",
            "\\\\server\\share\\x",
            "C:\\x.png",
            "file:///etc/passwd",
        ] {
            assert_eq!(found("a.md", path, &["a.md"]), Target::Outside, "{path}");
        }
    }

    #[test]
    fn names_are_plain_and_different() {
        let files: [(&str, &[u8]); 3] = [("a/x.png", b""), ("b/X.png", b""), ("con.png", b"")];
        let beside = crate::import::file::tests::Shelf::new(&files);
        let file = File {
            path: "c.md",
            bytes: b"",
            beside: &beside,
        };
        let mut media = Vec::new();
        let mut shelf = Shelf::new(&file, &media);
        for path in ["a/x.png", "b/X.png", "con.png", "a/x.png"] {
            shelf.find(path, &mut media);
        }
        let names: Vec<&str> = media.iter().map(|medium| medium.name.as_str()).collect();
        assert_eq!(names, ["x.png", "X-c4514f35.png", "_con.png"]);
        let again = Shelf::new(&file, &media).find("b/X.png", &mut Vec::new());
        assert_eq!(again, Target::Here("X-c4514f35.png".to_string()));
        assert!(plain_name(&"é".repeat(300)).len() <= NAME_MAX);
    }
}
