//! The settings: few, each with a default that most people keep.
//!
//! They are read once; an unknown key is a warning with the nearest known one, a bad value an
//! error that names its line. `config set` changes one value and keeps the comments.

use super::failure::{Failure, Result};
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item, Value};

/// What the learner may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Chance of recall at which a card returns, 0.70..=0.99.
    pub desired_retention: f32,
    /// New cards a day.
    pub new_per_day: u32,
    /// Local hour at which the study day begins, 0..=23.
    pub rollover_hour: u8,
    /// Whether intervals vary a little, so that cards learned together part.
    pub fuzz: bool,
    /// 4 grades, or 2 (Again and Good).
    pub buttons: u8,
    pub keys: Keys,
    pub colour: Colour,
    pub theme: Theme,
    /// Whether a card with choices shows them with the question.
    pub choices: bool,
    /// Folders and files with decks, beside the learner's own folder.
    pub decks: Vec<PathBuf>,
    /// Desired retention where a deck has its own, by deck id.
    pub deck_retention: Vec<(String, f32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    Default,
    Vi,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Dark,
    Light,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            desired_retention: 0.9,
            new_per_day: 12,
            rollover_hour: 4,
            fuzz: true,
            buttons: 4,
            keys: Keys::Default,
            colour: Colour::Auto,
            theme: Theme::Auto,
            choices: false,
            decks: Vec::new(),
            deck_retention: Vec::new(),
        }
    }
}

/// One setting: its key, what it means, and how it is read and shown.
pub struct Setting {
    pub key: &'static str,
    pub about: &'static str,
    read: fn(&mut Config, &Value) -> std::result::Result<(), String>,
    pub show: fn(&Config) -> String,
}

/// All settings, in the order in which they are listed.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "desired_retention",
        about: "chance of recall at which a card returns, 0.70 to 0.99",
        read: |config, value| {
            config.desired_retention = retention(value)?;
            Ok(())
        },
        show: |config| format!("{:.2}", config.desired_retention),
    },
    Setting {
        key: "new_per_day",
        about: "new cards a day, 0 to 9999",
        read: |config, value| {
            config.new_per_day = whole(value, 0, 9999)? as u32;
            Ok(())
        },
        show: |config| config.new_per_day.to_string(),
    },
    Setting {
        key: "rollover_hour",
        about: "local hour at which the study day begins, 0 to 23",
        read: |config, value| {
            config.rollover_hour = whole(value, 0, 23)? as u8;
            Ok(())
        },
        show: |config| config.rollover_hour.to_string(),
    },
    Setting {
        key: "fuzz",
        about: "let intervals vary a little, so that cards learned together part: true or false",
        read: |config, value| {
            config.fuzz = value.as_bool().ok_or("write true or false")?;
            Ok(())
        },
        show: |config| config.fuzz.to_string(),
    },
    Setting {
        key: "buttons",
        about: "grades to choose from: 4, or 2 (Again and Good)",
        read: |config, value| match whole(value, 2, 4)? {
            3 => Err("write 2 or 4".to_string()),
            buttons => {
                config.buttons = buttons as u8;
                Ok(())
            }
        },
        show: |config| config.buttons.to_string(),
    },
    Setting {
        key: "keys",
        about: "keys of a review: \"default\", or \"vi\" (h j k l grade Again, Hard, Good, Easy)",
        read: |config, value| {
            config.keys = word(value, &[("default", Keys::Default), ("vi", Keys::Vi)])?;
            Ok(())
        },
        show: |config| {
            quoted(if config.keys == Keys::Vi {
                "vi"
            } else {
                "default"
            })
        },
    },
    Setting {
        key: "colour",
        about: "colour on the terminal: \"auto\", \"always\" or \"never\"",
        read: |config, value| {
            config.colour = word(value, &COLOURS)?;
            Ok(())
        },
        show: |config| quoted(name_of(&COLOURS, config.colour)),
    },
    Setting {
        key: "theme",
        about: "what the terminal's background is: \"auto\", \"dark\" or \"light\"",
        read: |config, value| {
            config.theme = word(value, &THEMES)?;
            Ok(())
        },
        show: |config| quoted(name_of(&THEMES, config.theme)),
    },
    Setting {
        key: "choices",
        about: "show the choices of a card with its question: true or false",
        read: |config, value| {
            config.choices = value.as_bool().ok_or("write true or false")?;
            Ok(())
        },
        show: |config| config.choices.to_string(),
    },
    Setting {
        key: "decks",
        about: "folders and files with decks, beside your own folder: a list of paths",
        read: |config, value| {
            let paths = value
                .as_array()
                .ok_or("write a list of paths: [\"/path\", …]")?;
            let path = |value: &Value| {
                value
                    .as_str()
                    .map(PathBuf::from)
                    .ok_or("write each path in quotes")
            };
            config.decks = paths
                .iter()
                .map(path)
                .collect::<std::result::Result<_, _>>()?;
            Ok(())
        },
        show: |config| {
            let paths: Vec<String> = config
                .decks
                .iter()
                .map(|path| quoted(&path.to_string_lossy()))
                .collect();
            format!("[{}]", paths.join(", "))
        },
    },
];

