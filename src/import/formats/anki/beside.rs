//! Media that stand as files beside the notes: `media/` of CrowdAnki, `_media` of ki.

use crate::import::draft::{Content, Harvest, Medium};
use crate::import::file::File;
use crate::model::text::is_harmless;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Adds those of the named files that stand in the folder, each once; counts the others as lost.
///
/// `names` come with the place of the note that refers to them. A name never leads out of the
/// folder: it is looked up among the names of the files that are there.
pub fn add(
    file: &File,
    folder: &str,
    names: impl IntoIterator<Item = (String, String)>,
    harvest: &mut Harvest,
) {
    let there = names_in(file, folder);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (name, place) in names {
        let name: String = name.nfc().collect();
        if taken.contains(&name) {
            continue;
        }
        let path = there.get(&name).filter(|_| name.chars().all(is_harmless));
        match path {
            Some(path) => {
                harvest.media.push(Medium {
                    name: name.clone(),
                    content: Content::File(path.to_string()),
                });
                taken.insert(name);
            }
            None => harvest
                .losses
                .add("pictures and sounds that are not there", place),
        }
    }
}

/// Paths of the files of a folder, by their composed names.
fn names_in<'f>(file: &File<'f>, folder: &str) -> BTreeMap<String, &'f str> {
    let paths = file.beside.paths().iter().filter_map(|path| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        (!name.contains('/')).then(|| (name.nfc().collect(), path.as_str()))
    });
    paths.collect()
}

/// The folder of that name beside the file: `geography/media`.
pub fn folder(file: &File, name: &str) -> String {
    match file.path.rsplit_once('/') {
        Some((parent, _)) => format!("{parent}/{name}"),
        None => name.to_string(),
    }
}
