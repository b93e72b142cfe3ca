//! The files beside a source, and which of them its cards show.

use crate::import::draft::{Content, Harvest, Medium};
use crate::import::file::File;
use crate::model::text::is_harmless;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Folders in which media of a text stand, relative to it.
const FOLDERS: &[&str] = &["", "media/", "collection.media/"];

/// What is said of a file that is not there.
const MISSING: &str = "pictures and sounds that are not there";

/// The media of one source.
pub struct Beside<'f> {
    file: File<'f>,
    folders: Vec<&'f str>,
    /// The paths of the files by their composed names (NFC): systems spell `é` in two ways.
    paths: Option<BTreeMap<Cow<'f, str>, &'f str>>,
    taken: BTreeSet<String>,
}

impl<'f> Beside<'f> {
    /// Media that stand where those of a text do.
    pub fn new(file: &File<'f>) -> Beside<'f> {
        Beside {
            file: *file,
            folders: FOLDERS.to_vec(),
            paths: None,
            taken: BTreeSet::new(),
        }
    }

    /// Media that all stand in one folder: `media/` of CrowdAnki.
    pub fn in_folder(file: &File<'f>, folder: &'f str) -> Beside<'f> {
        Beside {
            folders: vec![folder],
            ..Beside::new(file)
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

    /// The path of a file with this name beside the source. It is looked up among those that are
    /// there, so that no name leads elsewhere.
    fn find(&mut self, name: &str) -> Option<String> {
        if !is_plain_name(name) {
            return None;
        }
        let source = self.file.path;
        let home = &source[..source.rfind('/').map_or(0, |slash| slash + 1)];
        let files = self.file.beside;
        let paths = self.paths.get_or_insert_with(|| {
            let near = files.paths().iter().filter(|path| path.starts_with(home));
            near.map(|path| (composed(path), path.as_str())).collect()
        });
        let mut found = self.folders.iter().filter_map(|folder| {
            let path = format!("{home}{folder}{name}");
            paths.get(&composed(&path)).copied()
        });
        found.find(|path| *path != source).map(str::to_string)
    }
}

fn composed(text: &str) -> Cow<'_, str> {
    match is_nfc(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfc().collect()),
    }
}

/// Whether a name is one file's on every system, and shows itself as it is.
fn is_plain_name(name: &str) -> bool {
    let is_sign = |c: char| is_harmless(c) && !c.is_control() && !"/\\<>:\"|?*".contains(c);
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
    #[test]
    fn a_medium_is_found_however_its_accents_are_spelt() {
        let shelf = Shelf::new(&[("d/media/e\u{301}.png", b"x"), ("d/\u{e9}.png", b"y")]);
        let file = File {
            path: "d/deck.json",
            bytes: b"",
            beside: &shelf,
        };
        let mut harvest = Harvest::default();
        let mut beside = Beside::in_folder(&file, "media/");
        assert!(beside.take("\u{e9}.png", "d/deck.json", &mut harvest));
        assert!(!beside.take("\u{202e}.png", "d/deck.json", &mut harvest));
        let Content::File(path) = &harvest.media[0].content else {
            panic!("it is a file");
        };
        assert_eq!(path, "d/media/e\u{301}.png");
    }
}
