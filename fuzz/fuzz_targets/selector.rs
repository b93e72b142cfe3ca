//! No text makes the reading of selectors panic, and what was read prints and reads again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::select::{LENGTH_MAX, Names, parse, parse_line, resolve};

fuzz_target!(|text: &str| {
    let args: Vec<String> = text.split('\n').map(str::to_string).collect();
    if let Err(error) = parse(&args) {
        assert!(!error.to_string().is_empty());
    }
    let Ok(selector) = parse_line(text) else {
        return;
    };
    let printed = selector.to_string();
    // Escapes and quotes that were not written may push it over the limit.
    if printed.chars().count() <= LENGTH_MAX {
        assert_eq!(parse_line(&printed).as_ref(), Ok(&selector), "{printed}");
    }
    let _ = resolve(selector, &Names::default());
});
