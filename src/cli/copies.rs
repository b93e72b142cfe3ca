//! The copies of the collection: where they stand, and what they are called.

use super::files::make_private_folder;
use crate::model::civil;
use crate::model::time::Timestamp;
use crate::store;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of a copy made at `now` for `reason`, which no other copy has.
pub fn path_for(data_dir: &Path, reason: &str, now: Timestamp) -> PathBuf {
    let stamp: String = civil::format_instant(now)
        .chars()
        .map(|c| if c == ':' { '-' } else { c })
        .collect();
    let named = |ending: String| folder(data_dir).join(format!("{reason}-{stamp}{ending}.db"));
    let mut path = named(String::new());
    for number in 2.. {
        if !path.exists() {
            break;
        }
        path = named(format!("-{number}"));
    }
    path
}

/// Makes the folder that a copy is to stand in.
pub fn make_folder(target: &Path) -> store::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    make_private_folder(folder).map_err(|failure| store::StoreError::Unwritable {
        path: folder.to_path_buf(),
        reason: failure.message,
    })
}

/// The folder of the copies.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("backups")
}

/// Whether there is any copy of the collection.
pub fn exists(data_dir: &Path) -> bool {
    !copies(&folder(data_dir)).is_empty()
}

/// The copies in the folder, oldest first.
pub fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_copy = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "db");
    let mut copies: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_copy).collect();
    copies.sort_by_key(|path| {
        fs::metadata(path)
            .and_then(|metadata| metadata.modified())
            .ok()
    });
    copies
}

/// The name of a copy, without its folder.
pub fn name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("")
}
