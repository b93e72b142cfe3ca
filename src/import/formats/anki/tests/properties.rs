//! No bytes make the reader panic, whatever was done to them.

use super::{COMMUNITY, FRONT_BACK, collection, likeness, note, read};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>(), start in 0..5usize) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"PK\x05\x06", b"SQLite format 3\0", b"\x28\xb5\x2f\xfd"];
        let bytes = [starts[start], &bytes].concat();
        likeness("a.apkg", &bytes);
        likeness("a", &bytes);
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_to_a_package_panics(
        which in 0..COMMUNITY.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = COMMUNITY[which].1.to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        likeness("a", &bytes);
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_to_a_collection_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = collection(&note(1, FRONT_BACK));
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }
}
