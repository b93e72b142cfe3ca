//! What a key means in a sitting: a command, a grade, or a letter of what is typed.
//!
//! Nothing here reads a key or a clock; the terminal hands both in.

use super::keys::{command, graded};
use crate::model::event::Rating;
use crate::session::Input;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::Duration;

/// The longest answer that can be typed, in characters.
const MAX_TYPED: usize = 2000;

/// The repeats of a key that is held down follow each other this closely.
pub const HELD: Duration = Duration::from_millis(150);

/// When a key that is held down repeats for the first time; what comes sooner is a second press.
const FIRST_REPEAT: std::ops::Range<Duration> = Duration::from_millis(200)..Duration::from_secs(1);

/// What the card on the screen waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A typed answer.
    Text,
    /// The key that shows the answer.
    Reveal,
    Grade {
        two_buttons: bool,
    },
}

/// The keys pressed so far, as far as the next one depends on them.
#[derive(Default)]
pub struct Keyboard {
    vi: bool,
    /// What was typed at the question so far.
    pub typed: String,
    /// Whether the next key is a command although the card takes text.
    pub escaped: bool,
    /// When Space or Enter came last.
    confirmed: Option<Duration>,
    /// Whether that was the repeat of a key that is held down.
    is_repeating: bool,
}

impl Keyboard {
    pub fn new(vi: bool) -> Keyboard {
        Keyboard {
            vi,
            ..Keyboard::default()
        }
    }

    /// Forgets what was typed: another card is on the screen.
    pub fn clear(&mut self) {
        self.typed.clear();
        self.escaped = false;
    }

    /// Takes in one key, pressed `at` this time since the sitting began.
    pub fn press(&mut self, key: &KeyEvent, wanted: Wanted, at: Duration) -> Option<Input> {
        let is_held = self.is_held(key, at);
        if wanted == Wanted::Text && !self.escaped {
            return self.typing(key);
        }
        if is_chord(key) {
            return None;
        }
        let escaped = std::mem::take(&mut self.escaped);
        match (key.code, wanted) {
            (KeyCode::Modifier(_) | KeyCode::CapsLock | KeyCode::NumLock, _) => {
                self.escaped = escaped;
                None
            }
            // What is no command leads back to the text, and does not give the answer away.
            (KeyCode::Char(c), Wanted::Text) => at_question(c),
            (_, Wanted::Text) => None,
            (KeyCode::Char(c), Wanted::Reveal) => at_question(c).or(Some(Input::Reveal)),
            (_, Wanted::Reveal) => Some(Input::Reveal),
            // The key that showed the answer does not also grade it while it is held.
            (KeyCode::Enter | KeyCode::Char(' '), Wanted::Grade { .. }) => {
                (!is_held).then_some(Input::Grade(Rating::Good))
            }
            (KeyCode::Char(c), Wanted::Grade { two_buttons }) => self
                .grade(c, two_buttons)
                .or_else(|| command(&c.to_string())),
            _ => None,
        }
    }

    /// Whether the key would grade, and may be the one that showed the answer, still held down.
    ///
    /// A first repeat comes as late as a second press; only a second repeat tells them apart.
    pub fn may_be_held(&self, key: &KeyEvent, wanted: Wanted, at: Duration) -> bool {
        let is_recent = |before: Duration| FIRST_REPEAT.contains(&at.saturating_sub(before));
        matches!(wanted, Wanted::Grade { .. })
            && confirms(key)
            && self.confirmed.is_some_and(is_recent)
    }

    /// Passes over a key that is held down.
    pub fn hold(&mut self, at: Duration) {
        self.confirmed = Some(at);
        self.is_repeating = true;
    }

    /// Adds pasted text, as far as there is room.
    pub fn paste(&mut self, text: &str) {
        let line = crate::model::text::harmless_line(text.trim());
        let room = MAX_TYPED.saturating_sub(self.typed.chars().count());
        self.typed.extend(line.chars().take(room));
    }

    /// Whether the key is a Space or Enter close behind a repeat of it.
    fn is_held(&mut self, key: &KeyEvent, at: Duration) -> bool {
        let before = std::mem::replace(&mut self.confirmed, confirms(key).then_some(at));
        let is_close = before.is_some_and(|before| at.saturating_sub(before) < HELD);
        self.is_repeating &= confirms(key) && is_close;
        self.is_repeating
    }

    fn grade(&self, key: char, two_buttons: bool) -> Option<Input> {
        let rating = match key {
            'h' if self.vi => Rating::Again,
            'j' if self.vi => Rating::Hard,
            'k' if self.vi => Rating::Good,
            'l' if self.vi => Rating::Easy,
            _ => return graded(&key.to_string(), two_buttons),
        };
        Some(Input::Grade(rating))
    }

    /// A small line editor: letters, Backspace, Ctrl-U, Ctrl-W, Enter; Tab or Esc for a command.
    fn typing(&mut self, key: &KeyEvent) -> Option<Input> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('u') if control => self.typed.clear(),
            KeyCode::Char('w') if control => {
                let kept = self.typed.trim_end().rfind(' ').map_or(0, |idx| idx + 1);
                self.typed.truncate(kept);
            }
            KeyCode::Char('d') if control && self.typed.is_empty() => return Some(Input::Quit),
            _ if is_chord(key) => (),
            KeyCode::Char(c) if self.typed.chars().count() < MAX_TYPED => self.typed.push(c),
            KeyCode::Backspace => {
                self.typed.pop();
            }
            KeyCode::Tab | KeyCode::Esc => self.escaped = true,
            KeyCode::Enter if self.typed.trim().is_empty() => return Some(Input::Reveal),
            KeyCode::Enter => return Some(Input::Given(self.typed.clone())),
            _ => (),
        }
        None
    }
}

