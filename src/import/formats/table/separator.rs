//! Which sign parts the cells of a table.
//!
//! The text is read once with each candidate. The one that gives most records the same number of
//! cells is right, if that is so for four fifths of them; a first record that names question and
//! answer is proof by itself. Counting signs, as others do, is wrong as soon as an answer holds a
//! semicolon.

use super::records::{Record, Records};
use std::collections::HashMap;

/// In order of preference.
const CANDIDATES: [u8; 4] = [b'\t', b'|', b';', b','];

/// The share of records that must have the same width, in percent.
const SHARE_MIN: usize = 80;

/// A text as one separator parts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub separator: u8,
    /// The commonest number of cells.
    pub width: usize,
    pub n_records: usize,
    /// Records of that width.
    pub n_even: usize,
    pub stray: usize,
    /// Separators, and those with a blank behind them.
    pub n_separators: usize,
    pub n_loose: usize,
}

impl Reading {
    /// How the separator is called in a message.
    pub fn name(&self) -> &'static str {
        match self.separator {
            b'\t' => "a tab",
            b'|' => "`|`",
            b';' => "`;`",
            b':' => "`:`",
            b' ' => "a blank",
            _ => "`,`",
        }
    }

    fn percent(&self) -> usize {
        self.n_even * 100 / self.n_records.max(1)
    }

    fn is_even(&self) -> bool {
        let enough = 1 < self.n_records || self.separator == b'\t';
        enough && SHARE_MIN * self.n_records <= 100 * self.n_even
    }
}

/// Reads a text with one separator.
pub fn reading(text: &str, separator: u8) -> Reading {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    let mut found = Reading {
        separator,
        width: 1,
        n_records: 0,
        n_even: 0,
        stray: 0,
        n_separators: 0,
        n_loose: 0,
    };
    let mut records = Records::new(text, separator);
    while let Some(outline) = records.next_outline() {
        if outline.blank {
            continue;
        }
        *widths.entry(outline.width).or_default() += 1;
        found.n_records += 1;
        found.stray += outline.stray;
        found.n_separators += outline.width - 1;
        found.n_loose += outline.loose;
    }
    let commonest = widths.into_iter().max_by_key(|(width, n)| (*n, *width));
    (found.width, found.n_even) = commonest.unwrap_or((1, 0));
    found
}

/// Finds the separator of a text; `is_header` says whether a first record names the columns.
///
/// An error has the two best readings, best first, or none where nothing parts the text at all.
pub fn find(text: &str, is_header: impl Fn(&Record) -> bool) -> Result<Reading, Vec<Reading>> {
    let mut readings: Vec<Reading> = CANDIDATES
        .into_iter()
        .filter(|separator| text.as_bytes().contains(separator))
        .map(|separator| reading(text, separator))
        .collect();
    let headed = readings.iter().find(|reading| {
        let first = Records::new(text, reading.separator).next();
        first.is_some_and(|first| is_header(&first))
    });
    if let Some(headed) = headed {
        return Ok(*headed);
    }
    readings.retain(|reading| 1 < reading.width);
    // The sort is stable: between equals the order of the candidates stands.
    readings.sort_by_key(|reading| {
        let odd = reading.n_records - reading.n_even;
        (odd * 1_000_000 / reading.n_records.max(1), reading.stray)
    });
    match readings.first() {
        Some(best) if best.is_even() => Ok(*best),
        _ => {
            readings.truncate(2);
            Err(readings)
        }
    }
}

/// Says what the readings are that were not good enough: `` `,` gives 2 columns in 60 % of the
/// records``.
pub fn described(readings: &[Reading]) -> String {
    let described: Vec<String> = readings
        .iter()
        .map(|reading| {
            let (name, width, percent) = (reading.name(), reading.width, reading.percent());
            format!("{name} gives {width} columns in {percent} % of the records")
        })
        .collect();
    described.join(", ")
}

/// The first record that has not the usual width: its line and its width.
pub fn first_odd(text: &str, reading: &Reading) -> Option<(usize, usize)> {
    let mut records = Records::new(text, reading.separator);
    std::iter::from_fn(|| records.next_outline())
        .find(|outline| !outline.blank && outline.width != reading.width)
        .map(|outline| (outline.line, outline.width))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(char, usize), &str>) {
        let found = find(text, |_| false);
        let found = found.map(|found| (char::from(found.separator), found.width));
        let found = found.map_err(|readings| described(&readings));
        assert_eq!(found, expected.map_err(str::to_string), "{text}");
    }

    #[test]
    fn the_even_reading_wins() {
        check("a\tb, c\nd\te\n", Ok(('\t', 2)));
        check("What: x?,a; b\nWhy: y?,c\n", Ok((',', 2)));
        check("a;b, c\nd;e\n", Ok((';', 2)));
        check("a | b | c\nd | e | f\n", Ok(('|', 3)));
        check("\"a;b\",\"c\"\n\"d;e\",\"f\"\n", Ok((',', 2)));
    }

    #[test]
    fn one_record_is_a_table_only_with_a_tab() {
        check("Show tables\t.tables\n", Ok(('\t', 2)));
        check(
            "Show tables,.tables\n",
            Err("`,` gives 2 columns in 100 % of the records"),
        );
    }

    #[test]
    fn what_is_uneven_is_no_table() {
        check(
            "Hello, world. One, two.\nNothing here.\nOr, perhaps, this.",
            Err("`,` gives 3 columns in 66 % of the records"),
        );
        check("a\nb\n", Err(""));
        check("", Err(""));
        check("a,b\nc,d\ne,f\ng,h\ni,j,k\n", Ok((',', 2)));
        check(
            "a,b\nc,d\ne,f\ni,j,k\n",
            Err("`,` gives 2 columns in 75 % of the records"),
        );
    }

    #[test]
    fn a_header_is_proof_enough() {
        let is_header = |record: &Record| record.cells == ["q", "a"];
        let found = find("q,a\nb,c,d\ne,f,g\n", is_header).unwrap();
        assert_eq!((found.separator, found.width), (b',', 3));
    }
}
