//! Org files with cards of org-drill, org-fc, anki-editor or org-anki.
//!
//! In comes one org file, out come its headlines that are cards of one of the three. `parse` finds
//! headlines, properties and drawers, `inline` and `markup` make Markdown of the text, `cloze`
//! finds what is hidden. Nothing is ever included, followed or run: `#+INCLUDE`, links that would
//! run something and listings are text, or are left out and counted.

mod anki;
mod cloze;
mod document;
mod drill;
mod entities;
mod fc;
mod inline;
mod lines;
mod markup;
mod parse;
mod source;
#[cfg(test)]
mod tests;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options, UTC};
use crate::import::text::holes::cleaned;
use crate::import::text::vault::Vault;
use document::Document;
use parse::parse;
use source::Source;

/// Cards of org-drill.
pub struct OrgDrill;

/// Cards of org-fc.
pub struct OrgFc;

/// Notes of anki-editor, and those of org-anki.
pub struct AnkiEditor;

impl Format for OrgDrill {
    fn name(&self) -> &'static str {
        "org-drill"
    }

    fn label(&self) -> &'static str {
        "org-drill cards (.org)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        likeness(self, file, b":drill:")
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read(
            file,
            options,
            harvest,
            tagged(drill::TAG),
            drill::IDS,
            drill::take,
        )
    }
}

impl Format for OrgFc {
    fn name(&self) -> &'static str {
        "org-fc"
    }

    fn label(&self) -> &'static str {
        "org-fc cards (.org)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        likeness(self, file, b":fc:")
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read(file, options, harvest, tagged(fc::TAG), fc::IDS, fc::take)
    }
}

impl Format for AnkiEditor {
    fn name(&self) -> &'static str {
        "anki-editor"
    }

    fn label(&self) -> &'static str {
        "anki-editor and org-anki notes (.org)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        likeness(self, file, b"ANKI_")
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read(file, options, harvest, anki::notes, anki::IDS, anki::take)
    }
}

/// How many cards a file really gives, if it has the mark of the kind at all.
fn likeness(format: &dyn Format, file: &File, mark: &[u8]) -> Likeness {
    let is_marked = file
        .bytes
        .windows(mark.len())
        .any(|window| window.eq_ignore_ascii_case(mark))
        || file.bytes.starts_with(b"\xff\xfe")
        || file.bytes.starts_with(b"\xfe\xff");
    if !is_marked {
        return Likeness::No;
    }
    let mut harvest = Harvest::default();
    let is_read = format
        .read(file, &Options::plain(&UTC), &mut harvest)
        .is_ok();
    match harvest.drafts.len() {
        0 => Likeness::No,
        count if is_read => Likeness::Cards(count),
        _ => Likeness::No,
    }
}

fn read(
    file: &File,
    options: &Options,
    harvest: &mut Harvest,
    marked: impl Fn(&Document) -> Vec<bool>,
    ids: &[&str],
    take: fn(&Source, &[usize], &mut Harvest),
) -> Result<(), Fault> {
    let text = file.text(options.encoding.as_deref(), &options.limits)?;
    let text = cleaned(&text);
    let document = parse(&text);
    let source = Source {
        file: *file,
        is_card: cards(&document, &marked(&document)),
        document,
        options,
        vault: Vault::new(file, &harvest.media),
    };
    let cards = source.cards(ids, harvest)?;
    take(&source, &cards, harvest);
    Ok(())
}

/// Which headlines have a tag.
fn tagged(tag: &str) -> impl Fn(&Document) -> Vec<bool> {
    move |document| {
        let headlines = document.headlines.iter();
        headlines.map(|headline| headline.has_tag(tag)).collect()
    }
}

/// Which of the headlines that are marked are cards; what stands under `COMMENT` is none.
fn cards(document: &Document, marked: &[bool]) -> Vec<bool> {
    let mut commented = vec![false; document.headlines.len()];
    let headlines = document.headlines.iter().enumerate();
    let cards = headlines.map(|(idx, headline)| {
        let above = headline.parent.is_some_and(|parent| commented[parent]);
        commented[idx] = headline.is_comment || above;
        !commented[idx] && marked[idx]
    });
    cards.collect()
}
