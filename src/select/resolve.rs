//! The names in a selector, checked against those that exist.

use super::error::{Fault, SelectError};
use super::near::nearest;
use super::{Field, Pattern, Selector, State};
use crate::model::catalogue::Topic;

/// The names that a selector may use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    pub decks: Vec<String>,
    pub topics: Vec<String>,
    pub areas: Vec<String>,
    pub roadmaps: Vec<String>,
    /// `section`, and `roadmap/section`.
    pub sections: Vec<String>,
    pub priorities: Vec<String>,
    /// Of all decks, `a::b` for a tag below a tag.
    pub tags: Vec<String>,
    pub levels: Vec<String>,
    pub terms: Vec<TermName>,
}

/// A term of the catalogue, or one that a card names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermName {
    pub name: String,
    /// The topic whose only term it is: all cards of that topic teach it.
    pub sole_of: Option<String>,
}

impl TermName {
    /// The terms of `topic`.
    pub fn of(topic: &Topic) -> impl Iterator<Item = TermName> {
        let sole_of = (topic.terms.len() == 1).then(|| topic.id.clone());
        topic.terms.iter().map(move |name| TermName {
            name: name.clone(),
            sole_of: sole_of.clone(),
        })
    }
}

/// Replaces every name by the one that exists, and every bare word by what it names.
///
/// A bare word that is a deck, topic or area selects it (all of them where several are called so);
/// a word that is a part of deck ids between hyphens selects those decks; else it is text.
/// A name that nothing is called is a fault with the nearest one; card ids are not checked.
pub fn resolve(selector: Selector, names: &Names) -> Result<Selector, SelectError> {
    let all = |parts: Vec<Selector>| -> Result<Vec<Selector>, SelectError> {
        parts.into_iter().map(|part| resolve(part, names)).collect()
    };
    match selector {
        Selector::And(parts) => Ok(Selector::and(all(parts)?)),
        Selector::Or(parts) => Ok(Selector::or(all(parts)?)),
        Selector::Not(inner) => Ok(resolve(*inner, names)?.not()),
        Selector::Word(pattern) => Ok(names.word(pattern)),
        Selector::Named(Field::Card, _) => Ok(selector),
        Selector::Named(field, pattern) => names.named(field, pattern),
        other => Ok(other),
    }
}

impl Names {
    fn word(&self, pattern: Pattern) -> Selector {
        let Some(word) = pattern.as_literal() else {
            let is_deck = self.decks.iter().any(|deck| pattern.matches(deck));
            return if is_deck {
                Selector::Named(Field::Deck, pattern)
            } else {
                Selector::Text(pattern)
            };
        };
        if self.is_card(word) {
            return Selector::Named(Field::Card, pattern);
        }
        let fields = [Field::Deck, Field::Topic, Field::Area];
        let mut found: Vec<Selector> = fields
            .into_iter()
            .filter_map(|field| self.exact(field, word))
            .collect();
        if found.is_empty() {
            found = parts_of(&self.decks, word)
                .map(|deck| named(Field::Deck, deck))
                .collect();
        }
        if found.is_empty() {
            Selector::Text(pattern)
        } else {
            any_of(found)
        }
    }

