//! A word or phrase that the learner typed.
//!
//! Spelling is forgiven as far as it cannot be another answer: a slip in a long word is near, but
//! another digit, a `non-` before it, or a letter more in an acronym is another thing.

use super::Verdict;
pub use super::diff::{Piece, diff};
use super::normal::normal;

/// Judges `given` against the accepted answers, after `normal` of both.
///
/// Of answers that are equally near, the first one is named.
pub fn judge(given: &str, accept: &[String]) -> Verdict {
    let plain = normal(given);
    if plain.is_empty() {
        return Verdict::Wrong;
    }
    if accept.iter().any(|wanted| normal(wanted) == plain) {
        return Verdict::Right;
    }
    let near = accept
        .iter()
        .filter_map(|wanted| Some((distance(&plain, wanted)?, wanted)));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((distance, wanted)) => Verdict::Near {
            wanted: wanted.clone(),
            distance,
        },
        None => Verdict::Wrong,
    }
}

/// Returns the accepted answer to show beside `given`: the one that is most like it.
///
/// It is empty where `accept` is.
pub fn nearest<'a>(given: &str, accept: &'a [String]) -> &'a str {
    let plain: String = normal(given).chars().take(COMPARED_MAX).collect();
    let distance = |wanted: &&String| strsim::osa_distance(&plain, &normal(wanted));
    accept
        .iter()
        .min_by_key(distance)
        .map_or("", String::as_str)
}

/// As much of an answer as [`nearest`] looks at, in characters.
const COMPARED_MAX: usize = 200;

/// Returns how many slips away `plain` is, `None` where it is another answer.
fn distance(plain: &str, wanted: &str) -> Option<usize> {
    let wanted_plain = normal(wanted);
    let length = wanted_plain.chars().count();
    let slack = if is_acronym(wanted) { 0 } else { slack(length) };
    let is_far = slack < plain.chars().count().abs_diff(length);
    if is_far || digits(plain) != digits(&wanted_plain) || is_negated(plain, &wanted_plain) {
        return None;
    }
    let distance = strsim::osa_distance(plain, &wanted_plain);
    (distance <= slack).then_some(distance)
}

/// How many slips an answer of `length` characters may have.
fn slack(length: usize) -> usize {
    match length {
        0..5 => 0,
        5..9 => 1,
        9..17 => 2,
        _ => 3,
    }
}

/// One word without small letters: `HTTPS` is not a slip for `HTTP`.
fn is_acronym(wanted: &str) -> bool {
    !wanted
        .chars()
        .any(|c| c.is_lowercase() || c.is_whitespace())
}

fn digits(plain: &str) -> String {
    plain.chars().filter(|c| c.is_numeric()).collect()
}

/// Says whether one is the other with a syllable before it that turns its meaning round.
fn is_negated(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let before = long.strip_suffix(short);
    before.is_some_and(|before| NEGATIONS.contains(&before))
}

const NEGATIONS: [&str; 12] = [
    "a", "an", "anti", "de", "dis", "il", "im", "in", "ir", "non", "not", "un",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(given: &str, accept: &str) -> String {
        let accept: Vec<String> = accept.split(" | ").map(str::to_string).collect();
        match judge(given, &accept) {
            Verdict::Right => "right".to_string(),
            Verdict::Near { wanted, distance } => format!("near {wanted} {distance}"),
            Verdict::Wrong => "wrong".to_string(),
        }
    }

    fn check(cases: &[(&str, &str, &str)]) {
        for (given, accept, expected) in cases {
            assert_eq!(judged(given, accept), *expected, "{given} for {accept}");
        }
    }

    #[test]
    fn any_accepted_answer_is_right() {
        check(&[
            ("429", "429 | Too Many Requests", "right"),
            ("too many requests.", "429 | Too Many Requests", "right"),
            ("`Too-Many Requests`", "429 | Too Many Requests", "right"),
            ("single flight", "singleflight", "right"),
        ]);
    }

    #[test]
    fn longer_answers_forgive_more_slips() {
        check(&[
            ("kafak", "kafka", "near kafka 1"),
            ("kafa", "kafka", "near kafka 1"),
            ("kfa", "kafka", "wrong"),
            ("idenpotant", "idempotent", "near idempotent 2"),
            ("idenpotamt", "idempotent", "wrong"),
            (
                "eventul consitency modl",
                "eventual consistency model",
                "near eventual consistency model 3",
            ),
        ]);
    }

    #[test]
    fn short_answers_are_right_or_wrong() {
        check(&[
            ("428", "429", "wrong"),
            ("PUT", "GET", "wrong"),
            ("lest", "lsm", "wrong"),
        ]);
    }

    #[test]
    fn another_digit_is_another_answer() {
        check(&[
            ("HTTP/3", "http/2", "wrong"),
            ("sha512", "sha256", "wrong"),
            ("10.0.0.0/9", "10.0.0.0/8", "wrong"),
            (
                "Too many requets 429",
                "too many requests 429",
                "near too many requests 429 1",
            ),
        ]);
    }

    #[test]
    fn a_negation_is_no_slip() {
        check(&[
            ("asynchronous", "synchronous", "wrong"),
            ("symmetric", "asymmetric", "wrong"),
            ("non-blocking", "blocking", "wrong"),
            ("ynchronous", "synchronous", "near synchronous 1"),
        ]);
    }

    #[test]
    fn acronyms_are_exact() {
        check(&[("HTTP", "HTTPS", "wrong"), ("https", "HTTPS", "right")]);
    }

    #[test]
    fn the_nearest_answer_is_named() {
        check(&[("partitons", "partition | partitions", "near partitions 1")]);
    }

    #[test]
    fn the_most_alike_answer_is_shown_also_beside_a_wrong_one() {
        let accept = ["429".to_string(), "Too Many Requests".to_string()];
        assert_eq!(nearest("428", &accept), "429");
        assert_eq!(nearest("many request", &accept), "Too Many Requests");
        assert_eq!(nearest("a", &[]), "");
    }

    #[test]
    fn nothing_is_wrong() {
        check(&[
            ("", "a", "wrong"),
            (" ", "kafka", "wrong"),
            ("x", "", "wrong"),
        ]);
        assert_eq!(judge("a", &[]), Verdict::Wrong);
    }

    #[test]
    fn a_very_long_answer_is_judged_at_once() {
        assert_eq!(
            judged(&"a".repeat(1_000_000), "kafka | idempotent"),
            "wrong"
        );
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_right(accept in prop::collection::vec("\\PC{1,12}", 1..4)) {
            prop_assume!(accept.iter().all(|wanted| !wanted.trim().is_empty()));
            for wanted in &accept {
                prop_assert_eq!(judge(wanted, &accept), Verdict::Right);
            }
        }

        #[test]
        fn near_is_within_the_slack(given in "[a-e]{0,12}", wanted in "[a-e]{1,12}") {
            if let Verdict::Near { distance, .. } = judge(&given, std::slice::from_ref(&wanted)) {
                prop_assert!(0 < distance && distance <= slack(wanted.len()));
            }
        }
    }
}
