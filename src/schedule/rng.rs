//! The seed of a card's next answer, and numbers drawn from it.

use crate::model::chance::{SplitMix64, stable_hash};

/// Returns the seed of a card's next answer: it changes with every answer, and with nothing else.
///
/// `card` is the key of the review card, `reps` the answers it has had.
pub fn seed(card: &str, reps: u32) -> u64 {
    let card = SplitMix64::new(stable_hash(card)).draw();
    SplitMix64::new(card.wrapping_add(u64::from(reps))).draw()
}

/// Draws one of `0..n` from the seed, each about equally often; 0 where `n` is 0.
pub fn pick(seed: u64, n: u32) -> u32 {
    SplitMix64::new(seed).below(n as usize) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(stable_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash("foobar"), 0x8594_4171_f739_67e8);
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
