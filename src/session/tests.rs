//! Sittings played by keys: a blank reveals, 1 to 4 grade, u undoes, s suspends, b buries, f flags.

use super::*;
use crate::model::event::Uid;
use crate::model::time::Day;
use crate::schedule::fsrs::Model;
use crate::schedule::interval::next_four;
use crate::schedule::queue::{Done, Fresh, Limits, Plan, Queue};
use crate::schedule::replay;
use std::collections::{HashMap, HashSet};

const TODAY: Day = Day(100);

/// The caller's part: the log, and the states that follow from it.
struct Played {
    session: Session,
    log: Vec<(CardRow, Action)>,
    now: Timestamp,
    notices: Vec<String>,
}

impl Played {
    fn state(&self, row: CardRow) -> CardState {
        let events = self
            .log
            .iter()
            .enumerate()
            .filter(|(_, (card, _))| *card == row);
        let uid = |idx: usize| Uid::new(Timestamp(idx as i64), 0, 0);
        replay::replay(
            events.map(|(idx, (_, action))| (uid(idx), TODAY, action)),
            &Model::default(),
        )
    }

    fn item(&self, row: CardRow) -> Item {
        let state = self.state(row);
        Item {
            row,
            key: format!("deck/{row}"),
            deck_title: "Deck".to_string(),
            card: card(row),
            part: Part::Whole,
            next: next_four(&Model::default(), &state, TODAY, None),
            state,
            predicted: None,
            params: 0,
            order: vec![2, 0, 1],
        }
    }

    fn load(&mut self) {
        while let Some(row) = self.session.wanted(self.now) {
            let item = self.item(row);
            self.session.show(item, self.now);
        }
    }

    fn press(&mut self, input: Input) {
        self.load();
        self.now.0 += 1000;
        match self.session.step(input, self.now) {
            Step::Keep(action) => {
                let row = self.session.showing().unwrap().item.row;
                self.log.push((row, action.clone()));
                let after = self.state(row);
                self.session.kept(&action, &after);
            }
            Step::Undo => {
                if let Some((row, action)) = self.log.pop() {
                    let restored = self.state(row);
                    self.session.undone(row, &action, &restored, TODAY);
                }
            }
            _ => (),
        }
        self.notices.extend(self.session.take_notice());
        self.load();
    }

    /// The cards that were answered, with their grades: `1:good 2:again`.
    fn answers(&self) -> String {
        let answer = |(row, action): &(CardRow, Action)| match action {
            Action::Answer(answer) => format!("{row}:{}", answer.rating.name()),
            other => format!("{row}:{other:?}").to_lowercase(),
        };
        self.log.iter().map(answer).collect::<Vec<_>>().join(" ")
    }

    fn shown(&self) -> Option<(CardRow, Stage)> {
        self.session
            .showing()
            .map(|showing| (showing.item.row, showing.stage))
    }
}

fn card(row: CardRow) -> Card {
    let kind = match row {
        7 => Kind::Typed {
            accept: vec!["idempotent".to_string()],
        },
        9 => Kind::Open {
            minutes: None,
            rubric: vec!["first".into(), "second".into()],
        },
        8 => Kind::Order {
            steps: vec!["one".into(), "two".into(), "three".into()],
        },
        _ => Kind::Basic,
    };
    Card {
        id: Some(row.to_string()),
        question: format!("Question {row}"),
        prompt: String::new(),
        answer: format!("Answer {row}"),
        kind,
        reversed: false,
        choices: Vec::new(),
        hint: None,
        why: None,
        sources: Vec::new(),
        terms: Vec::new(),
        tags: Vec::new(),
        level: None,
        line: 1,
        source: String::new(),
    }
}

fn input(key: char) -> Input {
    match key {
        ' ' => Input::Reveal,
        'u' => Input::Undo,
        's' => Input::Suspend,
        'b' => Input::Bury,
        'f' => Input::Flag,
        'q' => Input::Quit,
        digit => Input::Grade(Rating::from_name(&digit.to_string()).unwrap()),
    }
}

