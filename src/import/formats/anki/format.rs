//! The format `anki`: packages (`.apkg`, `.colpkg`) of all generations, and collections without one.

use super::batch::Batch;
use super::collection::{self, Take};
use super::database::Database;
use super::notes::NoteType;
use super::package::{Package, is_package};
use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::untrusted::sqlite::{HEADER, bare};

/// Decks of Anki as it shares and saves them.
pub struct Anki;

impl Format for Anki {
    fn name(&self) -> &'static str {
        "anki"
    }

    fn label(&self) -> &'static str {
        "Anki packages and collections (.apkg, .colpkg, .anki2)"
    }

    /// A name that ends in `.apkg` is mark enough where the content is no text: what is cut off,
    /// empty or packed once more is still best explained by this format.
    fn likeness(&self, file: &File) -> Likeness {
        let named = file.has_extension("apkg") || file.has_extension("colpkg");
        let is_ours = match file.bytes {
            bytes if bytes.starts_with(HEADER) => named || is_collection(bytes),
            bytes if bytes.starts_with(b"PK") => named || is_package(bytes, &Limits::default()),
            bytes => named && !is_cards_as_text(bytes),
        };
        match is_ours {
            true => Likeness::Sure,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        std::thread::scope(|scope| {
            let mut batch = Batch::new(scope, options);
            let take = &mut |note, kind: &NoteType, _: &Options, harvest: &mut Harvest| {
                batch.add(note, kind, harvest);
            };
            read_with(file, options, harvest, take)?;
            batch.finish(harvest);
            Ok(())
        })
    }
}

/// Reads a package or a bare collection and hands each of its notes to `take`.
pub fn read_with<'r>(
    file: &File<'r>,
    options: &'r Options,
    harvest: &'r mut Harvest,
    take: &'r mut Take<'r>,
) -> Result<(), Fault> {
    let limits = &options.limits;
    let (database, place) = match file.bytes.starts_with(HEADER) {
        true => {
            count_log_beside(file, harvest);
            let database = bare(file.bytes, limits).and_then(Database::open);
            let database = database.map_err(|wrong| wrong.at(file.path))?;
            (database, file.path.to_string())
        }
        false => {
            let mut package = Package::open(file, limits)?;
            let database = package.collection(limits)?;
            package.media(limits, harvest)?;
            (database, package.collection_place())
        }
    };
    collection::read(&database, file.path, options, harvest, take).map_err(|wrong| wrong.at(place))
}

/// Anki that runs, or was killed, has its last changes in a file beside the collection.
fn count_log_beside(file: &File, harvest: &mut Harvest) {
    let log = format!("{}-wal", file.path);
    if file.beside.paths().contains(&log) {
        let what = "changes that Anki has not yet written to its collection are not read";
        harvest.losses.add(what, log);
    }
}

/// Whether a SQLite database has the tables of a collection of Anki, of its first version or of
/// Mnemosyne, as far as its beginning shows: the statements that made them stand there as text.
fn is_collection(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let names = |words: [&str; 2]| {
        words.iter().all(|word| {
            head.windows(word.len())
                .any(|window| window == word.as_bytes())
        })
    };
    names(["revlog", "flds"]) || names(["facts", "cardModels"]) || names(["facts", "data_for_fact"])
}

/// Bytes at the beginning of a database that are looked at.
const HEAD: usize = 256 << 10;

/// Whether a file under a wrong name is text all the same, and no web page: another format's.
fn is_cards_as_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let is_page = text.contains("<html") || text.contains("<!doctype");
    !head.is_empty() && !head.contains(&0) && !is_page && !head.starts_with(&[0x1f, 0x8b])
}
