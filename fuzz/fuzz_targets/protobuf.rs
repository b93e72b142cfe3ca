//! No bytes make the reading of a protobuf message panic, and it ends: each field takes two bytes
//! at the least.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::formats::anki::protobuf::{Value, fields};

/// Reads what may be messages within messages, a few levels deep.
fn walk(message: &[u8], levels: usize) {
    let mut n_fields = 0;
    for field in fields(message) {
        n_fields += 1;
        if let Ok((number, value)) = field {
            assert_ne!(number, 0);
            value.text();
            match value {
                Value::Bytes(inner) if 0 < levels => walk(inner, levels - 1),
                _ => (),
            }
        }
    }
    assert!(n_fields <= message.len() / 2 + 1);
}

fuzz_target!(|message: &[u8]| walk(message, 4));