const COLOURS: [(&str, Colour); 3] = [
    ("auto", Colour::Auto),
    ("always", Colour::Always),
    ("never", Colour::Never),
];
const THEMES: [(&str, Theme); 3] = [
    ("auto", Theme::Auto),
    ("dark", Theme::Dark),
    ("light", Theme::Light),
];

/// Per deck: `retention.kafka = 0.95`.
pub const RETENTION_TABLE: &str = "retention";

fn retention(value: &Value) -> std::result::Result<f32, String> {
    let number = value
        .as_float()
        .or(value.as_integer().map(|whole| whole as f64));
    match number {
        Some(number) if (0.70..=0.99).contains(&number) => Ok(number as f32),
        _ => Err("write a number from 0.70 to 0.99".to_string()),
    }
}

fn whole(value: &Value, least: i64, most: i64) -> std::result::Result<i64, String> {
    match value.as_integer() {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("write a whole number from {least} to {most}")),
    }
}

fn word<T: Copy>(value: &Value, words: &[(&str, T)]) -> std::result::Result<T, String> {
    let found = value
        .as_str()
        .and_then(|text| words.iter().find(|(word, _)| *word == text));
    let all: Vec<String> = words.iter().map(|(word, _)| quoted(word)).collect();
    found
        .map(|(_, meant)| *meant)
        .ok_or_else(|| format!("write one of {}", all.join(", ")))
}

fn name_of<T: PartialEq>(words: &[(&'static str, T)], wanted: T) -> &'static str {
    words
        .iter()
        .find(|(_, meant)| *meant == wanted)
        .map_or("", |(word, _)| word)
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Reads the settings from the text of the file; returns them with warnings about unknown keys.
pub fn parse(text: &str, path: &Path) -> Result<(Config, Vec<String>)> {
    let document: toml_edit::Document<String> = toml_edit::Document::parse(text.to_string())
        .map_err(|error| bad(path, text, error.span(), error.message()))?;
    let (mut config, mut warnings) = (Config::default(), Vec::new());
    for (key, item) in document.iter() {
        let fault = |what: &str| bad(path, text, item.span(), &format!("`{key}`: {what}"));
        if key == RETENTION_TABLE {
            config.deck_retention = retention_table(item).map_err(|what| fault(&what))?;
        } else if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) {
            let value = item.as_value().ok_or_else(|| fault("write one value"))?;
            (setting.read)(&mut config, value).map_err(|what| fault(&what))?;
        } else {
            warnings.push(format!(
                "{}: unknown setting `{key}`{}",
                path.display(),
                nearest(key)
            ));
        }
    }
    Ok((config, warnings))
}

fn retention_table(item: &Item) -> std::result::Result<Vec<(String, f32)>, String> {
    let table = item
        .as_table_like()
        .ok_or("write a table: [retention] with `deck-id = 0.95`")?;
    table
        .iter()
        .map(|(deck, item)| {
            let value = item.as_value().ok_or("write one number for each deck")?;
            Ok((
                deck.to_string(),
                retention(value).map_err(|what| format!("{deck}: {what}"))?,
            ))
        })
        .collect()
}

fn nearest(key: &str) -> String {
    let known = SETTINGS
        .iter()
        .map(|setting| setting.key)
        .chain([RETENTION_TABLE]);
    let best = known
        .map(|known| (strsim::jaro_winkler(known, key), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, known)) if 0.8 <= likeness => format!(": did you mean `{known}`?"),
        _ => String::new(),
    }
}

fn bad(path: &Path, text: &str, span: Option<std::ops::Range<usize>>, what: &str) -> Failure {
    let before = &text[..span.map_or(0, |span| span.start.min(text.len()))];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |rest| rest.chars().count())
        + 1;
    Failure::usage(format!("{}:{line}:{column}: {what}", path.display()))
        .hint("`retain config edit` opens it")
}

/// Returns `text` with `key` set to `value`, comments and order kept.
///
/// A value that is no TOML is taken as a word, so that quotes may be left out.
pub fn set(text: &str, key: &str, value: &str, path: &Path) -> Result<String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| bad(path, text, error.span(), error.message()))?;
    let mut new: Value = value.parse().unwrap_or_else(|_| Value::from(value));
    let item = match key.split_once('.') {
        Some((RETENTION_TABLE, deck)) => &mut document[RETENTION_TABLE][deck],
        _ if SETTINGS.iter().any(|setting| setting.key == key) => &mut document[key],
        _ => return Err(unknown(key)),
    };
    if let Some(old) = item.as_value() {
        *new.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(new);
    let changed = document.to_string();
    parse(&changed, path)?;
    Ok(changed)
}

