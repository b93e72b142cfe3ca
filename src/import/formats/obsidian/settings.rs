//! What the plugin's settings say of a vault: separators, deck tags, cloze patterns.
//!
//! They stand in `.obsidian/plugins/obsidian-spaced-repetition/data.json` at the top of the vault.
//! Without them the plugin's own defaults hold.

use super::cloze::Pattern;
use crate::import::file::File;
use serde_json::Value;

const PATH: &str = ".obsidian/plugins/obsidian-spaced-repetition/data.json";
const SIZE_MAX: u64 = 1 << 20;

/// How the cards of a vault are written.
#[derive(Debug)]
pub struct Settings {
    /// The folder of the vault, with a slash at its end where it is not the top; `None` where the
    /// file stands in no vault that is known.
    pub vault: Option<String>,
    /// Without the `#`, in small letters.
    pub deck_tags: Vec<String>,
    /// Each folder is a deck, whatever the tags say.
    pub folders_are_decks: bool,
    /// Empty separators are never found.
    pub single: String,
    pub single_reversed: String,
    pub multi: String,
    pub multi_reversed: String,
    /// Ends a card of several lines, which then may have blank lines; empty: a blank line does.
    pub end: String,
    pub patterns: Vec<Pattern>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            vault: None,
            deck_tags: vec!["flashcards".to_string()],
            folders_are_decks: false,
            single: "::".to_string(),
            single_reversed: ":::".to_string(),
            multi: "?".to_string(),
            multi_reversed: "??".to_string(),
            end: String::new(),
            patterns: vec![Pattern::highlight()],
        }
    }
}

impl Settings {
    /// Returns the settings of the innermost vault that holds `file`.
    pub fn of(file: &File) -> Settings {
        let vaults = file.beside.paths().iter();
        let vaults = vaults.filter_map(|path| path.strip_suffix(PATH));
        let holds = |vault: &&str| {
            (vault.is_empty() || vault.ends_with('/')) && file.path.starts_with(vault)
        };
        let Some(vault) = vaults.filter(holds).max_by_key(|vault| vault.len()) else {
            return Settings::default();
        };
        let bytes = file.beside.read(&format!("{vault}{PATH}"), SIZE_MAX);
        let json = bytes
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let mut settings = json.map_or_else(Settings::default, |json| Settings::read(&json));
        settings.vault = Some(vault.to_string());
        settings
    }

    fn read(json: &Value) -> Settings {
        let json = json.get("settings").unwrap_or(json);
        let usual = Settings::default();
        let text = |key: &str, usual: String| {
            let text = json.get(key).and_then(Value::as_str);
            text.map_or(usual, |text| text.trim().to_string())
        };
        let flag = |key: &str| json.get(key).and_then(Value::as_bool);
        let tags = strings(json.get("flashcardTags"));
        let tags = tags.map(|tags| {
            let tag = |tag: &String| {
                tag.trim_start_matches('#')
                    .trim_end_matches('/')
                    .to_lowercase()
            };
            tags.iter().map(tag).filter(|tag| !tag.is_empty()).collect()
        });
        Settings {
            vault: None,
            deck_tags: tags.unwrap_or(usual.deck_tags),
            folders_are_decks: flag("convertFoldersToDecks").unwrap_or(false),
            single: text("singleLineCardSeparator", usual.single),
            single_reversed: text("singleLineReversedCardSeparator", usual.single_reversed),
            multi: text("multilineCardSeparator", usual.multi),
            multi_reversed: text("multilineReversedCardSeparator", usual.multi_reversed),
            end: text("multilineCardEndMarker", usual.end),
            patterns: match strings(json.get("clozePatterns")) {
                Some(patterns) => patterns
                    .iter()
                    .filter_map(|text| Pattern::parse(text))
                    .collect(),
                None => older_patterns(&flag),
            },
        }
    }

    /// Whether a tag, without its `#`, names a deck.
    pub fn is_deck(&self, tag: &str) -> bool {
        let tag = tag.to_lowercase();
        let names = |deck: &String| {
            tag.strip_prefix(deck.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.deck_tags.iter().any(names)
    }

    /// The names of the deck of a tag. The one tag that stands for all cards says nothing more.
    pub fn deck(&self, tag: &str) -> Vec<String> {
        let names = tag.split('/').filter(|name| !name.is_empty());
        let is_only = self.deck_tags.len() == 1;
        let skip = if is_only {
            self.deck_tags[0].split('/').count()
        } else {
            0
        };
        names.skip(skip).map(str::to_string).collect()
    }
}

/// Before patterns could be written there were three switches.
fn older_patterns(flag: &impl Fn(&str) -> Option<bool>) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    if flag("convertHighlightsToClozes").unwrap_or(true) {
        patterns.push(Pattern::highlight());
    }
    if flag("convertBoldTextToClozes") == Some(true) {
        patterns.extend(Pattern::parse("**[123;;]answer[;;hint]**"));
    }
    if flag("convertCurlyBracketsToClozes") == Some(true) {
        patterns.extend(Pattern::parse("{{[123;;]answer[;;hint]}}"));
    }
    patterns
}

fn strings(value: Option<&Value>) -> Option<Vec<String>> {
    let items = value?.as_array()?.iter();
    Some(
        items
            .filter_map(Value::as_str)
            .map(str::to_string)
            .collect(),
    )
}