fn start(cards: &[CardRow], goal: Goal) -> Played {
    let fresh = cards
        .iter()
        .map(|card| Fresh {
            card: *card,
            family: None,
            deck: 1,
        })
        .collect();
    let limits = Limits {
        new: cards.len(),
        total: None,
    };
    let plan = Plan {
        today: TODAY,
        limits,
        done: Done::default(),
        met: &HashSet::new(),
    };
    let queue = Queue::build(Vec::new(), fresh, &plan);
    let session = Session::new(queue, goal, Timestamp(0));
    let mut played = Played {
        session,
        log: Vec::new(),
        now: Timestamp(0),
        notices: Vec::new(),
    };
    played.load();
    played
}

fn play(cards: &[CardRow], keys: &str) -> Played {
    let mut played = start(cards, Goal::default());
    keys.chars().for_each(|key| played.press(input(key)));
    played
}

#[test]
fn cards_are_asked_one_after_the_other_until_none_is_left() {
    let played = play(&[1, 2], " 3 4");
    assert_eq!(played.answers(), "1:good 2:easy");
    assert_eq!(played.shown(), None);
}

#[test]
fn a_grade_before_the_answer_is_shown_counts_for_nothing() {
    let played = play(&[1], "3");
    assert_eq!(played.answers(), "");
    assert_eq!(played.shown(), Some((1, Stage::Question)));
    assert_eq!(
        played.notices,
        ["the answer is not shown yet: reveal it first"]
    );
}

#[test]
fn a_forgotten_card_comes_back_after_three_others() {
    let played = play(&[1, 2, 3, 4, 5], " 1 3 3 3 3 3");
    assert_eq!(
        played.answers(),
        "1:again 2:good 3:good 4:good 1:good 5:good"
    );
}

#[test]
fn a_forgotten_card_comes_back_at_the_end_until_it_is_passed() {
    let played = play(&[1, 2], " 1 3 1 1 3");
    assert_eq!(played.answers(), "1:again 2:good 1:again 1:again 1:good");
    assert_eq!(played.shown(), None);
}

#[test]
fn undo_after_two_answers_to_one_card_keeps_the_first() {
    assert_eq!(play(&[1], " 1 3u").answers(), play(&[1], " 1").answers());
}

#[test]
fn what_is_taken_back_is_asked_next() {
    let played = play(&[1, 2, 3], " 3 3u");
    assert_eq!(played.shown(), Some((2, Stage::Question)));
    assert_eq!(
        play(&[1, 2, 3], " 3 3uu").shown(),
        Some((1, Stage::Question))
    );
}

#[test]
fn undo_after_the_last_card_brings_it_back() {
    let played = play(&[1], " 3u 2");
    assert_eq!(played.answers(), "1:hard");
}

#[test]
fn a_suspended_or_buried_card_leaves_the_sitting() {
    assert_eq!(play(&[1, 2], "s 3").answers(), "1:suspend 2:good");
    assert_eq!(play(&[1, 2], " b 3").answers(), "1:bury 2:good");
}

#[test]
fn a_flag_stays_on_the_card_and_is_taken_off_again() {
    let played = play(&[1], "f f3");
    assert_eq!(played.answers(), "1:flag 1:unflag 1:good");
}

#[test]
fn an_answer_keeps_what_its_button_promised_and_how_long_it_took() {
    let played = play(&[1], " 3");
    let Action::Answer(answer) = &played.log[0].1 else {
        panic!("an answer was given")
    };
    assert_eq!((answer.interval, answer.duration_ms), (2, Some(2000)));
    assert_eq!(played.state(1).due, Some(TODAY.plus(2)));
}

#[test]
fn two_buttons_refuse_the_other_two() {
    let mut played = start(
        &[1],
        Goal {
            two_buttons: true,
            ..Goal::default()
        },
    );
    " 2 4 3".chars().for_each(|key| played.press(input(key)));
    assert_eq!(played.answers(), "1:good");
    assert_eq!(played.notices.len(), 2);
}

#[test]
fn no_card_is_asked_once_the_minutes_are_over() {
    let mut played = start(
        &[1, 2],
        Goal {
            minutes: Some(1),
            ..Goal::default()
        },
    );
    played.now = Timestamp(59_000);
    " 3".chars().for_each(|key| played.press(input(key)));
    assert_eq!(played.shown(), None);
    assert_eq!(played.answers(), "1:good");
}

