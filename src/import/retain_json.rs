//! What `retain export --to json` writes, back again.
//!
//! A card that has its own text is that card again, whatever its other keys say; one without it is
//! made of them, so that other programs can write this shape too. It is told in `docs/export.md`.

use super::draft::{
    Ask, Content, DeckFacts, Deed, Draft, Fault, Harvest, History, Medium, Past, Standing,
};
use super::file::File;
use super::format::{Format, Likeness, Options};
use crate::deck::parse_card;
use crate::model::card::{Choice, Part, is_slug};
use crate::model::civil::{parse_day, parse_instant};
use crate::model::event::Rating;
use crate::model::level::Level;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The one format of this file.
pub struct RetainJson;

/// What stands in `format`.
const MARK: &str = "retain-json";

/// The newest shape that is known.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Source {
    #[serde(default = "one")]
    version: u32,
    #[serde(default)]
    decks: Vec<SourceDeck>,
    #[serde(default)]
    media: Vec<SourceMedium>,
}

#[derive(Deserialize)]
struct SourceDeck {
    name: Vec<String>,
    id: Option<String>,
    title: Option<String>,
    topic: Option<String>,
    level: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    authors: Vec<String>,
    licence: Option<String>,
    checked: Option<String>,
    #[serde(default)]
    about: String,
    /// Read one by one, so that a fault in one refuses one.
    #[serde(default)]
    cards: Vec<Value>,
}

#[derive(Deserialize)]
struct SourceMedium {
    name: String,
    base64: String,
}

#[derive(Deserialize)]
struct SourceCard {
    key: Option<String>,
    text: Option<String>,
    guid: Option<String>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    reversed: bool,
    #[serde(default)]
    choices: Vec<SourceChoice>,
    #[serde(default)]
    accept: Vec<String>,
    #[serde(default)]
    steps: Vec<String>,
    hint: Option<String>,
    why: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    progress: Vec<Progress>,
}

#[derive(Deserialize)]
struct SourceChoice {
    #[serde(default)]
    right: bool,
    text: String,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Progress {
    part: Option<String>,
    #[serde(default)]
    events: Vec<SourceEvent>,
    #[serde(default)]
    state: State,
}

#[derive(Deserialize)]
struct SourceEvent {
    at: String,
    #[serde(default)]
    kind: String,
    rating: Option<String>,
    #[serde(default)]
    interval: u32,
    duration_ms: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct State {
    stability: Option<f32>,
    difficulty: Option<f32>,
    last_day: Option<String>,
    due: Option<String>,
    interval: u32,
    reps: u32,
    lapses: u32,
    suspended: bool,
    flagged: bool,
}

fn one() -> u32 {
    1
}

impl Format for RetainJson {
    fn name(&self) -> &'static str {
        MARK
    }

    fn label(&self) -> &'static str {
        "what `retain export --to json` writes"
    }

    fn likeness(&self, file: &File) -> Likeness {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            #[serde(rename = "decks")]
            _decks: IgnoredAny,
        }
        let bytes = file
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(file.bytes);
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if first != Some(&b'{') || !bytes.windows(MARK.len()).any(|at| at == MARK.as_bytes()) {
            return Likeness::No;
        }
        match serde_json::from_slice::<Head>(bytes) {
            Ok(head) if head.format == MARK => Likeness::Sure,
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let source: Source = serde_json::from_str(&text).map_err(|error| broken(file, &error))?;
        if VERSION < source.version {
            let what = format!(
                "it was written by a newer retain (shape {}, this one reads up to {VERSION})",
                source.version
            );
            return Err(Fault::new(file.path, what, "update retain"));
        }
        check_count(file, &source, options)?;
        for (deck_idx, deck) in source.decks.into_iter().enumerate() {
            let place = format!("{}: decks[{deck_idx}]", file.path);
            read_deck(deck, &place, options, harvest)?;
        }
        read_media(file, source.media, options, harvest)
    }
}

fn check_count(file: &File, source: &Source, options: &Options) -> Result<(), Fault> {
    let n_cards: usize = source.decks.iter().map(|deck| deck.cards.len()).sum();
    if n_cards <= options.limits.notes {
        return Ok(());
    }
    let what = format!(
        "it has {n_cards} cards, at most {} are read",
        options.limits.notes
    );
    Err(Fault::new(file.path, what, "raise `--max-notes`"))
}

fn broken(file: &File, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let end = text.rfind(" at line").unwrap_or(text.len());
    let place = file.at(error.line(), error.column().max(1));
    Fault::new(place, &text[..end], "export it again")
}

