//! A placement of learners of whom all is known; `cargo bench --bench assess` places more of them.

mod learner;

use learner::{KINDS, Learner, placed};

#[test]
fn of_topics_called_known_nine_in_ten_are() {
    for (name, kind) in KINDS {
        let reached = placed(kind, 0.4, 2);
        assert!(0.9 <= reached.precision, "{name}: {}", reached.precision);
        assert!(0.2 <= reached.recall, "{name}: {}", reached.recall);
    }
}

#[test]
fn a_senior_who_knows_seventy_per_cent_is_placed_in_forty_questions() {
    let reached = placed(Learner::by_level, 0.7, 2);
    assert!(reached.questions <= 40);
    assert!(0.9 <= reached.precision && 0.25 <= reached.recall);
}
