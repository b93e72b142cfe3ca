//! The order in which choices and steps are shown.

use crate::model::chance::SplitMix64;

/// Returns the numbers below `count` in the order that `seed` gives.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    SplitMix64::new(seed).shuffle(&mut order);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_order() {
        assert_eq!(shuffled(8, 7), shuffled(8, 7));
        assert_ne!(shuffled(8, 7), shuffled(8, 8));
    }

    #[test]
    fn every_place_is_as_likely() {
        let mut counts = [[0_u32; 4]; 4];
        for seed in 0..4000 {
            for (place, item) in shuffled(4, seed).into_iter().enumerate() {
                counts[place][item] += 1;
            }
        }
        assert!(
            counts
                .iter()
                .flatten()
                .all(|count| (900..1100).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn nothing_and_one_are_in_order() {
        assert!(shuffled(0, 1).is_empty());
        assert_eq!(shuffled(1, 1), [0]);
    }
}