#[test]
fn a_typed_answer_is_judged_and_the_grade_stays_free() {
    let mut played = start(&[7], Goal::default());
    played.press(Input::Given("idempotnt".to_string()));
    let given = played.session.showing().unwrap().given.clone().unwrap();
    assert_eq!(given.suggested, Rating::Hard);
    played.press(input('4'));
    let Action::Answer(answer) = &played.log[0].1 else {
        panic!("an answer was given")
    };
    assert_eq!(
        (answer.rating, answer.suggested),
        (Rating::Easy, Some(Rating::Hard))
    );
}

#[test]
fn an_order_is_read_in_the_letters_that_were_shown() {
    // Shown are three, one, two: b c a is the right order.
    let verdict = |text: &str| {
        let mut played = start(&[8], Goal::default());
        played.press(Input::Given(text.to_string()));
        played
            .session
            .showing()
            .unwrap()
            .given
            .clone()
            .map(|given| given.verdict)
    };
    assert_eq!(verdict("b c a"), Some(Verdict::Right));
    assert_eq!(verdict("a b c"), Some(Verdict::Wrong));
    assert_eq!(verdict("b b c"), None);
}

#[test]
fn a_rubric_is_ticked_off_and_suggests_a_grade() {
    let mut played = start(&[9], Goal::default());
    played.press(input(' '));
    assert!(played.session.showing().unwrap().wants_ticks());
    played.press(Input::Given("a b".to_string()));
    assert_eq!(played.notices, ["2 of 2 points"]);
    assert_eq!(
        played
            .session
            .showing()
            .unwrap()
            .given
            .clone()
            .unwrap()
            .suggested,
        Rating::Good
    );
    played.press(input('3'));
    assert_eq!(played.answers(), "9:good");
}

#[test]
fn an_edited_card_is_asked_from_the_start() {
    let mut played = start(&[8], Goal::default());
    played.press(input(' '));
    let mut item = played.item(8);
    item.card.kind = Kind::Order {
        steps: vec!["one".into(), "two".into()],
    };
    item.order = vec![1, 0];
    played.session.edited(item, played.now);
    assert_eq!(played.shown(), Some((8, Stage::Question)));
    played.press(Input::Given("b a".to_string()));
    assert_eq!(
        played
            .session
            .showing()
            .unwrap()
            .given
            .clone()
            .unwrap()
            .verdict,
        Verdict::Right
    );
}

#[test]
fn taking_back_what_put_a_card_out_of_reach_does_not_ask_it() {
    let mut played = start(&[1, 2], Goal::default());
    let suspended = CardState {
        suspended: true,
        ..CardState::default()
    };
    played.session.undone(2, &Action::Resume, &suspended, TODAY);
    " 3".chars().for_each(|key| played.press(input(key)));
    assert_eq!(played.shown(), None);
}

#[test]
fn the_summary_counts_answers_cards_and_the_hardest() {
    let mut played = play(&[1, 2], " 1 3 1 3");
    played.now = Timestamp(90_000);
    let summary = played.session.summary(played.now);
    assert_eq!(
        (summary.n_answers, summary.n_cards, summary.n_new),
        (4, 2, 2)
    );
    assert_eq!(summary.by_rating, [2, 0, 2, 0]);
    assert_eq!(
        summary.hardest,
        [("deck/1".to_string(), "Question 1".to_string(), 2)]
    );
    assert_eq!(summary.elapsed_ms, 90_000);
}

#[test]
fn the_states_do_not_depend_on_the_way_that_led_to_them() {
    let direct = play(&[1, 2, 3], " 3 1 3 3");
    let detour = play(&[1, 2, 3], " 1u 3 3u 1f 3u 3 3");
    let states = |played: &Played| -> HashMap<CardRow, CardState> {
        (1..=3)
            .map(|row| {
                (
                    row,
                    CardState {
                        last_event: None,
                        flagged: false,
                        ..played.state(row)
                    },
                )
            })
            .collect()
    };
    assert_eq!(states(&direct), states(&detour));
}
