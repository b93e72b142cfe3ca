//! The zip around a package: which entries it has, and the bytes of one of them.
//!
//! A zip is refused whole where it has too many entries, two of one name, or two that share bytes;
//! those are what bombs are made of. Entries are found by their exact names and never written anywhere by them, so a name that is a
//! path is as harmless as any other.

use super::Wrong;
use super::inflate::{Cap, Counted, Pieces, frame, gather, unzstd};
use super::sqlite::{Database, Expected};
use crate::import::limits::Limits;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// A zip in memory; cheap to clone where `B` is.
#[derive(Clone)]
pub struct Archive<B> {
    zip: ZipArchive<Cursor<B>>,
}

/// How the content of an entry is packed, besides the zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Zstd,
}

impl<B: AsRef<[u8]>> Archive<B> {
    /// Reads the list of entries.
    pub fn open(bytes: B, limits: &Limits) -> Result<Archive<B>, Wrong> {
        check_entries(count_headers(bytes.as_ref(), limits.entries), limits)?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_directory())?;
        let mut archive = Archive { zip };
        check_entries(archive.zip.len(), limits)?;
        if archive.zip.has_duplicate_names() {
            return Err(Wrong::damaged("two entries of it have the same name"));
        }
        match archive.zip.has_overlapping_entries() {
            Ok(false) => Ok(archive),
            Ok(true) => Err(Wrong::damaged("entries of it share bytes")),
            Err(_) => Err(Wrong::damaged("an entry of it begins where none is")),
        }
    }

    /// The names of all entries, as far as they are text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.zip.file_names_raw();
        names.filter_map(|name| str::from_utf8(name).ok())
    }

    /// Where the entry of that name is.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name_raw(name.as_bytes())
    }

    /// Whether the entry can be read and begins so; no more of it is unpacked.
    pub fn starts_with(&mut self, idx: usize, start: &[u8]) -> bool {
        let mut found = vec![0; start.len()];
        let is_plain = self.check(idx).is_ok();
        let entry = self.zip.by_index(idx);
        let read = entry.map(|mut entry| entry.read_exact(&mut found));
        is_plain && matches!(read, Ok(Ok(()))) && found == start
    }

    /// Why the entry cannot be read, as its header shows; nothing is unpacked.
    pub fn check(&self, idx: usize) -> Result<(), Wrong> {
        let entry = self.zip.by_index_data(idx).map_err(|_| no_directory())?;
        let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
        if ![0, 0o100_000].contains(&kind) || entry.is_dir() {
            return Err(Wrong::new("it is no plain file", ""));
        }
        if entry.encrypted() {
            let hint = "make the package again without a password";
            return Err(Wrong::new("it is encrypted", hint));
        }
        match entry.compression() {
            CompressionMethod::Stored | CompressionMethod::Deflated => Ok(()),
            _ => {
                let hint = "make the package again as an ordinary zip";
                Err(Wrong::new("it is packed in a way that is not read", hint))
            }
        }
    }

    /// Unpacks an entry. A header that lies about its size is an error.
    pub fn read(&mut self, idx: usize, packing: Packing, cap: Cap) -> Result<Pieces, Wrong> {
        let (mut counted, packed) = self.entry(idx, cap)?;
        let pieces = match packing {
            Packing::Plain => gather(&mut counted, packed, cap)?,
            Packing::Zstd => unzstd(&mut counted, packed, cap)?,
        };
        match counted.is_whole() {
            true => Ok(pieces),
            false => Err(Wrong::damaged("it is shorter than it says")),
        }
    }

    /// Opens the database that an entry is, without a copy of it in between. `None` where that cannot be:
    /// [`Archive::read`] then says why, or reads what is only not as usual.
    pub fn database(
        &mut self,
        idx: usize,
        packing: Packing,
        cap: Cap,
        expected: Expected,
    ) -> Option<Database> {
        let (mut counted, packed) = self.entry(idx, cap).ok()?;
        let database = match packing {
            Packing::Plain => Database::stream(&mut counted, packed, cap, expected)?,
            Packing::Zstd => {
                let mut source = BufReader::new(&mut counted);
                let database =
                    Database::stream(&mut frame(&mut source).ok()?, packed, cap, expected)?;
                source.fill_buf().ok()?.is_empty().then_some(database)?
            }
        };
        counted.is_whole().then_some(database)
    }

    /// The bytes of an entry, as they are without the zip around them, and how many of it has.
    fn entry(&mut self, idx: usize, cap: Cap) -> Result<(Counted<impl Read>, u64), Wrong> {
        self.check(idx)?;
        let entry = self
            .zip
            .by_index(idx)
            .map_err(|_| Wrong::damaged("it does not begin where the list says"))?;
        let (packed, claim) = (entry.compressed_size(), entry.size());
        // What says itself that it is too large need not be inflated to be refused.
        cap.check(claim, packed)?;
        let counted = Counted {
            source: entry,
            count: 0,
            claim,
        };
        Ok((counted, packed))
    }
}

fn check_entries(count: usize, limits: &Limits) -> Result<(), Wrong> {
    if count <= limits.entries {
        return Ok(());
    }
    let what = format!("it has more than {} entries", limits.entries);
    Err(Wrong::new(what, "raise `--max-entries`"))
}

/// How many headers of entries there may be, so that a list of millions is never built. Counted
/// only where there is room for more than `most`; the data may hold some that are none.
fn count_headers(bytes: &[u8], most: usize) -> usize {
    if bytes.len() / HEADER_MIN <= most {
        return 0;
    }
    let is_header = |window: &&[u8]| *window == b"PK\x01\x02";
    bytes.windows(4).filter(is_header).count()
}

/// Bytes of a header in the list of entries, at the least.
const HEADER_MIN: usize = 46;

fn no_directory() -> Wrong {
    Wrong::new(
        "it is cut off: the list of entries at its end is missing or broken",
        "download it again",
    )
}
