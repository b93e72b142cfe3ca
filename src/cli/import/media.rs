//! The pictures and sounds of an import: fetched once, under names that no other file has.

use super::super::failure::{Failure, Result};
use super::apply::Edition;
use super::source::Source;
use super::staging::Staging;
use crate::deck::print_placed;
use crate::import::draft::{Content, Medium};
use crate::import::plan::{FileChange, Plan};
use crate::import::text::markdown::{media_in, media_renamed};
use crate::model::ledger::{LedgerMedium, OriginRow};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
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

/// What became of pictures and sounds that were imported before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Changed in the source, or lost here: they are as in the source again.
    pub replaced: usize,
    /// Changed in the source, but also by the learner: they stay.
    pub own: usize,
}

/// The media of a source, written once for each folder that a deck of it stands in.
pub struct Media<'m> {
    source: &'m Source,
    by_name: HashMap<&'m str, &'m Medium>,
    /// As they were imported before, by folder and name.
    known: HashMap<(&'m str, &'m str), &'m LedgerMedium>,
    /// Files that other origins have brought, too: folder and file.
    of_others: HashSet<(&'m str, &'m str)>,
    /// Files in a folder that are given, with the hash of what stands there.
    given: BTreeMap<String, Vec<u8>>,
    left: u64,
    /// For the ledger, by folder and name.
    rows: BTreeMap<(String, String), LedgerMedium>,
    pub renewed: Renewed,
}

