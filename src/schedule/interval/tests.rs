use super::*;
use crate::model::memory::Phase;
use proptest::prelude::*;

/// Intervals before rounding, and the days that Anki spreads them to.
const RANGES: [(f32, u32, u32); 16] = [
    (2.4, 2, 2),
    (2.5, 2, 4),
    (3.0, 2, 4),
    (4.0, 3, 5),
    (5.0, 4, 6),
    (6.0, 4, 8),
    (7.0, 5, 9),
    (10.0, 8, 12),
    (15.0, 13, 17),
    (20.0, 17, 23),
    (30.0, 27, 33),
    (60.0, 55, 65),
    (90.0, 84, 96),
    (180.0, 169, 191),
    (365.0, 345, 385),
    (1000.0, 948, 1052),
];

#[test]
fn fuzz_ranges_are_ankis() {
    for (raw, first, last) in RANGES {
        assert_eq!(fuzz_range(raw, 1, MAXIMUM), (first, last), "{raw}");
    }
}

#[test]
fn fuzz_ranges_keep_to_their_bounds() {
    assert_eq!(fuzz_range(100.0, 101, 1000), (101, 108));
    assert_eq!(fuzz_range(100.0, 1, 99), (92, 99));
    assert_eq!(fuzz_range(2.0, 3, 1000), (3, 4));
    assert_eq!(fuzz_range(2.0, 3, 3), (3, 3));
}

/// A passed card whose last answer is `elapsed` days ago on [`TODAY`].
fn passed(stability: f32, difficulty: f32, interval: u32, elapsed: u32) -> CardState {
    CardState {
        phase: Phase::Review,
        memory: Some(Memory {
            stability,
            difficulty,
        }),
        last_day: Some(Day(TODAY.0 - elapsed as i32)),
        interval,
        reps: 3,
        ..CardState::default()
    }
}

const TODAY: Day = Day(20_000);

fn days(state: &CardState, fuzz: Option<Fuzz<'_>>) -> [u32; 4] {
    next_four(&Model::default(), state, TODAY, fuzz).map(|next| next.interval)
}

#[test]
fn a_new_card_returns_after_one_two_or_eight_days() {
    assert_eq!(days(&CardState::default(), None), [0, 1, 2, 8]);
}

#[test]
fn a_forgotten_card_that_is_passed_returns_tomorrow_at_the_earliest() {
    let memory = Model::default().after(None, Rating::Again, 0);
    let pending = CardState {
        phase: Phase::Learning,
        interval: 0,
        ..passed(memory.stability, memory.difficulty, 0, 0)
    };
    assert_eq!(days(&pending, None), [0, 1, 2, 3]);
}

#[test]
fn an_interval_that_grows_grows_by_a_day_at_least() {
    // Anki 26.9.3 answers 44, 45, 46 for a previous interval of 44.
    let state = passed(41.464, 5.092, 44, 1);
    assert_eq!(days(&state, None), [0, 44, 45, 46]);
}

#[test]
fn fuzz_takes_the_day_with_the_least_due() {
    for quiet in 8..=12 {
        let load = |day: Day| u32::from(day != TODAY.plus(quiet)) * 5;
        let fuzz = Fuzz {
            seed: 1,
            load: &load,
        };
        assert_eq!(choose(fuzz, TODAY, 10.0, 8, 12), quiet);
    }
}

#[test]
fn beyond_ninety_days_nobody_asks_what_is_due() {
    let state = passed(500.0, 5.0, 500, 500);
    let load = |_: Day| -> u32 { panic!("asked") };
    let fuzz = Fuzz {
        seed: 1,
        load: &load,
    };
    assert!(500 < days(&state, Some(fuzz))[2]);
}

#[test]
fn of_days_with_equally_much_due_the_seed_takes_each_equally_often() {
    let mut hits = [0; 5];
    for reps in 0..1_000 {
        let fuzz = Fuzz::by_seed(rng::seed("rust/ownership", reps));
        hits[choose(fuzz, TODAY, 10.0, 8, 12) as usize - 8] += 1;
    }
    assert!(hits.iter().all(|hit| (150..250).contains(hit)), "{hits:?}");
}

#[test]
fn the_reason_for_an_interval_is_told() {
    let why = |state: &CardState, fuzz| {
        next_four(&Model::default(), state, TODAY, fuzz).map(|next| next.why())
    };
    let new = CardState::default();
    assert_eq!(
        why(&new, None),
        [Why::SameSitting, Why::Model, Why::Model, Why::Model]
    );
    assert_eq!(why(&new, Some(Fuzz::by_seed(1)))[3], Why::Spread);
    assert_eq!(why(&passed(41.464, 5.092, 44, 1), None)[1], Why::Floor);
    assert_eq!(
        why(&passed(36_500.0, 1.0, 36_000, 36_500), None)[3],
        Why::Model
    );
    let lax = Model::new(&[], 0.7).unwrap();
    let far = next_four(&lax, &passed(36_500.0, 1.0, 9, 36_500), TODAY, None);
    assert_eq!(
        far.map(|next| next.interval),
        [far[0].interval, 36_498, 36_499, 36_500]
    );
    assert_eq!(far[3].why(), Why::Maximum);
}

fn any_state() -> impl Strategy<Value = CardState> {
    let passed = (
        0.001_f32..36_500.0,
        1.0_f32..=10.0,
        0_u32..40_000,
        0_u32..5_000,
    );
    // Stabilities of every size, not only large ones.
    (passed, 0_u32..8, any::<bool>()).prop_map(|((s, d, interval, elapsed), size, is_new)| {
        let stability = (s / 10_f32.powi(size as i32)).max(0.001);
        let interval = interval / 10_u32.pow(size.min(4));
        if is_new && size == 0 {
            CardState::default()
        } else {
            self::passed(stability, d, interval, elapsed)
        }
    })
}

proptest! {
    #[test]
    fn hard_comes_before_good_before_easy(
        state in any_state(), retention in 0.70_f32..=0.99, seed: Option<u64>, busy in 0_u32..7,
    ) {
        let model = Model::new(&[], retention).unwrap();
        let load = |day: Day| (day.0 as u32).wrapping_mul(2_654_435_761) % (busy + 1);
        let fuzz = seed.map(|seed| Fuzz { seed, load: &load });
        let four = next_four(&model, &state, TODAY, fuzz);
        let [again, hard, good, easy] = four.map(|next| next.interval);
        prop_assert_eq!(again, 0);
        prop_assert!(0 < hard && hard < good && good < easy && easy <= MAXIMUM);
        for next in &four {
            prop_assert!(next.earliest <= next.interval && next.interval <= next.latest);
            prop_assert!(next.floor <= next.interval);
            prop_assert!(0.0 < next.memory.stability && next.memory.stability <= 36_500.0);
            prop_assert!((1.0..=10.0).contains(&next.memory.difficulty));
        }
        for (next, rating) in four.iter().zip(Rating::ALL) {
            prop_assert_eq!(next.rating, rating);
        }
        prop_assert_eq!(next_four(&model, &state, TODAY, fuzz), four);
    }

    #[test]
    fn fuzz_only_moves_within_its_range(raw in 0.0_f32..40_000.0, floor in 0_u32..400, seed: u64) {
        let (first, last) = fuzz_range(raw, floor, MAXIMUM);
        prop_assert!(floor <= first && first <= last && last <= MAXIMUM);
        let chosen = choose(Fuzz::by_seed(seed), TODAY, raw, first, last);
        prop_assert!((first..=last).contains(&chosen));
    }
}
