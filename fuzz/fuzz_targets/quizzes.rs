//! No text makes the reading of quizzes, folded answers and lists of questions panic, and
//! nothing is read that a file did not look like.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::Harvest;
use retain::import::file::{File, Files};
use retain::import::format::{Format, Likeness, Options};
use retain::import::formats::details::Details;
use retain::import::formats::questions::Questions;
use retain::import::formats::quiz::Quiz;
use retain::import::limits::Limits;
use retain::model::time::DayBoundary;

/// No file stands beside.
struct Alone;

impl Files for Alone {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, path: &str, _limit: u64) -> Result<Vec<u8>, String> {
        Err(format!("{path} is not there"))
    }
}

fuzz_target!(|bytes: &[u8]| {
    let file = File {
        path: "a.md",
        bytes,
        beside: &Alone,
    };
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 60,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    };
    let formats: [&dyn Format; 3] = [&Quiz, &Details, &Questions];
    for format in formats {
        let mut harvest = Harvest::default();
        let read = format.read(&file, &options, &mut harvest);
        assert_eq!(
            harvest.n_notes,
            harvest.drafts.len() + harvest.refused.len()
        );
        assert!(
            harvest
                .drafts
                .iter()
                .all(|draft| !draft.question.is_empty())
        );
        if let Likeness::Cards(n_cards) = format.likeness(&file) {
            // Tags that are never closed may leave an answer of `<details>` empty: then it is refused.
            assert!(read.is_ok() && harvest.drafts.len() <= n_cards);
            assert!(n_cards <= harvest.n_notes);
        }
    }
});
