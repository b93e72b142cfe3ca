use super::*;
use crate::catalogue::Catalogue;

#[test]
fn the_same_seed_and_answers_give_the_same_placement() {
    let topics = Catalogue::built_in().topics;
    let run = || {
        let mut assessment = Assessment::new(&topics, 7);
        for right in [true, false, true] {
            let topic = assessment.next(|_| true).unwrap().to_string();
            assessment.answer(&topic, right, 0.3);
        }
        assessment.verdicts()
    };
    assert_eq!(run(), run());
}

/// Topics `a`, `b` on `a`, and `c` on `b`.
fn chain() -> Vec<Topic> {
    let topic = |id: &str, needs: &[&str]| Topic {
        id: id.to_string(),
        title: id.to_string(),
        area: "x".to_string(),
        level: crate::model::level::Level::Intermediate,
        summary: String::new(),
        terms: Vec::new(),
        prerequisites: needs.iter().map(|id| id.to_string()).collect(),
    };
    vec![topic("a", &[]), topic("b", &["a"]), topic("c", &["b"])]
}

fn verdicts(answers: &[(&str, bool)]) -> Vec<(String, &'static str, Basis)> {
    let mut assessment = Assessment::new(&chain(), 1);
    for (topic, right) in answers {
        assessment.answer(topic, *right, GUESS_TYPED);
    }
    let verdicts = assessment.verdicts().into_iter();
    verdicts
        .map(|verdict| (verdict.topic.clone(), verdict.name(), verdict.basis))
        .collect()
}

#[test]
fn a_right_answer_credits_what_it_builds_on() {
    let credit = Basis::Credited(vec!["c".to_string()]);
    assert_eq!(
        verdicts(&[("c", true), ("c", true)]),
        [
            ("a".to_string(), "known", credit.clone()),
            ("b".to_string(), "known", credit),
            ("c".to_string(), "known", Basis::Asked { right: 2, of: 2 }),
        ]
    );
}

#[test]
fn a_wrong_answer_closes_what_builds_on_it() {
    let unmet = Basis::Unmet(vec!["a".to_string()]);
    assert_eq!(
        verdicts(&[("a", false), ("a", false)]),
        [
            ("a".to_string(), "unknown", Basis::Asked { right: 0, of: 2 }),
            ("b".to_string(), "unknown", unmet.clone()),
            ("c".to_string(), "unknown", unmet),
        ]
    );
}

#[test]
fn nothing_is_known_without_an_answer_that_speaks_for_it() {
    assert!(
        verdicts(&[])
            .iter()
            .all(|(_, name, basis)| *name != "known" && *basis == Basis::Guess)
    );
}

#[test]
fn no_topic_is_asked_about_for_ever() {
    let mut assessment = Assessment::new(&chain(), 1);
    let mut asked = Vec::new();
    while let Some(topic) = assessment.next(|_| true) {
        asked.push(topic.to_string());
        let topic = topic.to_string();
        assessment.answer(&topic, asked.len() % 2 == 0, guess_of(4));
    }
    assert!(asked.len() <= 3 * QUESTIONS_OF_TOPIC_MAX, "{asked:?}");
    assert_eq!(assessment.next(|_| false), None);
}

#[test]
fn cards_of_known_topics_never_come_in_a_flood() {
    assert_eq!(first_intervals(0), [0; 0]);
    assert_eq!(first_intervals(9), [14, 14, 14, 14, 14, 14, 14, 14, 15]);
    let many = first_intervals(2000);
    assert_eq!((many[0], many[1999]), (14, 125));
    assert!((14..126).all(|day| many.iter().filter(|one| **one == day).count() <= 18));
}
