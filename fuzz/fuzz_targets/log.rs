//! No line makes the import of a log panic, and a line is the same event each time it is read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::log::{Ties, parse};
use retain::model::time::DayBoundary;

fuzz_target!(|line: &[u8]| {
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 60,
    };
    let read = || parse(line, &mut Ties::new(), &local);
    match (read(), read()) {
        (Ok(Some(first)), Ok(Some(second))) => assert_eq!(first.event, second.event),
        (Err(why), Err(_)) => assert!(!why.is_empty()),
        (first, second) => assert_eq!(first.is_ok(), second.is_ok()),
    }
});