fn read_deck(
    deck: SourceDeck,
    place: &str,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    if options.limits.deck_levels < deck.name.len() {
        let what = format!(
            "its name has {} levels, at most {} are read",
            deck.name.len(),
            options.limits.deck_levels
        );
        return Err(Fault::new(place, what, "raise `--max-deck-levels`"));
    }
    for (card_idx, card) in deck.cards.into_iter().enumerate() {
        harvest.n_notes += 1;
        let place = format!("{place}.cards[{card_idx}]");
        let read = serde_json::from_value(card)
            .map_err(|error| Fault::new(&place, error.to_string(), "export it again"))
            .and_then(|card| draft(card, &deck.name, place, options));
        match read {
            Ok(draft) => harvest.drafts.push(draft),
            Err(fault) => harvest.refused.push(fault),
        }
    }
    harvest.decks.push(DeckFacts {
        deck: deck.name,
        title: deck.title,
        topic: deck.topic,
        level: deck.level.as_deref().and_then(Level::from_name),
        tags: deck.tags,
        id: deck.id,
        about: deck.about,
        checked: deck.checked,
        licence: deck.licence,
        authors: deck.authors,
    });
    Ok(())
}

fn draft(
    card: SourceCard,
    deck: &[String],
    place: String,
    options: &Options,
) -> Result<Draft, Fault> {
    if let Some(text) = &card.text {
        check_text(text, card.key.as_deref(), &place)?;
    }
    let history = match options.progress {
        true => card
            .progress
            .iter()
            .map(|one| history(one, &place))
            .collect::<Result<_, _>>()?,
        false => Vec::new(),
    };
    let parts = [card.question.as_str(), card.prompt.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let is_open = card.kind == "open";
    if card.text.is_none() && parts.is_empty() && card.kind != "cloze" {
        return Err(Fault::new(
            place,
            "the card has no question",
            "give it a `question`",
        ));
    }
    let answers = !card.answer.trim().is_empty()
        || card.choices.iter().any(|choice| choice.right)
        || !card.accept.is_empty()
        || !card.steps.is_empty();
    if card.text.is_none() && !answers && !is_open && !options.unanswered {
        return Err(Fault::new(
            place,
            "the card has no answer",
            "give it an `answer`",
        ));
    }
    let ask = ask(&card, answers);
    Ok(Draft {
        format: "",
        deck: deck.to_vec(),
        id: card.key.clone().or(card.guid),
        place,
        question: parts.join("\n\n"),
        ask,
        answer: card.answer,
        reversed: card.reversed,
        choices: card.choices.into_iter().map(Choice::from).collect(),
        hint: card.hint,
        why: card.why,
        sources: card.sources,
        tags: card.tags,
        history,
        // Without its text the key alone does not make it that card.
        key: card.key.filter(|_| card.text.is_some()),
        native: card.text,
    })
}

impl From<SourceChoice> for Choice {
    fn from(choice: SourceChoice) -> Choice {
        Choice {
            right: choice.right,
            text: choice.text,
            note: choice.note,
        }
    }
}

/// A card's own text must be one card, and the one that its key names.
fn check_text(text: &str, key: Option<&str>, place: &str) -> Result<(), Fault> {
    let hint = "export it again, or leave `text` out";
    let named = key.and_then(|key| key.split_once('/'));
    let Some((_, id)) = named.filter(|(deck, id)| is_slug(deck) && is_slug(id)) else {
        let what = "a card with a `text` needs its `key`: deck id, slash, card id";
        return Err(Fault::new(place, what, hint));
    };
    match parse_card(text) {
        Ok(card) if card.id.as_deref() == Some(id) => Ok(()),
        Ok(_) => {
            let what = format!("its `text` is not the card `{id}` that `key` names");
            Err(Fault::new(place, what, hint))
        }
        Err(faults) => {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            let first = first.lines().next().unwrap_or_default();
            Err(Fault::new(
                place,
                format!("its `text` cannot be read: {first}"),
                hint,
            ))
        }
    }
}

fn ask(card: &SourceCard, answers: bool) -> Ask {
    match card.kind.as_str() {
        "cloze" => Ask::Cloze,
        "typed" if !card.accept.is_empty() => Ask::Typed(card.accept.clone()),
        "number" if !card.accept.is_empty() => Ask::Number(card.accept[0].clone()),
        "order" if !card.steps.is_empty() => Ask::Order(card.steps.clone()),
        "open" => Ask::Open,
        _ if !answers => Ask::Open,
        _ => Ask::Recall,
    }
}

fn history(progress: &Progress, place: &str) -> Result<(Part, History), Fault> {
    let wrong = |what: String| Fault::new(place, what, "export it again");
    let part = match &progress.part {
        None => Part::Whole,
        Some(name) => Part::from_name(name).ok_or_else(|| {
            wrong(format!(
                "`part` is `{name}`: neither `c1` to `c500` nor `reversed`"
            ))
        })?,
    };
    let mut past = Vec::new();
    for event in &progress.events {
        let deed = match event.kind.as_str() {
            "" | "answer" => {
                let rating = event.rating.as_deref().and_then(Rating::from_name);
                Deed::Answer {
                    rating: rating.ok_or_else(|| wrong("an answer has no `rating`".to_string()))?,
                    interval: event.interval,
                    duration_ms: event.duration_ms,
                }
            }
            "reset" => Deed::Reset,
            _ => continue,
        };
        let at = parse_instant(&event.at)
            .ok_or_else(|| wrong(format!("`at` is `{}`, which is no instant", event.at)))?;
        past.push(Past { at, what: deed });
    }
    let state = &progress.state;
    let standing = state.due.as_ref().map(|_| standing(state));
    Ok((
        part,
        History {
            past,
            standing,
            suspended: state.suspended,
            flagged: state.flagged,
        },
    ))
}

fn standing(state: &State) -> Standing {
    Standing {
        stability: state
            .stability
            .filter(|days| days.is_finite() && 0.0 < *days),
        difficulty: state
            .difficulty
            .filter(|figure| (1.0..=10.0).contains(figure)),
        due: state.due.as_deref().and_then(parse_day),
        last_day: state.last_day.as_deref().and_then(parse_day),
        interval: state.interval,
        ease: None,
        reps: state.reps,
        lapses: state.lapses,
    }
}

fn read_media(
    file: &File,
    media: Vec<SourceMedium>,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    let mut n_bytes = 0;
    for (idx, medium) in media.into_iter().enumerate() {
        let place = format!("{}: media[{idx}]", file.path);
        let is_plain = !medium.name.is_empty()
            && !matches!(medium.name.as_str(), "." | "..")
            && !medium.name.contains(['/', '\\', ':'])
            && !medium.name.chars().any(char::is_control);
        if !is_plain {
            let what = "`name` is no plain file name";
            harvest
                .refused
                .push(Fault::new(place, what, "take out folders and `:`"));
            continue;
        }
        let Some(bytes) = bytes_of(&medium.base64) else {
            harvest
                .refused
                .push(Fault::new(place, "it is no base64", "export it again"));
            continue;
        };
        n_bytes += bytes.len() as u64;
        if options.limits.media_bytes < n_bytes {
            let what = format!(
                "its pictures and sounds have more than {} bytes",
                options.limits.media_bytes
            );
            return Err(Fault::new(file.path, what, "raise `--max-media`"));
        }
        harvest.media.push(Medium {
            name: medium.name,
            content: Content::Bytes(bytes),
        });
    }
    Ok(())
}

/// RFC 4648, section 4; `None` where it is something else.
fn bytes_of(base64: &str) -> Option<Vec<u8>> {
    let digits = base64.trim_end_matches('=').as_bytes();
    let n_pads = base64.len() - digits.len();
    if base64.len() % 4 != 0 || 2 < n_pads {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for chunk in digits.chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            let digit = chunk.get(place).map_or(Some(0), |digit| value(*digit))?;
            bits = bits << 6 | digit;
        }
        let three = u32::to_be_bytes(bits);
        bytes.extend_from_slice(&three[1..chunk.len()]);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::super::file::tests::Shelf;
    use super::super::limits::Limits;
    use super::*;
    use crate::model::time::{Day, DayBoundary, Timestamp};
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Harvest, String> {
        let local = |_: Timestamp| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        };
        let options = Options {
            encoding: None,
            header: None,
            map: Vec::new(),
            between_sides: None,
            between_cards: None,
            unanswered: false,
            all_cards: false,
            progress: true,
            limits: Limits::default(),
            local: &local,
        };
        let file = File {
            path: "a.json",
            bytes: text.as_bytes(),
            beside: &Shelf::default(),
        };
        let mut harvest = Harvest::default();
        let read = RetainJson.read(&file, &options, &mut harvest);
        read.map(|()| harvest).map_err(|fault| fault.to_string())
    }

    fn likeness(text: &str) -> Likeness {
        RetainJson.likeness(&File {
            path: "a.json",
            bytes: text.as_bytes(),
            beside: &Shelf::default(),
        })
    }

    fn cards(cards: &str) -> Harvest {
        let text = format!(
            "{{\"format\":\"retain-json\",\"decks\":[{{\"name\":[\"a\"],\"cards\":[{cards}]}}]}}"
        );
        read(&text).expect("it can be read")
    }

    #[test]
    fn it_is_known_by_its_mark_wherever_that_stands() {
        assert_eq!(
            likeness("{\"decks\":[],\"format\":\"retain-json\"}"),
            Likeness::Sure
        );
        assert_eq!(
            likeness("{\"format\":\"other\",\"a\":\"retain-json\",\"decks\":[]}"),
            Likeness::No
        );
        assert_eq!(likeness("# retain-json"), Likeness::No);
        assert_eq!(likeness("{\"retain-json\""), Likeness::No);
    }

    #[test]
    fn a_card_with_its_own_text_is_that_card() {
        let harvest = cards("{\"key\":\"d/x\",\"text\":\"## a {#x}\\n\\nb\",\"question\":\"old\"}");
        assert_eq!(harvest.drafts[0].key.as_deref(), Some("d/x"));
        assert_eq!(harvest.drafts[0].native.as_deref(), Some("## a {#x}\n\nb"));
    }

    #[test]
    fn a_card_without_it_is_made_of_its_keys() {
        let harvest = cards(
            "{\"question\":\"a\",\"prompt\":\"b\",\"answer\":\"c\",\"kind\":\"typed\",\"accept\":[\"d\"],\
             \"tags\":[\"e\"],\"guid\":\"f\"}",
        );
        assert_eq!(
            harvest.drafts[0],
            Draft {
                deck: vec!["a".to_string()],
                id: Some("f".to_string()),
                place: "a.json: decks[0].cards[0]".to_string(),
                question: "a\n\nb".to_string(),
                answer: "c".to_string(),
                ask: Ask::Typed(vec!["d".to_string()]),
                tags: vec!["e".to_string()],
                ..Draft::default()
            }
        );
    }

    #[test]
    fn a_faulty_card_is_refused_alone() {
        let refused = |card: &str, expected: &str| {
            let harvest = cards(&format!("{card},{{\"question\":\"a\",\"answer\":\"b\"}}"));
            assert_eq!(harvest.drafts.len(), 1);
            assert_eq!(
                harvest.refused[0].to_string(),
                format!("a.json: decks[0].cards[0]: {expected}")
            );
        };
        refused(
            "{\"answer\":\"b\"}",
            "the card has no question: give it a `question`",
        );
        refused(
            "{\"question\":\"b\"}",
            "the card has no answer: give it an `answer`",
        );
        refused(
            "{\"key\":\"d/y\",\"text\":\"## a {#x}\\n\\nb\"}",
            "its `text` is not the card `y` that `key` names: export it again, or leave `text` out",
        );
        refused(
            "{\"text\":\"## a {#x}\\n\\nb\"}",
            "a card with a `text` needs its `key`: deck id, slash, card id: export it again, or \
             leave `text` out",
        );
    }

    #[test]
    fn progress_comes_back() {
        let harvest = cards(
            "{\"key\":\"d/x\",\"text\":\"## a {#x}\\n\\n{{c1::b}}\",\"progress\":[{\"part\":\"c1\",\
             \"state\":{\"stability\":3.5,\"difficulty\":5,\"due\":\"2026-11-30\",\"interval\":9,\
             \"reps\":1,\"suspended\":true},\"events\":[{\"at\":\"2026-11-21T08:00:00Z\",\
             \"kind\":\"answer\",\"rating\":\"good\",\"interval\":9},\
             {\"at\":\"2026-11-21T08:00:01Z\",\"kind\":\"suspend\"}]}]}",
        );
        let (part, history) = &harvest.drafts[0].history[0];
        assert_eq!(*part, Part::Cloze(1));
        assert_eq!(history.past.len(), 1);
        assert!(history.suspended);
        let standing = history.standing.unwrap();
        assert_eq!(
            (standing.stability, standing.due),
            (Some(3.5), Some(Day(20_787)))
        );
    }

    #[test]
    fn a_newer_shape_is_refused_in_words() {
        let error = read("{\"format\":\"retain-json\",\"version\":2}").err();
        assert_eq!(
            error.as_deref(),
            Some(
                "a.json: it was written by a newer retain (shape 2, this one reads up to 1): update retain"
            )
        );
    }

    #[test]
    fn files_come_out_of_base64() {
        // The vectors of RFC 4648, section 10.
        let bytes = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="].map(|text| bytes_of(text).unwrap());
        let texts = ["", "f", "fo", "foo", "foob"].map(|text| text.as_bytes().to_vec());
        assert_eq!(bytes, texts);
        assert_eq!(bytes_of("Zg="), None);
        assert_eq!(bytes_of("Z*=="), None);
        let text = "{\"format\":\"retain-json\",\"media\":[{\"name\":\"a/b\",\"base64\":\"\"}]}";
        assert_eq!(read(text).unwrap().refused.len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,200}", base64 in "[A-Za-z0-9+/=é]{0,20}") {
            likeness(&text);
            let _ = read(&text);
            let _ = read(&format!("{{\"format\":\"retain-json\",\"decks\":[{{\"name\":[],\"cards\":[{text}]}}]}}"));
            bytes_of(&base64);
        }
    }
}
