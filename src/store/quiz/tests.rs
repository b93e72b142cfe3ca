//! Quizzes in a collection in memory.

use super::*;

fn quiz() -> QuizRow {
    QuizRow {
        id: 0,
        uid: Uid::new(Timestamp(5), 0, 9),
        started: Timestamp(5),
        day: Day(3),
        ended: None,
        exam: true,
        seed: u64::MAX,
        minutes: Some(20),
        spent_ms: 0,
        selector: "area:security".to_string(),
    }
}

fn question(card: &str) -> QuestionRow {
    QuestionRow {
        card: card.to_string(),
        topic: "kafka".to_string(),
        way: Way::Choice,
        question: "Which?".to_string(),
        shown: "[]".to_string(),
        chance: 0.25,
        flagged: false,
        given: None,
        counted: false,
    }
}

#[test]
fn what_was_kept_comes_back() {
    let mut store = Store::in_memory().unwrap();
    let questions = [question("a/b"), question("a/c")];
    let id = store.begin_quiz(&quiz(), &questions).unwrap();
    let given = GivenRow {
        answer: "b".to_string(),
        outcome: Some(Outcome::Near),
        confidence: Some(Confidence::ThinkSo),
        duration_ms: Some(1200),
        at: Timestamp(7),
    };
    assert!(store.keep_quiz_answer(id, 1, &given, 900).unwrap());
    store.flag_quiz_question(id, 0, true).unwrap();
    let found = store.quiz_questions(id).unwrap();
    assert!(found[0].flagged && found[0].given.is_none());
    assert_eq!(found[1].given, Some(given));
    let found = store.open_quizzes().unwrap().remove(0);
    assert_eq!((found.id, found.spent_ms, found.seed), (id, 900, u64::MAX));
    assert_eq!(store.last_quiz_cards().unwrap(), ["a/c"]);
}

#[test]
fn a_quiz_that_has_ended_takes_no_answer() {
    let mut store = Store::in_memory().unwrap();
    let id = store.begin_quiz(&quiz(), &[question("a/b")]).unwrap();
    store.end_quiz(id, Timestamp(9)).unwrap();
    let late = GivenRow {
        answer: "b".to_string(),
        outcome: None,
        confidence: None,
        duration_ms: None,
        at: Timestamp(10),
    };
    assert!(!store.keep_quiz_answer(id, 0, &late, 1).unwrap());
    assert_eq!(store.open_quizzes().unwrap(), []);
    assert_eq!(store.quiz_before(id + 1, "kafka").unwrap(), Some(id));
    assert_eq!(store.quiz_before(id, "kafka").unwrap(), None);
}
