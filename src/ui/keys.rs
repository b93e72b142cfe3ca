//! What keys mean, on lines and on the keyboard alike.

use crate::model::event::Rating;
use crate::session::Input;

/// What a key means wherever it is pressed; `None` for one that means nothing.
pub fn command(key: &str) -> Option<Input> {
    Some(match key {
        "u" => Input::Undo,
        "e" => Input::Edit,
        "s" => Input::Suspend,
        "b" => Input::Bury,
        "f" => Input::Flag,
        "h" => Input::Hint,
        "i" => Input::Info,
        "?" => Input::Keys,
        "q" => Input::Quit,
        _ => return Rating::from_name(key).map(Input::Grade),
    })
}

/// A grade by number or name. With two buttons the second is Good, and there is no third.
pub fn graded(word: &str, two_buttons: bool) -> Option<Input> {
    let rating = match word {
        "2" if two_buttons => Rating::Good,
        // The session says which grades there are.
        "3" | "4" if two_buttons => Rating::Easy,
        _ => Rating::from_name(word)?,
    };
    Some(Input::Grade(rating))
}
