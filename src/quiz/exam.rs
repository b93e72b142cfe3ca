//! Where the learner stands in a quiz: which question is open, which are answered or flagged.
//!
//! A state machine on places. It knows no question and no clock: the caller asks the question at
//! [`Exam::at`], keeps the answer, and says so.

/// One question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub answered: bool,
    /// To come back to.
    pub flagged: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exam {
    places: Vec<Place>,
    at: Option<usize>,
}

/// What a line means before it is taken for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Answer(String),
    Skip,
    Flag,
    /// To a question, counted from 0.
    Go(usize),
    Map,
    End,
    Quit,
    Help,
}

/// Reads a line. With `bare` the commands stand alone (`skip`); in any case behind a slash
/// (`/skip`, `/s`), for questions whose answer may be any word.
///
/// Single letters stay what they are, since `f` may be the sixth choice; only `q` leaves.
pub fn command(line: &str, bare: bool) -> Command {
    let line = line.trim();
    let is_letter = line.len() == 1 && line != "?" && !line.eq_ignore_ascii_case("q");
    let word = match line.strip_prefix('/') {
        Some(word) => word,
        None if bare && !is_letter => line,
        None => return Command::Answer(line.to_string()),
    };
    let mut parts = word.split_whitespace();
    let (first, second) = (parts.next().unwrap_or(""), parts.next());
    match (first.to_lowercase().as_str(), second) {
        ("skip" | "s", None) => Command::Skip,
        ("flag" | "f", None) => Command::Flag,
        ("map" | "m", None) => Command::Map,
        ("end", None) => Command::End,
        ("quit" | "q", None) => Command::Quit,
        ("help" | "?", None) => Command::Help,
        ("go" | "g", Some(number)) => match number.parse::<usize>() {
            Ok(number) => Command::Go(number.wrapping_sub(1)),
            Err(_) => Command::Answer(line.to_string()),
        },
        _ => Command::Answer(line.to_string()),
    }
}

impl Exam {
    /// Begins at the first question that is open; `at` is none where all are answered.
    pub fn new(places: Vec<Place>) -> Exam {
        let at = places.iter().position(|place| !place.answered);
        Exam { places, at }
    }

    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The question to ask, from 0; `None` where all are answered.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    pub fn n_open(&self) -> usize {
        self.places.iter().filter(|place| !place.answered).count()
    }

    pub fn n_flagged(&self) -> usize {
        self.places.iter().filter(|place| place.flagged).count()
    }

    /// Counts the question as answered and goes to the next open one.
    pub fn answered(&mut self) {
        if let Some(at) = self.at {
            self.places[at].answered = true;
            self.at = self.open_behind(at);
        }
    }

    /// Leaves the question for later; the only open one stays.
    pub fn skip(&mut self) {
        self.at = self.at.and_then(|at| self.open_behind(at));
    }

    /// Sets or takes off the flag of the question; returns whether it now stands.
    pub fn flag(&mut self) -> bool {
        let Some(at) = self.at else { return false };
        self.places[at].flagged ^= true;
        self.places[at].flagged
    }

    /// Goes to a question, answered or not; false where there is none of that number.
    pub fn go(&mut self, to: usize) -> bool {
        let is_known = to < self.places.len();
        if is_known {
            self.at = Some(to);
        }
        is_known
    }

    /// The next open question behind `at`, from the start again behind the last; `at` itself last.
    fn open_behind(&self, at: usize) -> Option<usize> {
        let n_places = self.places.len();
        (1..=n_places)
            .map(|step| (at + step) % n_places)
            .find(|place| !self.places[*place].answered)
    }

    /// A cell a question: its number and `✓` answered or `·` open, `!` flagged, `▶` before the one
    /// on the screen.
    pub fn map(&self) -> Vec<String> {
        let digits = self.places.len().to_string().len();
        let cell = |(idx, place): (usize, &Place)| {
            let here = if self.at == Some(idx) { "▶" } else { " " };
            let state = if place.answered { "✓" } else { "·" };
            let flag = if place.flagged { "!" } else { " " };
            format!("{here}{:>digits$}{state}{flag}", idx + 1)
        };
        self.places.iter().enumerate().map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exam(n_places: usize) -> Exam {
        Exam::new(vec![Place::default(); n_places])
    }

    #[test]
    fn a_skipped_question_comes_again_behind_the_others() {
        let mut exam = exam(3);
        exam.skip();
        exam.answered();
        exam.answered();
        assert_eq!(exam.at(), Some(0));
        exam.skip();
        assert_eq!(exam.at(), Some(0));
        exam.answered();
        assert_eq!(exam.at(), None);
    }

    #[test]
    fn an_answered_question_can_be_answered_again() {
        let mut exam = exam(2);
        exam.answered();
        exam.answered();
        assert!(exam.go(0));
        assert_eq!(exam.at(), Some(0));
        exam.answered();
        assert_eq!((exam.at(), exam.n_open()), (None, 0));
        assert!(!exam.go(2));
    }

    #[test]
    fn the_map_shows_what_is_open_and_flagged() {
        let mut exam = exam(3);
        exam.answered();
        assert!(exam.flag());
        assert_eq!(exam.map(), [" 1✓ ", "▶2·!", " 3· "]);
    }

    #[test]
    fn commands_stand_alone_or_behind_a_slash() {
        assert_eq!(command("go 7", true), Command::Go(6));
        assert_eq!(command("/go 7", false), Command::Go(6));
        assert_eq!(command("map", false), Command::Answer("map".to_string()));
        assert_eq!(
            command("/etc/hosts", false),
            Command::Answer("/etc/hosts".to_string())
        );
        assert_eq!(command("a c", true), Command::Answer("a c".to_string()));
        assert_eq!(command("q", true), Command::Quit);
        assert_eq!(command("f", true), Command::Answer("f".to_string()));
        assert_eq!(command("/f", true), Command::Flag);
    }

    proptest! {
        #[test]
        fn every_question_can_be_reached_and_none_is_lost(
            n_places in 1..9_usize,
            steps in prop::collection::vec((0..4_u8, 0..10_usize), 0..60),
        ) {
            let mut exam = exam(n_places);
            for (step, to) in steps {
                match step {
                    0 => exam.answered(),
                    1 => exam.skip(),
                    2 => drop(exam.flag()),
                    _ => prop_assert_eq!(exam.go(to), to < n_places),
                }
                prop_assert_eq!(exam.places().len(), n_places);
                if 0 < exam.n_open() {
                    prop_assert!(exam.at().is_some());
                }
            }
            for place in 0..n_places {
                prop_assert!(exam.go(place));
                exam.answered();
            }
            prop_assert_eq!((exam.at(), exam.n_open()), (None, 0));
        }
    }
}
