//! No bytes make the reading of GIFT, Aiken and hascard panic, and what is refused is refused with
//! place and reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::Harvest;
use retain::import::file::{File, Files};
use retain::import::format::{Format, Options};
use retain::import::formats::aiken::Aiken;
use retain::import::formats::gift::Gift;
use retain::import::formats::hascard::Hascard;
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

fuzz_target!(|bytes: &[u8]| {
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
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
    let file = File {
        path: "a.txt",
        bytes,
        beside: &Alone,
    };
    let formats: [&dyn Format; 3] = [&Gift, &Aiken, &Hascard];
    for format in formats {
        format.likeness(&file);
        let mut harvest = Harvest::default();
        if let Err(fault) = format.read(&file, &options, &mut harvest) {
            assert!(fault.place.starts_with("a.txt") && !fault.what.is_empty());
        }
        for fault in &harvest.refused {
            assert!(fault.place.starts_with("a.txt:") && !fault.what.is_empty());
        }
    }
});
