//! The order in which choices and steps are shown.
//!
//! SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), kept here since the generators of a library
//! may change with its version, and with them what a seed shows.

/// A generator whose numbers depend on its seed alone, in this version and the next.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    pub fn new(seed: u64) -> SplitMix64 {
        SplitMix64(seed)
    }

    /// Returns 64 random bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// Returns a number below `bound`, which is above 0.
    ///
    /// Lemire's multiplication without its retry: for the few things on a screen, the numbers are
    /// equally likely to within `bound` in 2^64.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.draw()) * bound as u128) >> 64) as usize
    }

    /// Puts `items` in any order, each as likely as the others.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

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
    fn the_numbers_are_those_of_the_published_generator() {
        // The first outputs for seed 1234567, as in the reference implementation by S. Vigna.
        let mut generator = SplitMix64::new(1_234_567);
        assert_eq!(generator.draw(), 6_457_827_717_110_365_317);
        assert_eq!(generator.draw(), 3_203_168_211_198_807_973);
    }

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
