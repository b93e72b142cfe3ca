//! No org file makes its three formats panic, and what they claim they give.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::Harvest;
use retain::import::file::{File, Files};
use retain::import::format::{Format, Likeness, Options, UTC};
use retain::import::formats::org::{AnkiEditor, OrgDrill, OrgFc};

/// Nothing stands beside the file.
struct Alone;

impl Files for Alone {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, _: &str, _: u64) -> Result<Vec<u8>, String> {
        Err("it is not there".to_string())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let file = File {
        path: "a.org",
        bytes,
        beside: &Alone,
    };
    let options = Options {
        progress: true,
        unanswered: true,
        ..Options::plain(&UTC)
    };
    let formats: [&dyn Format; 3] = [&OrgDrill, &OrgFc, &AnkiEditor];
    for format in formats {
        let mut harvest = Harvest::default();
        let read = format.read(&file, &options, &mut harvest);
        if let Likeness::Cards(count) = format.likeness(&file) {
            assert!(read.is_ok() && count <= harvest.drafts.len());
        }
        for fault in read.err().iter().chain(&harvest.refused) {
            assert!(fault.place.starts_with("a.org") && !fault.what.is_empty());
        }
    }
});
