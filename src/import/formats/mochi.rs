//! Mochi: its own files (`.mochi`), and the Markdown files of mochi-mochi.
//!
//! A `.mochi` file is a zip with `data.edn` or `data.json` (transit), and the media beside it:
//!
//! ```text
//! {:version 2
//!  :decks [{:id :a :name "Raft" :parent-id :b
//!           :cards ({:id :c :content "question\n---\nanswer" :tags #{"x"} :template-id :t :fields {…}})}]
//!  :templates [{:id :t :content "<< Name >>"}]}
//! ```
//!
//! Contents are Markdown, their sides parted by lines `---`. `edn` and `transit` make values of both
//! kinds of data, `cards` makes drafts of values, `text` turns Mochi's own marks into those of the
//! deck format. `sheet` reads mochi-mochi. What was learned is not read.

mod cards;
pub mod edn;
mod sheet;
mod text;
mod transit;
mod value;

use crate::import::draft::{Content, Fault, Harvest, Medium};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::untrusted::inflate::Cap;
use crate::import::untrusted::zip::{Archive, Packing};
use crate::model::text::is_harmless;
pub use sheet::MochiMarkdown;
use value::Value;

/// The format of Mochi's own files.
pub struct Mochi;

/// The entries that may hold the cards.
const EDN: &str = "data.edn";
const TRANSIT: &str = "data.json";

/// How each map of transit begins, and so its data.
const TRANSIT_START: &[u8] = b"[\"^ \"";

impl Format for Mochi {
    fn name(&self) -> &'static str {
        "mochi"
    }

    fn label(&self) -> &'static str {
        "Mochi (.mochi)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let is_zip = file.bytes.starts_with(b"PK");
        match is_zip && (file.has_extension("mochi") || has_data(file)) {
            true => Likeness::Sure,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let limits = &options.limits;
        let archive = Archive::open(file.bytes, limits);
        let mut archive = archive.map_err(|wrong| wrong.at(file.path))?;
        let (name, root) = root(file, &mut archive, limits)?;
        let source = cards::Source {
            path: file.path,
            entry: name,
            options,
            has_medium: &|name: &str| is_plain(name) && archive.find(name).is_some(),
        };
        let media = cards::read(&source, &root, harvest)?;
        fetch(file, &mut archive, media, limits, harvest)
    }
}

/// Whether the zip has cards of Mochi in it.
fn has_data(file: &File) -> bool {
    let Ok(mut archive) = Archive::open(file.bytes, &Limits::default()) else {
        return false;
    };
    let transit = archive.find(TRANSIT);
    archive.find(EDN).is_some()
        || transit.is_some_and(|idx| archive.starts_with(idx, TRANSIT_START))
}

/// The data, and the entry that it came from.
fn root(
    file: &File,
    archive: &mut Archive<&[u8]>,
    limits: &Limits,
) -> Result<(&'static str, Value), Fault> {
    let find = |name| Some((name, archive.find(name)?));
    let Some((name, idx)) = find(EDN).or_else(|| find(TRANSIT)) else {
        let what = "neither `data.edn` nor `data.json` is in it";
        return Err(Fault::new(file.path, what, "export it from Mochi again"));
    };
    let entry = format!("{}: {name}", file.path);
    let cap = Cap {
        bytes: limits.collection_bytes,
        option: "--max-collection",
        ratio: limits.ratio,
    };
    let read = archive.read(idx, Packing::Plain, cap);
    let bytes = read.map_err(|wrong| wrong.at(&entry))?.into_vec();
    let text = String::from_utf8(bytes)
        .map_err(|_| Fault::new(&entry, "it is not UTF-8", "export it from Mochi again"))?;
    let read = match name {
        EDN => edn::read(&text, limits.nesting),
        _ => transit::read(&text),
    };
    let root = read.map_err(|(place, what)| Fault::new(format!("{entry}{place}"), what, ""))?;
    Ok((name, root))
}

/// A name that leads nowhere else and misleads nobody.
fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| is_harmless(c) && !"/\\:\n\t".contains(c);
    name.chars().all(is_plain) && !name.starts_with('.') && name.len() <= 200
}

/// Adds the media that drafts refer to.
fn fetch(
    file: &File,
    archive: &mut Archive<&[u8]>,
    names: Vec<String>,
    limits: &Limits,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    let mut left = limits.media_bytes;
    for name in names {
        let idx = archive.find(&name);
        let idx = idx.expect("drafts refer only to what is there");
        let cap = Cap {
            bytes: left,
            option: "--max-media",
            ratio: limits.ratio,
        };
        let read = archive.read(idx, Packing::Plain, cap);
        let read = read.map_err(|wrong| wrong.at(format!("{}: {name}", file.path)))?;
        left -= read.len();
        harvest.media.push(Medium {
            name,
            content: Content::Bytes(read.into_vec()),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
