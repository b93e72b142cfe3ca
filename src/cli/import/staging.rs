//! Files of an import that are complete on the disk and wait for their places.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::files::make_private_folder;
use super::super::index;
use super::media::{Media, Printed};
use crate::import::plan::FileChange;
use crate::model::deck::Deck;
use crate::store::Store;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files that are complete on the disk and wait for their places.
pub struct Staging {
    folder: Option<PathBuf>,
    /// Names in the folder, and where they go below the decks.
    files: Vec<(String, String)>,
    decks: PathBuf,
    /// The collection knows of them: they must not go before they are in their places.
    pub is_noted: bool,
    /// What is written goes nowhere.
    is_dry: bool,
    /// Held as long as this import runs; the system lets go of it with the process.
    lock: Option<File>,
}

impl Staging {
    /// Without a folder until something is written to it; if `is_dry`, that goes nowhere.
    pub fn new(is_dry: bool, context: &Context) -> Staging {
        Staging {
            folder: None,
            files: Vec::new(),
            decks: context.deck_dir(),
            is_noted: false,
            is_dry,
            lock: None,
        }
    }

    pub fn decks(&self) -> &Path {
        &self.decks
    }

    /// Writes a deck, and those of its pictures and sounds that are not written yet. Returns it for the
    /// index, which need not parse it again, unless its text is not as it was printed; its cards are taken
    /// out of the plan.
    pub fn deck(
        &mut self,
        file: &mut FileChange,
        media: &mut Media,
    ) -> Result<Option<index::Written>> {
        let Printed { text, places } = media.take(file, Printed::of(file), self)?;
        let name = self.write(&file.path, text.as_bytes())?;
        let cards = std::mem::take(&mut file.deck.cards);
        let (Some(places), Some(folder)) = (places, &self.folder) else {
            return Ok(None);
        };
        Ok(Some(index::Written {
            deck: Deck {
                cards,
                ..file.deck.clone()
            },
            path: self.decks.join(&file.path),
            staged: folder.join(name),
            text,
            places,
        }))
    }

    /// Writes a file that is to go to `target`; returns its name until then.
    pub fn write(&mut self, target: &str, bytes: &[u8]) -> Result<String> {
        let name = self.files.len().to_string();
        if !self.is_dry {
            let path = self.folder()?.join(&name);
            fs::write(&path, bytes).map_err(|error| self.unwritten(target, &error))?;
        }
        self.files.push((name.clone(), target.to_string()));
        Ok(name)
    }

    /// Makes the folder where it is not there yet. It must outlive this function; whoever fails later
    /// takes it away.
    fn folder(&mut self) -> Result<&Path> {
        if self.folder.is_none() {
            make_private_folder(&self.decks)?;
            let folder = tempfile::Builder::new()
                .prefix(STAGING)
                .tempdir_in(&self.decks)
                .map_err(|error| Failure::io("write to", &self.decks, &error))?;
            self.lock = locked(folder.path()).ok();
            self.folder = Some(folder.keep());
        }
        Ok(self.folder.as_deref().expect("it was made just now"))
    }

    fn unwritten(&self, target: &str, error: &std::io::Error) -> Failure {
        Failure::io("write", &self.decks.join(target), error).hint("nothing was changed")
    }

    /// Makes what was written last, before the collection relies on it.
    pub fn sync(&self) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        for (name, target) in &self.files {
            let file = File::options().append(true).open(folder.join(name));
            let synced = file.and_then(|file| file.sync_all());
            synced.map_err(|error| self.unwritten(target, &error))?;
        }
        sync(folder);
        Ok(())
    }

    /// What the collection notes of it.
    pub fn note(&self) -> Option<String> {
        let folder = self.folder.as_ref()?.file_name()?.to_str()?;
        Some(json!({ "folder": folder, "files": self.files }).to_string())
    }

    /// Puts the files in their places.
    pub fn put(&self) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        put_all(folder, &self.decks, &self.files)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.is_noted) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// The file in such a folder that says by its lock that the import is running.
const LOCK: &str = "lock";

