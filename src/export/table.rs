//! Tables: a row for each card, a header above them. The cells are Markdown.
//!
//! A cell that a spreadsheet would compute gets an apostrophe in front: `'=1+1`. It is no part of
//! the text.

use super::anki::note::tags;
use super::losses::add_fields;
use super::{Book, Entry, Export, Losses, Options, Output, Report, Shape, Volume, unwritten};
use crate::deck::print_choices;
use crate::model::card::{Card, Kind};
use std::io::{BufWriter, Write};

/// A table with one kind of sign between its cells.
pub struct Table {
    name: &'static str,
    label: &'static str,
    delimiter: u8,
}

pub const CSV: Table = Table {
    name: "csv",
    label: "table with commas (.csv)",
    delimiter: b',',
};

pub const TSV: Table = Table {
    name: "tsv",
    label: "table with tabs (.tsv)",
    delimiter: b'\t',
};

const HEADER: [&str; 8] = [
    "question", "answer", "tags", "deck", "id", "hint", "why", "source",
];

impl Export for Table {
    fn name(&self) -> &'static str {
        self.name
    }

    fn label(&self) -> &'static str {
        self.label
    }

    fn extension(&self) -> &'static str {
        self.name
    }

    fn shape(&self, _: &Book) -> Shape {
        Shape::File
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let file = out
            .create(&format!("cards.{}", self.name))
            .map_err(unwritten)?;
        let mut file = BufWriter::new(file);
        let mut rows = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .from_writer(&mut file);
        let failed = |error: csv::Error| format!("cannot write: {error}");
        rows.write_record(HEADER).map_err(failed)?;
        let mut report = Report::of_texts(book, options);
        for volume in &book.volumes {
            for (card, entry) in volume.cards() {
                rows.write_record(row(volume, card, entry))
                    .map_err(failed)?;
                add_lost(card, &volume.key(card), &mut report.losses);
            }
        }
        rows.flush().map_err(unwritten)?;
        drop(rows);
        file.flush().map_err(unwritten)?;
        Ok(report)
    }
}

/// Adds what a row does not say of its card.
fn add_lost(card: &Card, key: &str, losses: &mut Losses) {
    let kind = match &card.kind {
        Kind::Basic | Kind::Cloze => None,
        Kind::Typed { .. } => Some("typed cards as such"),
        Kind::Number { .. } => Some("number cards as such"),
        Kind::Order { .. } => Some("order cards as such"),
        Kind::Open { .. } => Some("open cards as such"),
    };
    if let Some(kind) = kind {
        losses.add(kind, key);
    }
    let accepts = matches!(card.kind, Kind::Typed { .. } | Kind::Number { .. });
    if accepts && !is_accepted_shown(card) {
        losses.add("what typed and number cards accept", key);
    }
    add_fields(card, key, losses);
}

/// Whether what is accepted stands in the answer, since nothing else does.
fn is_accepted_shown(card: &Card) -> bool {
    card.answer.is_empty() && card.choices.is_empty()
}

fn row(volume: &Volume, card: &Card, entry: &Entry) -> [String; 8] {
    let question = parts(&[&card.question, &card.prompt]);
    let cells = [
        question,
        answer(card),
        tags(entry).join(" "),
        volume.name.join("::"),
        volume.key(card),
        card.hint.clone().unwrap_or_default(),
        card.why.clone().unwrap_or_default(),
        card.sources.join("\n"),
    ];
    cells.map(|cell| marked(&cell))
}

/// The answer with its choices; of a typed card without one, what is accepted.
fn answer(card: &Card) -> String {
    match &card.kind {
        Kind::Typed { accept } if is_accepted_shown(card) => accept.join(" | "),
        Kind::Number { accept } if is_accepted_shown(card) => accept.to_string(),
        _ => parts(&[&card.answer, &print_choices(card)]),
    }
}

fn parts(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// Marks what a spreadsheet would take for a formula.
fn marked(cell: &str) -> String {
    let computes = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
        )
    };
    // One that begins so already gets another, so that one may be taken off.
    match cell.trim_start_matches('\'').starts_with(computes) {
        true => format!("'{cell}"),
        false => cell.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, volume, written};
    use super::*;
    use proptest::prelude::*;

    fn check(source: &str, expected: &str) {
        let volume = volume(&format!("---\nid: d\ntitle: t\n---\n\n{source}"));
        let (files, _) = written(&CSV, &book(vec![volume]));
        let text = String::from_utf8(files[0].1.clone()).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        assert_eq!(header, "question,answer,tags,deck,id,hint,why,source");
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_row_has_the_texts_of_a_card() {
        check(
            "## a, b? {#x}\n\nc\n\n---\n\n*d*\n\nHint: e\nWhy: f\nSource: g\nSource: h\nTags: one, two\n",
            "\"a, b?\n\nc\",*d*,one two,d,d/x,e,f,\"g\nh\"\n",
        );
    }

    #[test]
    fn what_a_row_does_not_say_is_a_loss() {
        let source = "---\nid: d\ntitle: t\nlevel: senior\n---\n\n\
            ## a {#a .typed}\n\nb\n\nAccept: b | c\nTerms: x\n\n\
            ## b {#b .number}\n\nc\n\nAccept: 3 s\n\n\
            ## c {#c .order}\n\n1. d\n2. e\n\n\
            ## d {#d .reversed}\n\ne\n\nHint: f\nWhy: g\nSource: h\nLevel: senior\n\n\
            ## e {#e .open}\n\n- f\n\n\
            ## f {#f}\n\n{{c1::g}}\n";
        let (_, report) = written(&CSV, &book(vec![volume(source)]));
        let told = report.losses.all().iter();
        let told: Vec<(&str, String)> = told
            .map(|loss| (loss.what.as_str(), loss.places.join(" ")))
            .collect();
        let expected = [
            ("topic, level, authors, licence and date of decks", "d"),
            ("typed cards as such", "d/a"),
            ("what typed and number cards accept", "d/a d/b"),
            ("terms of cards", "d/a"),
            ("number cards as such", "d/b"),
            ("order cards as such", "d/c"),
            ("ways back of cards that ask both ways", "d/d"),
            ("levels of cards", "d/d"),
            ("open cards as such", "d/e"),
        ];
        assert_eq!(
            told,
            expected.map(|(what, places)| (what, places.to_string()))
        );
    }

    #[test]
    fn choices_stand_in_the_answer() {
        check(
            "## a {#x}\n\nb\n\n- [x] c\n- [ ] d\n",
            "a,\"b\n\n- [x] c\n- [ ] d\",,d,d/x,,,\n",
        );
    }

    #[test]
    fn a_formula_is_marked() {
        check("## =cmd {#x}\n\n@a\n", "'=cmd,'@a,,d,d/x,,,\n");
        check("## a {#x}\n\n- b\n", "a,'- b,,d,d/x,,,\n");
        check("## a {#x}\n\n'-b\n", "a,''-b,,d,d/x,,,\n");
    }

    #[test]
    fn tabs_part_the_cells_of_a_tsv() {
        let volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\nb\n");
        let (files, _) = written(&TSV, &book(vec![volume]));
        assert!(files[0].1.ends_with(b"\na\tb\t\td\td/x\t\t\t\n"));
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula(cell in ".*") {
            let marked = marked(&cell);
            let starts = marked.starts_with(['=', '+', '-', '@', '\t', '\r']);
            prop_assert!(!starts);
            prop_assert_eq!(marked.strip_prefix('\'').filter(|_| marked != cell).unwrap_or(&marked), cell);
        }
    }
}
