//! No bytes make the reading of Anki packages panic, run without end or take what they claim, and
//! no medium of one has a name that leads out of its folder.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::{Content, Harvest};
use retain::import::file::{File, Files};
use retain::import::format::{Format, Options};
use retain::import::formats::anki::format::Anki;
use retain::import::limits::Limits;
use retain::model::time::{DayBoundary, Timestamp};

/// Nothing stands beside it.
struct Alone;

impl Files for Alone {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, _path: &str, _limit: u64) -> Result<Vec<u8>, String> {
        Err("it is not there".to_string())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let local = |_: Timestamp| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let limits = Limits {
        collection_bytes: 16 << 20,
        media_bytes: 1 << 20,
        ..Limits::default()
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: true,
        limits,
        local: &local,
    };
    let file = File {
        path: "a.apkg",
        bytes,
        beside: &Alone,
    };
    Anki.likeness(&file);
    let mut harvest = Harvest::default();
    let _ = Anki.read(&file, &options, &mut harvest);
    for medium in &harvest.media {
        assert!(!medium.name.contains(['/', '\\', '\0']) && medium.name != "..");
        if let Content::Lazy(fetch) = &medium.content {
            let fetched = fetch().map_or(0, |bytes| bytes.len() as u64);
            assert!(fetched <= limits.media_bytes);
        }
    }
});
