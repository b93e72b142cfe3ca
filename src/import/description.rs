//! Facts that stand at the end of a deck's description, one paragraph each.
//!
//! `By:` and `Licence:` are written by people and by our exports. The rest of the front matter has a
//! line that only exports write, so that no prose is taken for it:
//!
//! ```text
//! retain: topic=caching level=senior checked=2026-03 title=Caching: what, where, how long
//! ```
//!
//! A title goes to the end of the line. Keys that are not known are passed over.

use crate::deck::is_month;
use crate::import::draft::DeckFacts;
use crate::model::card::is_slug;
use crate::model::level::Level;

/// Bytes of a licence or of all authors, and of one author: what is longer is prose.
const FACT_MAX: usize = 200;
const AUTHOR_MAX: usize = 90;

impl DeckFacts {
    /// What a description says, Markdown.
    pub fn of_about(deck: Vec<String>, about: &str) -> DeckFacts {
        let mut facts = DeckFacts {
            deck,
            ..DeckFacts::default()
        };
        let mut about = about.trim();
        loop {
            let (rest, last) = about.rsplit_once("\n\n").unwrap_or(("", about));
            if last.contains('\n') || !facts.take(last) {
                break;
            }
            about = rest.trim_end();
        }
        facts.about = about.to_string();
        facts
    }

    /// Says whether a paragraph is a fact.
    fn take(&mut self, paragraph: &str) -> bool {
        let Some((name, value)) = paragraph.split_once(':') else {
            return false;
        };
        let value = unescaped(value.trim());
        match name {
            "retain" => return self.take_own(&value),
            _ if value.is_empty() || FACT_MAX < value.len() => return false,
            "Licence" | "License" => self.licence = Some(value),
            "By" | "Authors" => {
                let authors = authors(&value);
                if authors.iter().any(|author| AUTHOR_MAX < author.len()) {
                    return false;
                }
                self.authors = authors;
            }
            _ => return false,
        }
        true
    }

    /// Reads the line of an export; one without a fact that is right is prose.
    fn take_own(&mut self, line: &str) -> bool {
        let (line, title) = match line.split_once("title=") {
            Some((line, title)) => (line, Some(title)),
            None => (line, None),
        };
        self.title = title.map(str::to_string);
        let mut is_fact = title.is_some();
        for (key, value) in line
            .split_whitespace()
            .filter_map(|word| word.split_once('='))
        {
            match key {
                "topic" if is_slug(value) => self.topic = Some(value.to_string()),
                "level" => self.level = Level::from_name(value),
                "checked" if is_month(value) => self.checked = Some(value.to_string()),
                _ => continue,
            }
            is_fact = true;
        }
        is_fact
    }
}

/// The authors, parted by commas, or by semicolons where a name has a comma.
fn authors(value: &str) -> Vec<String> {
    let sign = if value.contains(';') { ';' } else { ',' };
    let names = value.split(sign).map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    names.map(str::to_string).collect()
}

/// Plain text of Markdown that stands for plain text.
fn unescaped(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(about: &str) -> DeckFacts {
        DeckFacts::of_about(Vec::new(), about)
    }

    #[test]
    fn a_description_tells_licence_and_authors_at_its_end() {
        let of = |about: &str| {
            let facts = facts(about);
            (facts.about, facts.licence, facts.authors)
        };
        let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect();
        assert_eq!(
            of("All.\n\nBy: Ada, Bob\n\nLicence: CC-BY-4.0\n"),
            (
                "All.".to_string(),
                Some("CC-BY-4.0".to_string()),
                texts(&["Ada", "Bob"])
            )
        );
        assert_eq!(
            of("By: Lovelace, Ada; \\_bob\\_\n\nLicense: MIT"),
            (
                String::new(),
                Some("MIT".to_string()),
                texts(&["Lovelace, Ada", "_bob_"])
            )
        );
        let inside = "Licence: see below\n\nIt is free.";
        assert_eq!(of(inside), (inside.to_string(), None, texts(&[])));
    }

    #[test]
    fn the_line_of_an_export_tells_the_rest() {
        let own = facts("All.\n\nretain: topic=tls level=senior new=1 checked=2026-03 title=A = b");
        assert_eq!(
            own,
            DeckFacts {
                about: "All.".to_string(),
                topic: Some("tls".to_string()),
                level: Some(Level::Senior),
                checked: Some("2026-03".to_string()),
                title: Some("A = b".to_string()),
                ..DeckFacts::default()
            }
        );
        let title = facts("retain: title=topic=tls");
        assert_eq!(
            (title.title.as_deref(), title.topic),
            (Some("topic=tls"), None)
        );
    }

    #[test]
    fn what_is_no_fact_stays_in_the_description() {
        let long = format!("By: {}", "a".repeat(AUTHOR_MAX + 1));
        for about in [
            "retain: by heart",
            "retain: topic=No checked=now",
            "Level: senior",
            &long,
        ] {
            assert_eq!(facts(about).about, about);
        }
    }
}