    /// `deck/card`, of a deck that exists.
    fn is_card(&self, word: &str) -> bool {
        word.split_once('/').is_some_and(|(deck, card)| {
            !card.is_empty()
                && self
                    .decks
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(deck))
        })
    }

    fn named(&self, field: Field, pattern: Pattern) -> Result<Selector, SelectError> {
        if field == Field::Term {
            return self.term(&pattern);
        }
        if let Some(name) = pattern.as_literal() {
            return self.literal(field, name);
        }
        match self.of(field).iter().any(|known| pattern.matches(known)) {
            true => Ok(Selector::Named(field, pattern)),
            false => Err(unknown(field, pattern.pieces().join("*"), None)),
        }
    }

    fn literal(&self, field: Field, name: &str) -> Result<Selector, SelectError> {
        if let Some(found) = self.exact(field, name) {
            return Ok(found);
        }
        // Anki marks leeches with a tag.
        if field == Field::Tag && name.eq_ignore_ascii_case("leech") {
            return Ok(Selector::Is(State::Leech));
        }
        let has_parts = matches!(
            field,
            Field::Deck | Field::Topic | Field::Area | Field::Roadmap | Field::Section
        );
        let parts = parts_of(self.of(field), name).map(|known| named(field, known));
        let parts: Vec<Selector> = parts.filter(|_| has_parts).collect();
        if parts.is_empty() {
            let near = nearest(name, self.of(field).iter().map(String::as_str));
            return Err(unknown(field, name.to_string(), near));
        }
        Ok(any_of(parts))
    }

    fn of(&self, field: Field) -> &[String] {
        match field {
            Field::Deck => &self.decks,
            Field::Topic => &self.topics,
            Field::Area => &self.areas,
            Field::Roadmap => &self.roadmaps,
            Field::Section => &self.sections,
            Field::Priority => &self.priorities,
            Field::Tag => &self.tags,
            Field::Level => &self.levels,
            Field::Term | Field::Card => &[],
        }
    }

    /// The name in its own case; for a tag also one that has tags below it.
    fn exact(&self, field: Field, name: &str) -> Option<Selector> {
        let wanted = name.to_lowercase();
        let below = format!("{wanted}::");
        let known = self
            .of(field)
            .iter()
            .map(|known| (known, known.to_lowercase()));
        let mut known = known.filter(|(_, lower)| {
            *lower == wanted || field == Field::Tag && lower.starts_with(&below)
        });
        let (known, lower) = known.next()?;
        Some(named(field, if lower == wanted { known } else { name }))
    }

    /// The terms that match, with the topics that they are all of.
    fn term(&self, pattern: &Pattern) -> Result<Selector, SelectError> {
        let is_meant = |term: &&TermName| pattern.matches(&term.name);
        let meant: Vec<&TermName> = self.terms.iter().filter(is_meant).collect();
        let Some(first) = meant.first() else {
            let written = pattern.pieces().join("*");
            let near = nearest(&written, self.terms.iter().map(|term| term.name.as_str()));
            return Err(unknown(Field::Term, written, near));
        };
        let mut found = vec![match pattern.as_literal() {
            Some(_) => named(Field::Term, &first.name),
            None => Selector::Named(Field::Term, pattern.clone()),
        }];
        let topics = meant.iter().filter_map(|term| term.sole_of.as_deref());
        found.extend(topics.map(|topic| named(Field::Topic, topic)));
        Ok(any_of(found))
    }
}

/// Any of `found`, each once.
fn any_of(found: Vec<Selector>) -> Selector {
    let mut once: Vec<Selector> = Vec::with_capacity(found.len());
    for selector in found {
        if !once.contains(&selector) {
            once.push(selector);
        }
    }
    Selector::or(once)
}

fn named(field: Field, name: &str) -> Selector {
    Selector::Named(field, Pattern::literal(name))
}

fn unknown(field: Field, name: String, near: Option<String>) -> SelectError {
    SelectError {
        fault: Fault::UnknownName { field, name, near },
        place: None,
    }
}

