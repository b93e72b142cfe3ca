//! No bytes make the reading of tables panic, and what is refused is refused with place and reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::Harvest;
use retain::import::file::{File, Files};
use retain::import::format::{Format, Options};
use retain::import::formats::table::{AnkiText, Csv, Quizlet};
use retain::import::limits::Limits;
use retain::model::time::DayBoundary;

/// A file that stands alone.
struct Alone;

impl Files for Alone {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, _: &str, _: u64) -> Result<Vec<u8>, String> {
        Err("there is none".into())
    }
}

fuzz_target!(|input: (Option<bool>, bool, &[u8])| {
    let (header, mapped, bytes) = input;
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let map = [("question", "2"), ("answer", "front")];
    let map = map.iter().filter(|_| mapped);
    let options = Options {
        encoding: None,
        header,
        map: map
            .map(|(key, column)| (key.to_string(), column.to_string()))
            .collect(),
        between_sides: None,
        between_cards: None,
        unanswered: mapped,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    };
    let file = File {
        path: "a.csv",
        bytes,
        beside: &Alone,
    };
    let formats: [&dyn Format; 3] = [&Csv, &AnkiText, &Quizlet];
    for format in formats {
        format.likeness(&file);
        let mut harvest = Harvest::default();
        if let Err(fault) = format.read(&file, &options, &mut harvest) {
            assert!(fault.place.starts_with("a.csv") && !fault.what.is_empty());
        }
        // A row whose clozes lie within each other gives several drafts.
        assert!(harvest.refused.len() <= harvest.n_notes);
        for fault in &harvest.refused {
            assert!(fault.place.starts_with("a.csv:") && !fault.what.is_empty());
        }
    }
});
