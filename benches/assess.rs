//! Places simulated learners: how often what is called known is, and how much is found.
//!
//! `cargo bench --bench assess -- 40` places 40 learners of each kind and share.

#[path = "../tests/learner/mod.rs"]
mod learner;

use learner::{KINDS, placed};

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let n_learners = asked.unwrap_or(20);
    println!("knows                               share  precision  recall  questions");
    for (name, kind) in KINDS {
        for share in [0.1, 0.3, 0.5, 0.7, 0.9] {
            let reached = placed(kind, share, n_learners);
            println!(
                "{name:<35} {share:>5.1} {:>10.3} {:>7.2} {:>10}",
                reached.precision, reached.recall, reached.questions
            );
        }
    }
}
