//! No text makes the reading of EDN panic or nest deeper than its limit, and faults name a place.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::formats::mochi::edn::read;

fuzz_target!(|text: &str| {
    if let Err((place, what)) = read(text, 128) {
        assert!(place.starts_with(':') && !what.is_empty(), "{place} {what}");
    }
});