/// Shows the value of one key.
pub fn get(config: &Config, key: &str) -> Result<String> {
    if let Some(deck) = key.strip_prefix("retention.") {
        let own = config.deck_retention.iter().find(|(name, _)| name == deck);
        return Ok(format!(
            "{:.2}",
            own.map_or(config.desired_retention, |(_, value)| *value)
        ));
    }
    let setting = SETTINGS
        .iter()
        .find(|setting| setting.key == key)
        .ok_or_else(|| unknown(key))?;
    Ok((setting.show)(config))
}

fn unknown(key: &str) -> Failure {
    Failure::usage(format!("no setting is called `{key}`{}", nearest(key)))
        .hint("`retain config list` shows them all")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<(Config, Vec<String>), String> {
        parse(text, Path::new("c.toml")).map_err(|failure| failure.message)
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(read(""), Ok((Config::default(), vec![])));
    }

    #[test]
    fn a_bad_value_names_its_line_and_what_to_write() {
        assert_eq!(
            read("# mine\nnew_per_day = -1\n").unwrap_err(),
            "c.toml:2:15: `new_per_day`: write a whole number from 0 to 9999"
        );
    }

    #[test]
    fn an_unknown_key_is_a_warning_with_the_nearest() {
        let (_, warnings) = read("new_perday = 3\n").unwrap();
        assert_eq!(
            warnings,
            ["c.toml: unknown setting `new_perday`: did you mean `new_per_day`?"]
        );
    }

    #[test]
    fn setting_a_value_keeps_comments() {
        let text = "# mine\nnew_per_day = 5 # few\nfuzz = true\n";
        let changed = set(text, "new_per_day", "8", Path::new("c.toml")).unwrap();
        assert_eq!(changed, "# mine\nnew_per_day = 8 # few\nfuzz = true\n");
    }

    #[test]
    fn a_word_needs_no_quotes_and_a_bad_one_changes_nothing() {
        assert_eq!(
            set("", "keys", "vi", Path::new("c.toml")).unwrap(),
            "keys = \"vi\"\n"
        );
        assert!(set("", "keys", "emacs", Path::new("c.toml")).is_err());
    }

    #[test]
    fn a_deck_may_have_its_own_retention() {
        let text = set("", "retention.kafka", "0.95", Path::new("c.toml")).unwrap();
        let (config, _) = read(&text).unwrap();
        assert_eq!(get(&config, "retention.kafka").unwrap(), "0.95");
        assert_eq!(get(&config, "retention.jwt").unwrap(), "0.90");
    }

    #[test]
    fn every_setting_shows_what_it_reads() {
        let config = Config::default();
        for setting in SETTINGS {
            let shown = (setting.show)(&config);
            let text = set("", setting.key, &shown, Path::new("c.toml")).unwrap();
            assert_eq!(read(&text).unwrap().0, config, "{}", setting.key);
        }
    }
}