impl<'m> Media<'m> {
    /// `ledger` is all that was imported before, `origin` the row of this source, or 0.
    pub fn new(edition: &Edition<'m>, ledger: &'m [LedgerMedium], origin: OriginRow) -> Media<'m> {
        let (own, others): (Vec<_>, Vec<_>) = ledger.iter().partition(|one| one.origin == origin);
        let by_name = edition.media.iter();
        Media {
            source: edition.source,
            by_name: by_name.map(|one| (one.name.as_str(), one)).collect(),
            known: { own.into_iter() }
                .map(|one| ((one.folder.as_str(), one.name.as_str()), one))
                .collect(),
            of_others: { others.into_iter() }
                .map(|one| (one.folder.as_str(), one.file.as_str()))
                .collect(),
            given: BTreeMap::new(),
            left: edition.reading.limits.limits().media_bytes,
            rows: BTreeMap::new(),
            renewed: Renewed::default(),
        }
    }

    /// Stages what the decks of a plan refer to, and what it refers to in others.
    pub fn stage_all(&mut self, plan: &Plan, staging: &mut Staging) -> Result<()> {
        if self.by_name.is_empty() {
            return Ok(());
        }
        for file in &plan.files {
            self.take(file, Printed::of(file), staging)?;
        }
        for (folder, name) in &plan.media {
            self.renew(folder, name, staging)?;
        }
        Ok(())
    }

    /// Stages what a deck refers to; returns its text with the names that the files got.
    pub fn take(
        &mut self,
        file: &FileChange,
        printed: Printed,
        staging: &mut Staging,
    ) -> Result<Printed> {
        let Printed { text, places } = printed;
        if self.by_name.is_empty() || !text.contains("media/") {
            return Ok(Printed { text, places });
        }
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut renamed: Vec<(String, String)> = Vec::new();
        for name in media_in(&text) {
            if let Some(file) = self.place(folder, &name, staging)?
                && file != name
            {
                renamed.push((name, file));
            }
        }
        let places = places.filter(|_| renamed.is_empty());
        let text = renamed
            .into_iter()
            .fold(text, |text, (from, to)| media_renamed(&text, &from, &to));
        Ok(Printed { text, places })
    }

    /// Stages what cards refer to whose text did not change, where it has changed itself.
    fn renew(&mut self, folder: &str, name: &str, staging: &mut Staging) -> Result<()> {
        let known = self.known.get(&(folder, name));
        if known.is_some_and(|known| !self.is_of_others(folder, &known.file)) {
            self.place(folder, name, staging)?;
        }
        Ok(())
    }

    /// For the ledger.
    pub fn rows(&self) -> impl Iterator<Item = &LedgerMedium> {
        self.rows.values()
    }

    fn is_of_others(&self, folder: &str, file: &str) -> bool {
        self.of_others.contains(&(folder, file))
    }

    /// What the source has under that name.
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(medium) = self.by_name.get(name) else {
            return Ok(None);
        };
        let bytes = match &medium.content {
            Content::Bytes(bytes) => Ok(bytes.clone()),
            Content::File(path) => self.source.files.read(path, u64::MAX),
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
        Ok(Some(bytes))
    }

    /// Stages one file, or leaves what stands there; returns what it is called, if the source has it.
    fn place(&mut self, folder: &str, name: &str, staging: &mut Staging) -> Result<Option<String>> {
        let key = (folder.to_string(), name.to_string());
        if let Some(row) = self.rows.get(&key) {
            return Ok(Some(row.file.clone()));
        }
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let hash = Sha256::digest(&bytes).to_vec();
        let file = match self.again(folder, name, &bytes, &hash, staging)? {
            Some(file) => file,
            None => self.first(folder, name, &bytes, &hash, staging)?,
        };
        let row = LedgerMedium {
            origin: 0,
            folder: folder.to_string(),
            name: name.to_string(),
            file: file.clone(),
            hash,
        };
        self.rows.insert(key, row);
        Ok(Some(file))
    }

    /// The file that it was imported into before: replaced where only the source has changed it.
    fn again(
        &mut self,
        folder: &str,
        name: &str,
        bytes: &[u8],
        hash: &[u8],
        staging: &mut Staging,
    ) -> Result<Option<String>> {
        let Some(known) = self.known.get(&(folder, name)).copied() else {
            return Ok(None);
        };
        let target = target(folder, &known.file);
        let there = self.there(&target, staging);
        match there {
            Some(there) if there == hash => (),
            Some(_) if known.hash == hash => (),
            Some(there) if there != known.hash => self.renewed.own += 1,
            _ if self.is_of_others(folder, &known.file) => return Ok(None),
            _ => {
                self.stage(target, bytes, hash, staging)?;
                self.renewed.replaced += 1;
            }
        }
        Ok(Some(known.file.clone()))
    }

    /// Its own name or, where that is taken by another file, one with its hash.
    fn first(
        &mut self,
        folder: &str,
        name: &str,
        bytes: &[u8],
        hash: &[u8],
        staging: &mut Staging,
    ) -> Result<String> {
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let mark: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let other = match end.is_empty() {
            true => format!("{stem}-{mark}"),
            false => format!("{stem}-{mark}.{end}"),
        };
        for candidate in [name.to_string(), other] {
            let target = target(folder, &candidate);
            match self.there(&target, staging) {
                Some(there) if there == hash => return Ok(candidate),
                Some(_) => continue,
                None => {
                    self.stage(target, bytes, hash, staging)?;
                    return Ok(candidate);
                }
            }
        }
        Err(Failure::invalid(format!(
            "{name}: another file has its name"
        )))
    }

    fn stage(
        &mut self,
        target: String,
        bytes: &[u8],
        hash: &[u8],
        staging: &mut Staging,
    ) -> Result<()> {
        staging.write(&target, bytes)?;
        self.given.insert(target, hash.to_vec());
        Ok(())
    }

    /// The hash of what stands there, or will.
    fn there(&self, target: &str, staging: &Staging) -> Option<Vec<u8>> {
        let read = || fs::read(staging.decks().join(target)).ok();
        let given = self.given.get(target).cloned();
        given.or_else(|| Some(Sha256::digest(read()?).to_vec()))
    }
}

fn target(folder: &str, file: &str) -> String {
    match folder {
        "" => format!("media/{file}"),
        _ => format!("{folder}/media/{file}"),
    }
}