/// The ids in which `part` stands between hyphens or ends: `caching` in `caching-strategies`.
fn parts_of<'a>(ids: &'a [String], part: &str) -> impl Iterator<Item = &'a str> {
    let part = format!("-{}-", part.to_lowercase());
    ids.iter()
        .filter(move |id| format!("-{id}-").contains(&part))
        .map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::parse_line;

    fn names() -> Names {
        let list = |words: &str| words.split_whitespace().map(str::to_string).collect();
        let term = |name: &str, sole_of: Option<&str>| TermName {
            name: name.to_string(),
            sole_of: sole_of.map(str::to_string),
        };
        Names {
            decks: list("caching-strategies kafka kafka-streams redis-caching go"),
            topics: list("caching-strategies kafka redis go golang-web"),
            areas: list("security caching-performance"),
            roadmaps: list("backend-roadmap zero-to-senior"),
            sections: list("foundations backend-roadmap/foundations"),
            priorities: list("mandatory good"),
            tags: list("Databases lang::rust lang::go"),
            levels: list("foundation intermediate senior"),
            terms: vec![
                term("Cache-Aside", Some("caching-strategies")),
                term("Cache stampede", None),
                term("PACELC", None),
            ],
        }
    }

    fn resolved(words: &str) -> Result<String, String> {
        let selector = parse_line(words).unwrap();
        resolve(selector, &names())
            .map(|selector| selector.to_string())
            .map_err(|error| error.to_string())
    }

    fn check(words: &str, expected: &str) {
        assert_eq!(resolved(words), Ok(expected.to_string()), "{words}");
    }

    fn refuse(words: &str, expected: &str) {
        assert_eq!(resolved(words), Err(expected.to_string()), "{words}");
    }

    #[test]
    fn a_bare_word_is_what_is_called_so() {
        check("security", "area:security");
        check("redis", "topic:redis");
        check("KAFKA is:due", "(deck:kafka or topic:kafka) is:due");
    }

    #[test]
    fn a_bare_word_may_be_a_part_of_deck_ids() {
        check("strategies", "deck:caching-strategies");
        check("caching", "deck:caching-strategies or deck:redis-caching");
        check("-streams", "-deck:kafka-streams");
    }

    #[test]
    fn a_part_ends_at_hyphens() {
        check("cach", r#""cach""#);
        check("kafk", r#""kafk""#);
    }

    #[test]
    fn a_bare_word_with_a_wildcard_is_decks_before_it_is_text() {
        check("kafka*", "deck:kafka*");
        check("acknow*", r#""acknow*""#);
    }

    #[test]
    fn other_words_and_phrases_are_text() {
        check("stampede", r#""stampede""#);
        check(r#""kafka" a"#, r#""kafka" "a""#);
        check("text:kafka", r#""kafka""#);
    }

    #[test]
    fn a_deck_and_a_card_with_a_slash_are_a_card() {
        check("kafka/acks", "card:kafka/acks");
        check("request/response", r#""request/response""#);
    }

    #[test]
    fn a_name_may_be_a_part_between_hyphens() {
        check("deck:streams", "deck:kafka-streams");
        check("topic:web", "topic:golang-web");
        check("area:performance", "area:caching-performance");
        check("roadmap:zero", "roadmap:zero-to-senior");
    }

    #[test]
    fn the_whole_name_goes_before_parts() {
        check("deck:kafka", "deck:kafka");
    }

    #[test]
    fn a_name_that_nothing_has_is_refused_with_the_nearest() {
        refuse(
            "deck:kafak",
            "no deck is called `kafak`: did you mean `kafka`?",
        );
        refuse(
            "tag:database",
            "no tag is called `database`: did you mean `Databases`?",
        );
        refuse(
            "level:seniour",
            "no level is called `seniour`: did you mean `senior`?",
        );
        refuse(
            "term:pacel",
            "no term is called `pacel`: did you mean `PACELC`?",
        );
        refuse(
            "area:zzz",
            "no area is called `zzz`: to search the text, leave out `area:`",
        );
        refuse(
            "deck:z*",
            "no deck is called `z*`: to search the text, leave out `deck:`",
        );
    }

    #[test]
    fn a_section_may_name_its_roadmap() {
        check("section:foundations", "section:foundations");
        check(
            "section:backend-roadmap/foundations priority:mandatory",
            "section:backend-roadmap/foundations priority:mandatory",
        );
        refuse(
            "priority:mandatori",
            "no priority is called `mandatori`: did you mean `mandatory`?",
        );
    }

    #[test]
    fn names_are_checked_inside_brackets_and_negations() {
        refuse(
            "a or -(b deck:kafak)",
            "no deck is called `kafak`: did you mean `kafka`?",
        );
    }

    #[test]
    fn a_tag_stands_for_the_tags_below_it() {
        check("tag:lang", "tag:lang");
        check("tag:databases", "tag:Databases");
        check("tag:lang*", r#"tag:lang*"#);
    }

    #[test]
    fn ankis_tag_for_leeches_is_a_state_here() {
        check("tag:leech", "is:leech");
    }

    #[test]
    fn a_term_brings_the_topic_that_is_all_about_it() {
        check(
            "term:cache-aside",
            "term:Cache-Aside or topic:caching-strategies",
        );
        check("term:pacelc", "term:PACELC");
        check("term:cache*", "term:cache* or topic:caching-strategies");
    }

    #[test]
    fn card_ids_are_not_checked() {
        check("card:nowhere/nothing", "card:nowhere/nothing");
    }

    #[test]
    fn what_is_resolved_resolves_to_itself() {
        for words in ["caching -redis", "kafka stampede", "tag:leech or go"] {
            let once = resolved(words).unwrap();
            assert_eq!(resolved(&once), Ok(once));
        }
    }
}