/// How long a folder is left alone where locks tell nothing: another import may be running.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Takes away what imports that were killed have left, but for one that is noted.
pub fn clear_abandoned(decks: &Path, noted: Option<&str>) {
    for entry in fs::read_dir(decks).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| name.starts_with(STAGING)) else {
            continue;
        };
        let is_noted = noted.is_some_and(|noted| noted.contains(name));
        if !is_noted && is_abandoned(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Makes the file that says so. It has its name only when it is locked.
fn locked(folder: &Path) -> std::io::Result<File> {
    let (unnamed, named) = (folder.join("lock-new"), folder.join(LOCK));
    let lock = File::create(&unnamed)?;
    lock.lock()?;
    fs::rename(unnamed, named)?;
    Ok(lock)
}

fn is_abandoned(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)).map(|lock| lock.try_lock()) {
        Ok(Ok(())) => true,
        Ok(Err(TryLockError::WouldBlock)) => false,
        Ok(Err(TryLockError::Error(_))) | Err(_) => {
            let modified = fs::metadata(folder).and_then(|metadata| metadata.modified());
            let age = modified.ok().and_then(|time| time.elapsed().ok());
            ABANDONED < age.unwrap_or_default()
        }
    }
}

fn put_all(folder: &Path, decks: &Path, files: &[(String, String)]) -> Result<()> {
    for (name, target) in files {
        let (from, to) = (folder.join(name), decks.join(target));
        let home = to.parent().unwrap_or(decks);
        make_private_folder(home)?;
        match put_one(&from, &to) {
            // Somebody who opened the collection meanwhile has put it there.
            Err(error) if error.kind() == ErrorKind::NotFound => (),
            Err(error) => return Err(Failure::io("write", &to, &error)),
            Ok(()) => (),
        }
    }
    let homes: BTreeSet<&Path> = files
        .iter()
        .flat_map(|(_, target)| Path::new(target).ancestors().skip(1))
        .collect();
    homes.iter().for_each(|home| sync(&decks.join(home)));
    let _ = fs::remove_dir_all(folder);
    Ok(())
}

/// Puts a file in its place, with the rights of the one that stood there. A link is followed, so
/// that decks which are kept elsewhere stay there.
fn put_one(from: &Path, to: &Path) -> std::io::Result<()> {
    let to = &fs::canonicalize(to).unwrap_or_else(|_| to.to_path_buf());
    if let Ok(metadata) = fs::metadata(to) {
        fs::set_permissions(from, metadata.permissions())?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => across(from, to),
        renamed => renamed,
    }
}

/// A folder of decks may stand on another disk.
fn across(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut copy = tempfile::NamedTempFile::new_in(to.parent().unwrap_or(Path::new(".")))?;
    let mut file = File::open(from)?;
    std::io::copy(&mut file, &mut copy)?;
    copy.as_file()
        .set_permissions(file.metadata()?.permissions())?;
    copy.as_file().sync_all()?;
    copy.persist(to).map_err(|error| error.error)?;
    fs::remove_file(from)
}

/// Makes the names in a folder last; where a system cannot, the names last soon after.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Ends an import that was interrupted: its files go where they belong. Where they cannot, that is
/// a warning: the cards are kept, and the files wait.
pub fn finish_interrupted(store: &mut Store, context: &Context) {
    if let Err(failure) = finish_noted(store, &context.deck_dir()) {
        context.warn(&format!(
            "the last import waits for its files: {}",
            failure.message
        ));
    }
}

pub fn finish_noted(store: &mut Store, decks: &Path) -> Result<()> {
    let Some(note) = store.meta(PENDING)?.filter(|note| !note.is_empty()) else {
        return Ok(());
    };
    #[derive(serde::Deserialize)]
    struct Note {
        folder: String,
        files: Vec<(String, String)>,
    }
    if let Ok(Note { folder, files }) = serde_json::from_str(&note) {
        put_all(&decks.join(folder), decks, &files)?;
    }
    Ok(store.clear_meta(PENDING, &note)?)
}

/// Under which key of the collection the files that wait are noted.
pub const PENDING: &str = "pending_files";

/// How folders of files that wait are called; the scan for decks passes them over.
const STAGING: &str = ".import-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_import_left_goes_and_nothing_else() {
        let decks = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = decks.path().join(name);
            fs::create_dir(&folder).unwrap();
            folder
        };
        let running = locked(&folder(".import-running")).unwrap();
        drop(locked(&folder(".import-killed")).unwrap());
        drop(locked(&folder(".import-noted")).unwrap());
        folder(".import-starting");
        folder("deck");
        clear_abandoned(decks.path(), Some("{\"folder\": \".import-noted\"}"));
        let left = fs::read_dir(decks.path()).unwrap().flatten();
        let mut left: Vec<_> = left.map(|entry| entry.file_name()).collect();
        left.sort();
        assert_eq!(
            left,
            [
                ".import-noted",
                ".import-running",
                ".import-starting",
                "deck"
            ]
        );
        drop(running);
    }
}
