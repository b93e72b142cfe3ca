//! The zip around Mochi's data: entries by their exact names, none inflated beyond its limit.

use crate::import::limits::{Limits, RATIO_FROM};
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// What is wrong, and what to do.
type Wrong = (String, &'static str);

/// A zip in memory.
pub struct Archive<'z> {
    zip: ZipArchive<Cursor<&'z [u8]>>,
}

/// Bytes of a header in the list of entries, at the least.
const HEADER_MIN: usize = 46;

const DAMAGED: &str = "export it from Mochi again";

impl<'z> Archive<'z> {
    /// Reads the list of entries.
    pub fn open(bytes: &'z [u8], limits: &Limits) -> Result<Archive<'z>, Wrong> {
        check_entries(count_headers(bytes, limits.entries), limits)?;
        let broken = |what: &str| (what.to_string(), DAMAGED);
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| broken("it is cut off: the list of entries at its end is missing"))?;
        check_entries(zip.len(), limits)?;
        if zip.has_duplicate_names() {
            return Err(broken("two entries of it have the same name"));
        }
        // Entries that overlap make much of little data.
        match zip.has_overlapping_entries() {
            Ok(false) => Ok(Archive { zip }),
            _ => Err(broken("entries of it share bytes")),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Whether an entry is there and begins so.
    pub fn starts_with(&mut self, name: &str, start: &[u8]) -> bool {
        let mut found = vec![0; start.len()];
        let read = self
            .zip
            .by_name(name)
            .map(|mut entry| entry.read_exact(&mut found));
        matches!(read, Ok(Ok(()))) && found == start
    }

    /// Inflates an entry, up to so many bytes; the option says which number to raise.
    pub fn read(
        &mut self,
        name: &str,
        (limit, option): (u64, &'static str),
        ratio: u64,
    ) -> Result<Vec<u8>, Wrong> {
        let broken = |what: &str| (what.to_string(), DAMAGED);
        let entry = self
            .zip
            .by_name(name)
            .map_err(|_| broken("it is not there or damaged"))?;
        if entry.encrypted() {
            return Err(broken("it is encrypted"));
        }
        if ![CompressionMethod::Stored, CompressionMethod::Deflated].contains(&entry.compression())
        {
            return Err(broken("it is packed in a way that is not read"));
        }
        let swollen = entry
            .compressed_size()
            .saturating_mul(ratio)
            .max(RATIO_FROM);
        let (most, option) = match swollen < limit {
            true => (swollen, "--max-ratio"),
            false => (limit, option),
        };
        let mut bytes = Vec::new();
        let read = entry.take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|_| broken("it is damaged"))?;
        match bytes.len() as u64 <= most {
            true => Ok(bytes),
            false => Err((
                format!("it inflates to more than {most} bytes"),
                raise(option),
            )),
        }
    }
}

fn raise(option: &str) -> &'static str {
    match option {
        "--max-ratio" => "raise `--max-ratio`",
        "--max-media" => "raise `--max-media`",
        _ => "raise `--max-collection`",
    }
}

fn check_entries(count: usize, limits: &Limits) -> Result<(), Wrong> {
    match count <= limits.entries {
        true => Ok(()),
        false => Err((
            format!("it has more than {} entries", limits.entries),
            "raise `--max-entries`",
        )),
    }
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
