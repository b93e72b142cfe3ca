//! The pictures and sounds of an import: fetched once, under names that no other file has.

use super::super::failure::{Failure, Result};
use super::source::Source;
use super::staging::Staging;
use crate::deck::print_placed;
use crate::import::draft::{Content, Medium};
use crate::import::plan::FileChange;
use crate::import::text::markdown::{media_in, media_renamed};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::ops::Range;

/// A deck as it goes into its file.
pub struct Printed {
    pub text: String,
    /// The bytes of each card; `None` where a file got another name.
    pub places: Option<Vec<Range<usize>>>,
}

impl Printed {
    pub fn of(file: &FileChange) -> Printed {
        let (text, places) = print_placed(&file.deck);
        let places = Some(places);
        Printed { text, places }
    }
}

/// The media of a source, written once for each folder that a deck of it stands in.
pub struct Media<'m> {
    by_name: HashMap<&'m str, &'m Medium>,
    /// Names in a folder that are given, with the hash of what stands there.
    given: BTreeMap<String, Vec<u8>>,
    left: u64,
}

impl<'m> Media<'m> {
    pub fn new(media: &'m [Medium], limit: u64) -> Media<'m> {
        Media {
            by_name: media
                .iter()
                .map(|medium| (medium.name.as_str(), medium))
                .collect(),
            given: BTreeMap::new(),
            left: limit,
        }
    }

    /// Stages what a deck refers to; returns its text with the names that the files got.
    pub fn take(
        &mut self,
        file: &FileChange,
        printed: Printed,
        source: &Source,
        staging: &mut Staging,
    ) -> Result<Printed> {
        let Printed { text, places } = printed;
        if self.by_name.is_empty() || !text.contains("media/") {
            return Ok(Printed { text, places });
        }
        let home = file
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_string();
        let mut renamed: Vec<(String, String)> = Vec::new();
        for name in media_in(&text) {
            let Some(medium) = self.by_name.get(name.as_str()) else {
                continue;
            };
            let bytes = match &medium.content {
                Content::Bytes(bytes) => Ok(bytes.clone()),
                Content::File(path) => source.files.read(path, u64::MAX),
                Content::Lazy(fetch) => fetch(),
            };
            let bytes = bytes.map_err(|why| {
                Failure::invalid(format!("{name}: {why}")).hint("nothing was changed")
            })?;
            let left = self.left.checked_sub(bytes.len() as u64);
            self.left = left.ok_or_else(|| {
                Failure::invalid("the media are larger than the limit")
                    .hint("raise `--max-media`; nothing was changed")
            })?;
            let target = self.place(&home, &name, &bytes, staging)?;
            if target != name {
                renamed.push((name, target));
            }
        }
        let places = places.filter(|_| renamed.is_empty());
        let text = renamed
            .into_iter()
            .fold(text, |text, (from, to)| media_renamed(&text, &from, &to));
        Ok(Printed { text, places })
    }

    /// Stages one file, under its own name or, where that is taken by another, with its hash.
    fn place(
        &mut self,
        home: &str,
        name: &str,
        bytes: &[u8],
        staging: &mut Staging,
    ) -> Result<String> {
        let hash = Sha256::digest(bytes).to_vec();
        let path = |name: &str| match home {
            "" => format!("media/{name}"),
            _ => format!("{home}/media/{name}"),
        };
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let mark: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let other = if end.is_empty() {
            format!("{stem}-{mark}")
        } else {
            format!("{stem}-{mark}.{end}")
        };
        for candidate in [name.to_string(), other] {
            let target = path(&candidate);
            let given = match self.given.get(&target) {
                Some(given) => Some(given.clone()),
                None => fs::read(staging.decks().join(&target))
                    .ok()
                    .map(|bytes| Sha256::digest(bytes).to_vec()),
            };
            match given {
                Some(given) if given == hash => return Ok(candidate),
                Some(_) => continue,
                None => {
                    staging.write(&target, bytes)?;
                    self.given.insert(target, hash);
                    return Ok(candidate);
                }
            }
        }
        Err(Failure::invalid(format!(
            "{name}: another file has its name"
        )))
    }
}
