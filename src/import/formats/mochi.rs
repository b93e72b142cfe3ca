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

mod archive;
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
use crate::model::text::is_harmless;
use archive::Archive;
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
        let in_file = |(what, hint)| Fault::new(file.path, what, hint);
        let mut archive = Archive::open(file.bytes, limits).map_err(in_file)?;
        let (name, root) = root(file, &mut archive, limits)?;
        let source = cards::Source {
            path: file.path,
            entry: name,
            options,
            has_medium: &|name: &str| is_plain(name) && archive.has(name),
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
    archive.has(EDN) || archive.starts_with(TRANSIT, TRANSIT_START)
}

/// The data, and the entry that it came from.
fn root(
    file: &File,
    archive: &mut Archive,
    limits: &Limits,
) -> Result<(&'static str, Value), Fault> {
    let name = if archive.has(EDN) { EDN } else { TRANSIT };
    if !archive.has(name) {
        let what = "neither `data.edn` nor `data.json` is in it";
        return Err(Fault::new(file.path, what, "export it from Mochi again"));
    }
    let entry = format!("{}: {name}", file.path);
    let cap = (limits.collection_bytes, "--max-collection");
    let bytes = archive.read(name, cap, limits.ratio);
    let bytes = bytes.map_err(|(what, hint)| Fault::new(&entry, what, hint))?;
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
    archive: &mut Archive,
    names: Vec<String>,
    limits: &Limits,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    let mut left = limits.media_bytes;
    for name in names {
        let read = archive.read(&name, (left, "--max-media"), limits.ratio);
        let bytes =
            read.map_err(|(what, hint)| Fault::new(format!("{}: {name}", file.path), what, hint))?;
        left = left.saturating_sub(bytes.len() as u64);
        harvest.media.push(Medium {
            name,
            content: Content::Bytes(bytes),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
