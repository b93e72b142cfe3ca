//! The container of an Anki package: which of its entries is the collection, and how it is packed.
//!
//! Three generations: `collection.anki2`, `collection.anki21`, and `collection.anki21b`, which is
//! packed by zstd. The later two hold a `collection.anki2` as well, whose only note asks for an
//! update; it is never taken for the collection. `media` has the files.

pub mod media;
#[cfg(test)]
mod tests;

use super::database::{Database, EXPECTED};
use super::protobuf;
use crate::import::draft::Fault;
use crate::import::file::File;
use crate::import::limits::Limits;
use crate::import::untrusted::Wrong;
use crate::import::untrusted::inflate::Cap;
use crate::import::untrusted::zip::{Archive, Packing};

/// A package whose list of entries was read.
pub struct Package<'f> {
    path: &'f str,
    bytes: &'f [u8],
    archive: Archive<&'f [u8]>,
    generation: Generation,
}

/// How a package is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    /// `collection.anki2`; also what genanki and its like write today.
    First,
    /// `collection.anki21`.
    Second,
    /// `collection.anki21b`: all but `meta` is packed by zstd, the list of media is protobuf.
    Latest,
}

impl Generation {
    const ALL: [Generation; 3] = [Generation::First, Generation::Second, Generation::Latest];

    /// The entry that holds the collection.
    fn entry(self) -> &'static str {
        match self {
            Generation::First => "collection.anki2",
            Generation::Second => "collection.anki21",
            Generation::Latest => "collection.anki21b",
        }
    }

    fn packing(self) -> Packing {
        match self {
            Generation::Latest => Packing::Zstd,
            _ => Packing::Plain,
        }
    }
}

/// Bytes of `meta` at the most; Anki's has two.
const META_MAX: u64 = 4096;

impl<'f> Package<'f> {
    /// Reads the list of entries and finds the collection among them.
    pub fn open(file: &File<'f>, limits: &Limits) -> Result<Package<'f>, Fault> {
        check_start(file.bytes).map_err(|wrong| wrong.at(file.path))?;
        let archive = Archive::open(file.bytes, limits).map_err(|wrong| wrong.at(file.path))?;
        let mut package = Package {
            path: file.path,
            bytes: file.bytes,
            archive,
            generation: Generation::First,
        };
        package.generation = package.generation(limits)?;
        Ok(package)
    }

    /// The place of the collection: `deck.apkg: collection.anki21b`.
    pub fn collection_place(&self) -> String {
        format!("{}: {}", self.path, self.generation.entry())
    }

    /// Opens the collection.
    pub fn collection(&mut self, limits: &Limits) -> Result<Database, Fault> {
        let cap = Cap {
            bytes: limits.collection_bytes,
            option: "--max-collection",
            ratio: limits.ratio,
        };
        let name = self.generation.entry();
        let packing = self.generation.packing();
        let idx = self.archive.find(name).expect("it was chosen by its name");
        if let Some(tables) = self.archive.database(idx, packing, cap, EXPECTED) {
            return Ok(Database::of(tables));
        }
        let read = self.archive.read(idx, packing, cap);
        read.and_then(Database::open)
            .map_err(|wrong| wrong.at(self.collection_place()))
    }

    /// By `meta`, else by what is there. A `meta` that names a collection that is not there is not
    /// overruled: what is there then is only the note that asks for an update.
    fn generation(&mut self, limits: &Limits) -> Result<Generation, Fault> {
        let has = |package: &Package, generation: Generation| {
            package.archive.find(generation.entry()).is_some()
        };
        let Some(meta) = self.archive.find("meta") else {
            let there = Generation::ALL.into_iter().rev();
            let found = { there }.find(|generation| has(self, *generation));
            return found.ok_or_else(|| self.no_collection().at(self.path));
        };
        let generation = self
            .version(meta, limits)
            .map_err(|wrong| wrong.at(format!("{}: meta", self.path)))?;
        if has(self, generation) {
            return Ok(generation);
        }
        let what = format!(
            "there is no `{}` in it, which `meta` names",
            generation.entry()
        );
        Err(Fault::new(self.path, what, "export it again"))
    }

    fn version(&mut self, meta: usize, limits: &Limits) -> Result<Generation, Wrong> {
        let cap = Cap {
            bytes: META_MAX,
            option: "--max-collection",
            ratio: limits.ratio,
        };
        let meta = self.archive.read(meta, Packing::Plain, cap)?.into_vec();
        let mut version = None;
        for field in protobuf::fields(&meta) {
            match field {
                Ok((1, value)) => version = value.varint(),
                Ok(_) => (),
                Err(_) => return Err(Wrong::damaged("its version cannot be read")),
            }
        }
        match version {
            Some(1) => Ok(Generation::First),
            Some(2) => Ok(Generation::Second),
            Some(3) => Ok(Generation::Latest),
            Some(newer @ 4..) => {
                let what = format!("it was made by a newer Anki (version {newer}, 3 is known)");
                Err(Wrong::new(
                    what,
                    "export it with \"support older Anki versions\"",
                ))
            }
            _ => Err(Wrong::damaged("it names no version")),
        }
    }

    fn no_collection(&self) -> Wrong {
        let is_package = |name: &&str| name.ends_with(".apkg") || name.ends_with(".colpkg");
        if let Some(inner) = self.archive.names().find(is_package) {
            let what = format!("it is a zip that holds `{inner}`");
            return Wrong::new(what, "unpack it first");
        }
        match self.archive.names().next() {
            None => Wrong::new("it is an empty zip", "download or export it again"),
            Some(_) => Wrong::new("it is a zip without an Anki collection", ""),
        }
    }
}

/// Whether the bytes are a zip that holds a collection, or a package of them.
pub fn is_package(bytes: &[u8], limits: &Limits) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let Ok(archive) = Archive::open(bytes, limits) else {
        // Cut off: the first entry is still to be seen behind its header.
        let name = bytes.get(30..).unwrap_or_default();
        return name.starts_with(b"collection.anki2");
    };
    let collections = Generation::ALL.map(|generation| archive.find(generation.entry()));
    let is_package = |name: &str| name.ends_with(".apkg") || name.ends_with(".colpkg");
    collections.iter().any(Option::is_some) || archive.names().any(is_package)
}

/// Says what a file is that cannot be a zip.
fn check_start(bytes: &[u8]) -> Result<(), Wrong> {
    let again = "download it again";
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    match bytes {
        [] => Err(Wrong::new("it is empty", again)),
        [0x1f, 0x8b, ..] => Err(Wrong::new("it is packed by gzip", "unpack it first")),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(Wrong::new("it is packed by zstd", "unpack it first")),
        // An entry, the end of an empty zip, a part of a split one; a script may stand before.
        [b'P', b'K', ..] => Ok(()),
        _ if text.contains("<html") || text.contains("<!doctype") => {
            let what = "it is a web page and not a package";
            Err(Wrong::new(what, "download the deck itself"))
        }
        _ if has_end_of_zip(bytes) => Ok(()),
        _ => Err(Wrong::new("it is no Anki package", again)),
    }
}

/// Whether the end of a zip stands in the last 64 KiB, where it must.
fn has_end_of_zip(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub((1 << 16) + 22)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}
