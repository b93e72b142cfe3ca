//! Seeds that stay the same for ever, and numbers drawn from them.
//!
//! The day on a button must be the day that is kept, on every machine and in every later release.
//! So both halves are written out here: a library's hash or generator may change its stream.

/// Returns the seed of a card's next answer: it changes with every answer, and with nothing else.
///
/// `card` is the key of the review card, `reps` the answers it has had.
pub fn seed(card: &str, reps: u32) -> u64 {
    mix(fnv1a(card.as_bytes()).wrapping_add(u64::from(reps).wrapping_mul(STEP)))
}

/// Draws one of `0..n` from the seed, each about equally often; 0 where `n` is 0.
pub fn pick(seed: u64, n: u32) -> u32 {
    let scaled = u128::from(mix(seed.wrapping_add(STEP))) * u128::from(n);
    (scaled >> 64) as u32
}

/// 2^64 divided by the golden ratio: the step of splitmix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of splitmix64 (Steele, Lea and Flood, 2014).
fn mix(state: u64) -> u64 {
    let state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ state >> 31
}

/// The 64-bit hash of Fowler, Noll and Vo, variant 1a.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // First outputs for the state 1234567, as in the reference implementation.
        assert_eq!(
            mix(1_234_567_u64.wrapping_add(STEP)),
            6_457_827_717_110_365_317
        );
        assert_eq!(
            mix(1_234_567_u64.wrapping_add(STEP.wrapping_mul(2))),
            3_203_168_211_198_807_973
        );
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_seed_changes_with_card_and_count() {
        assert_ne!(seed("rust/ownership", 1), seed("rust/ownership", 2));
        assert_ne!(seed("rust/ownership", 1), seed("rust/borrowing", 1));
    }

    #[test]
    fn picks_are_spread_evenly() {
        let mut hits = [0; 5];
        for reps in 0..10_000 {
            hits[pick(seed("rust/ownership", reps), 5) as usize] += 1;
        }
        assert!(
            hits.iter().all(|hit| (1_850..2_150).contains(hit)),
            "{hits:?}"
        );
    }

    #[test]
    fn nothing_to_pick_from_gives_zero() {
        assert_eq!(pick(7, 0), 0);
    }
}