fn confirms(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Enter | KeyCode::Char(' '))
}

/// The command of a key at the question, where there is nothing to grade yet.
fn at_question(key: char) -> Option<Input> {
    command(&key.to_string()).filter(|input| !matches!(input, Input::Grade(_)))
}

/// Whether Control or Alt is held with a character: not the key that the character alone is.
pub fn is_chord(key: &KeyEvent) -> bool {
    let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
    matches!(key.code, KeyCode::Char(_)) && key.modifiers.intersects(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRADE: Wanted = Wanted::Grade { two_buttons: false };
    const TWO: Wanted = Wanted::Grade { two_buttons: true };
    const GOOD: Option<Input> = Some(Input::Grade(Rating::Good));

    fn key(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    fn pressed(code: KeyCode, modifiers: KeyModifiers, wanted: Wanted) -> Option<Input> {
        let key = KeyEvent::new(code, modifiers);
        Keyboard::default().press(&key, wanted, Duration::ZERO)
    }

    /// What the last key gives at a card that takes text, and what was typed then.
    fn typed(codes: &[KeyCode]) -> (Option<Input>, String) {
        let mut keyboard = Keyboard::default();
        let mut last = None;
        for code in codes {
            last = keyboard.press(&key(*code), Wanted::Text, Duration::ZERO);
        }
        (last, keyboard.typed)
    }

    #[test]
    fn control_and_alt_do_not_make_a_command() {
        for modifiers in [KeyModifiers::CONTROL, KeyModifiers::ALT] {
            for wanted in [Wanted::Text, Wanted::Reveal, GRADE] {
                for c in ['b', 's', 'u', 'q', '1'] {
                    assert_eq!(pressed(KeyCode::Char(c), modifiers, wanted), None);
                }
            }
        }
    }

    #[test]
    fn after_tab_a_command_is_taken_and_all_else_goes_back_to_the_text() {
        use KeyCode::{Char, Enter, Esc, Tab};
        assert_eq!(typed(&[Tab, Char('u')]).0, Some(Input::Undo));
        for back in [Tab, Esc, Enter, Char('x'), Char('1'), Char(' ')] {
            let (input, text) = typed(&[Char('a'), Esc, back, Char('u')]);
            assert_eq!((input, text.as_str()), (None, "au"), "{back:?}");
        }
    }

    #[test]
    fn a_held_space_reveals_and_does_not_grade() {
        let mut keyboard = Keyboard::default();
        let space = key(KeyCode::Char(' '));
        let revealed = keyboard.press(&space, Wanted::Reveal, Duration::ZERO);
        assert_eq!(revealed, Some(Input::Reveal));
        keyboard.hold(Duration::from_millis(500));
        let mut at = |millis, wanted| {
            keyboard.press(
                &key(KeyCode::Char(' ')),
                wanted,
                Duration::from_millis(millis),
            )
        };
        for millis in [530, 560, 590, 620] {
            assert_eq!(at(millis, GRADE), None);
        }
        assert_eq!(at(900, GRADE), GOOD);
    }

    #[test]
    fn a_quick_second_press_grades_at_once() {
        let mut keyboard = Keyboard::default();
        let space = key(KeyCode::Char(' '));
        keyboard.press(&space, Wanted::Reveal, Duration::ZERO);
        let soon = Duration::from_millis(40);
        assert!(!keyboard.may_be_held(&space, GRADE, soon));
        assert_eq!(keyboard.press(&space, GRADE, soon), GOOD);
    }

    #[test]
    fn the_first_repeat_of_a_held_space_is_looked_at_twice() {
        let mut keyboard = Keyboard::default();
        let space = key(KeyCode::Char(' '));
        keyboard.press(&space, Wanted::Reveal, Duration::ZERO);
        assert!(keyboard.may_be_held(&space, GRADE, Duration::from_millis(500)));
        assert!(!keyboard.may_be_held(&space, GRADE, Duration::from_millis(1000)));
        assert!(!keyboard.may_be_held(&space, Wanted::Reveal, Duration::from_millis(500)));
    }

    #[test]
    fn another_key_grades_at_once() {
        let mut keyboard = Keyboard::default();
        keyboard.press(&key(KeyCode::Enter), Wanted::Reveal, Duration::ZERO);
        let three = key(KeyCode::Char('3'));
        assert_eq!(keyboard.press(&three, GRADE, Duration::ZERO), GOOD);
    }

    #[test]
    fn of_two_buttons_the_second_is_good_and_there_is_no_third() {
        let press = |c| pressed(KeyCode::Char(c), KeyModifiers::NONE, TWO);
        assert_eq!(press('2'), GOOD);
        assert_ne!(press('3'), GOOD);
        assert_eq!(pressed(KeyCode::Char('3'), KeyModifiers::NONE, GRADE), GOOD);
    }
}
