//! Everything in one archive, and back: `retain export --all` and `retain restore`.
//!
//! A zip with `retain.db` (a copy of the collection), `log.jsonl` (every answer as text, for whoever
//! has no retain), `decks/` (the learner's folder, media included) and `config.toml`.

use super::context::Context;
use super::copies;
use super::failure::{Failure, Result};
use super::files::{free_in, make_private_folder, write_whole};
use super::log;
use crate::model::civil;
use crate::store::Store;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const COLLECTION: &str = "retain.db";
const LOG: &str = "log.jsonl";
const DECKS: &str = "decks/";
const SETTINGS: &str = "config.toml";

/// The most that a restore unpacks, in bytes.
const UNPACKED_MAX: u64 = 16 << 30;

/// Writes all that the learner has; never over another file unless told so.
pub fn write(target: Option<&Path>, force: bool, context: &Context) -> Result<()> {
    let path = match target {
        Some(path) => path.to_path_buf(),
        None => PathBuf::from(format!("retain-{}.zip", civil::format_day(context.today()))),
    };
    let folder = free_in(&path, force)?;
    let failed = |error: io::Error| Failure::io("write", &path, &error);
    let work = tempfile::tempdir_in(folder).map_err(failed)?;
    let store = context.store()?;
    let copy = work.path().join(COLLECTION);
    store.back_up(&copy)?;
    let logged = work.path().join(LOG);
    log::export(Some(&logged), context)?;
    let temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let mut archive = Archive(ZipWriter::new(temporary.reopen().map_err(failed)?));
    archive.add(COLLECTION, &copy).map_err(failed)?;
    archive.add(LOG, &logged).map_err(failed)?;
    if context.config_path.is_file() {
        archive
            .add(SETTINGS, &context.config_path)
            .map_err(failed)?;
    }
    let n_files = archive
        .add_folder(&context.deck_dir(), DECKS)
        .map_err(failed)?;
    archive.0.finish().map_err(|error| failed(error.into()))?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary
        .persist(&path)
        .map_err(|error| failed(error.error))?;
    for root in &context.config.decks {
        context.warn(&format!(
            "the decks in {} stand outside of retain's folder: copy them yourself",
            root.display()
        ));
    }
    context.say(&format!(
        "wrote {}: the collection, its log, the settings and {}",
        path.display(),
        crate::ui::words::count(n_files, "file") + " of decks"
    ));
    Ok(())
}

struct Archive(ZipWriter<File>);

impl Archive {
    fn add(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(3))
            .large_file(4_000_000_000 < fs::metadata(path)?.len());
        self.0.start_file(name, options)?;
        io::copy(&mut File::open(path)?, &mut self.0).map(|_| ())
    }

    /// Adds all regular files below a folder; hidden ones and links stay out.
    fn add_folder(&mut self, folder: &Path, below: &str) -> io::Result<usize> {
        let mut count = 0;
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(0);
        };
        let mut entries: Vec<_> = entries.collect::<io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
                continue;
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                count += self.add_folder(&entry.path(), &format!("{below}{name}/"))?;
            } else if kind.is_file() {
                self.add(&format!("{below}{name}"), &entry.path())?;
                count += 1;
            }
        }
        Ok(count)
    }
}

/// Whether a file is such an archive, rather than a copy of the collection alone.
pub fn is_archive(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok()
        && head == *b"PK\x03\x04"
}

/// An archive that was unpacked and looked at, before anything is replaced.
pub struct Unpacked {
    folder: TempDir,
}

impl Unpacked {
    pub fn of(path: &Path, context: &Context) -> Result<Unpacked> {
        let bad = |why: String| {
            Failure::invalid(format!("{}: {why}", path.display())).hint("nothing was changed")
        };
        let file = File::open(path).map_err(|error| Failure::io("read", path, &error))?;
        let mut archive = ZipArchive::new(file).map_err(|error| bad(error.to_string()))?;
        make_private_folder(&context.data_dir)?;
        let folder = tempfile::Builder::new()
            .prefix(".restore-")
            .tempdir_in(&context.data_dir)
            .map_err(|error| Failure::io("write to", &context.data_dir, &error))?;
        let mut left = UNPACKED_MAX;
        for idx in 0..archive.len() {
            let mut entry = archive
                .by_index(idx)
                .map_err(|error| bad(error.to_string()))?;
            let Some(name) = entry.enclosed_name() else {
                return Err(bad("an entry of it leads out of its folder".to_string()));
            };
            let known = name.starts_with(DECKS)
                || [COLLECTION, LOG, SETTINGS]
                    .iter()
                    .any(|own| name == Path::new(own));
            if !entry.is_file() || !known {
                continue;
            }
            let target = folder.path().join(&name);
            make_private_folder(target.parent().unwrap_or(folder.path()))?;
            let written = File::create(&target).and_then(|mut out| {
                let count = io::copy(&mut entry.by_ref().take(left + 1), &mut out)?;
                out.sync_all()?;
                Ok(count)
            });
            let count = written.map_err(|error| bad(super::failure::os_words(&error)))?;
            left = left
                .checked_sub(count)
                .ok_or_else(|| bad(format!("it unpacks to more than {UNPACKED_MAX} bytes")))?;
        }
        let unpacked = Unpacked { folder };
        if !unpacked.collection().is_file() {
            return Err(bad(format!("there is no `{COLLECTION}` in it")));
        }
        Store::open_for_copy(&unpacked.collection())?;
        Ok(unpacked)
    }

    /// The copy of the collection.
    pub fn collection(&self) -> PathBuf {
        self.folder.path().join(COLLECTION)
    }

    /// Puts decks and settings in their places; what stood there is put aside.
    pub fn put_files(&self, context: &Context) -> Result<()> {
        let decks = self.folder.path().join(DECKS.trim_end_matches('/'));
        if decks.is_dir() {
            let home = context.deck_dir();
            if home.exists() {
                let stamp = copies::path_for(&context.data_dir, "decks", context.clock.now());
                let name = copies::name(&stamp).trim_end_matches(".db").to_string();
                let aside = context.data_dir.join(format!("{name}-before-restore"));
                fs::rename(&home, &aside)
                    .map_err(|error| Failure::io("move aside", &home, &error))?;
                context.say(&format!(
                    "the decks that were there are in {}",
                    aside.display()
                ));
            }
            fs::rename(&decks, &home).map_err(|error| Failure::io("write", &home, &error))?;
        }
        let settings = self.folder.path().join(SETTINGS);
        if let Ok(text) = fs::read_to_string(&settings) {
            self.put_settings(&text, context)?;
        }
        Ok(())
    }

    fn put_settings(&self, text: &str, context: &Context) -> Result<()> {
        let path = &context.config_path;
        if fs::read_to_string(path).is_ok_and(|now| now == text) {
            return Ok(());
        }
        if path.exists() {
            let aside = path.with_extension("toml.before-restore");
            fs::copy(path, &aside).map_err(|error| Failure::io("write", &aside, &error))?;
            context.say(&format!(
                "the settings that were there are in {}",
                aside.display()
            ));
        } else if let Some(folder) = path.parent() {
            make_private_folder(folder)?;
        }
        let mut file = text.to_string();
        if !file.ends_with('\n') {
            file.push('\n');
        }
        write_whole(path, &file)
    }
}
