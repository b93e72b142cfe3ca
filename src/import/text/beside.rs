//! The files beside a source, and which of them its cards show.

use crate::import::draft::{Content, Harvest, Medium};
use crate::import::file::File;
use std::collections::BTreeSet;

/// Folders in which media of a text stand, relative to it.
const FOLDERS: [&str; 3] = ["", "media/", "collection.media/"];

/// What is said of a file that is not there.
const MISSING: &str = "pictures and sounds that do not stand beside the file";

/// The media of one source.
pub struct Beside<'f> {
    folder: &'f str,
    path: &'f str,
    paths: Option<BTreeSet<&'f str>>,
    taken: BTreeSet<String>,
    file: File<'f>,
}

impl<'f> Beside<'f> {
    pub fn new(file: &File<'f>) -> Beside<'f> {
        let end = file.path.rfind('/').map_or(0, |slash| slash + 1);
        Beside {
            folder: &file.path[..end],
            path: file.path,
            paths: None,
            taken: BTreeSet::new(),
            file: *file,
        }
    }

    /// Adds the file that a card calls `media/<name>` to the harvest, once, and says whether it is
    /// there; where it is missing, that is a loss of the card at `place`.
    pub fn take(&mut self, name: &str, place: &str, harvest: &mut Harvest) -> bool {
        if self.taken.contains(name) {
            return true;
        }
        let Some(path) = self.find(name) else {
            harvest.losses.add(MISSING, place);
            return false;
        };
        self.taken.insert(name.to_string());
        harvest.media.push(Medium {
            name: name.to_string(),
            content: Content::File(path),
        });
        true
    }

    /// The path of a file with this name beside the source.
    fn find(&mut self, name: &str) -> Option<String> {
        if !is_plain_name(name) {
            return None;
        }
        let files = self.file.beside;
        let paths = self
            .paths
            .get_or_insert_with(|| files.paths().iter().map(String::as_str).collect());
        let candidates = FOLDERS.map(|folder| format!("{}{folder}{name}", self.folder));
        candidates
            .into_iter()
            .find(|path| path != self.path && paths.contains(path.as_str()))
    }
}

/// Whether a name is one file's on every system.
fn is_plain_name(name: &str) -> bool {
    let is_sign = |c: char| !c.is_control() && !"/\\<>:\"|?*".contains(c);
    (1..=200).contains(&name.len())
        && name.chars().all(is_sign)
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;

    #[test]
    fn a_medium_is_taken_once_and_a_missing_one_is_told() {
        let shelf = Shelf::new(&[("d/a.csv", b""), ("d/media/b.png", b"x"), ("e/c.png", b"y")]);
        let file = File {
            path: "d/a.csv",
            bytes: b"",
            beside: &shelf,
        };
        let mut harvest = Harvest::default();
        let mut beside = Beside::new(&file);
        for name in ["b.png", "b.png", "c.png", "../e/c.png", "a.csv"] {
            beside.take(name, "d/a.csv:1", &mut harvest);
        }
        assert_eq!(harvest.media.len(), 1);
        assert!(
            matches!(&harvest.media[0].content, Content::File(path) if path == "d/media/b.png")
        );
        assert_eq!(harvest.losses.all()[0].count, 3);
    }
}
