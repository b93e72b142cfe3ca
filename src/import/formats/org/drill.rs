//! Cards of org-drill: headlines tagged `:drill:`.
//!
//! The headline and what stands under it ask, and the headlines below it answer; a headline that is
//! only the title of a question is left out. Without headlines below, brackets hide pieces. `DRILL_CARD_TYPE` says otherwise.

use super::cloze::{Delimiters, Piece, drill};
use super::document::Headline;
use super::inline::Reader;
use super::parse::block_ends;
use super::source::{Source, joined};
use crate::import::draft::{Ask, Draft, Harvest, History, Standing};
use crate::import::format::Options;
use crate::import::text::admit::{Luggage, admit};
use crate::import::text::headed::asks::asks;
use crate::import::text::schedule::{UNREADABLE, before, count, day, days, ease};
use crate::model::card::Part;

pub const TAG: &str = "drill";
pub const IDS: &[&str] = &["ID"];

const GRAMMAR: &str = "cards that ask for forms of words, which org-drill makes up itself";
const UNKNOWN_TYPE: &str = "types of drill cards that are not known are read as plain ones";
const SOME_HIDDEN: &str = "clozes of which org-drill hides some are each a card of their own";

/// With more sides than these a card is read as a plain one: each side would show all others.
const SIDES_MAX: usize = 20;

/// The longest answer that is typed.
const TYPED_MAX: usize = 80;

/// So many words a headline has that is no more than a title.
const TITLE_WORDS: usize = 4;

/// How a card asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Simple,
    Typed,
    TwoSided,
    MultiSided,
    /// All pieces are hidden at once.
    AllClozes,
    /// A card for each piece.
    EachCloze,
    FirstCloze,
    LastCloze,
    /// Made up by org-drill from tables of words.
    Grammar,
}

fn card_type(name: &str) -> Option<Type> {
    Some(match name.to_ascii_lowercase().as_str() {
        "" | "nil" | "simple" => Type::Simple,
        "simpletyped" => Type::Typed,
        "twosided" => Type::TwoSided,
        "multisided" => Type::MultiSided,
        "hide1cloze" | "multicloze" | "hide2cloze" | "show1cloze" | "show2cloze"
        | "hide1_firstmore" | "show1_lastmore" | "show1_firstless" => Type::EachCloze,
        "hidefirst" => Type::FirstCloze,
        "hidelast" => Type::LastCloze,
        "conjugate" | "spanish_verb" | "decl_noun" | "translate_number" => Type::Grammar,
        _ => return None,
    })
}

/// Takes all cards of a file.
pub fn take(source: &Source, cards: &[usize], harvest: &mut Harvest) {
    let delimiters = delimiters(source);
    for idx in cards {
        let headline = &source.document.headlines[*idx];
        let named = headline.value("DRILL_CARD_TYPE").unwrap_or_default();
        let kind = card_type(named);
        if kind == Some(Type::Grammar) {
            harvest.losses.add(GRAMMAR, source.file.line(headline.line));
            continue;
        }
        let mut reader = source.reader();
        if kind.is_none() {
            reader.luggage.losses.push(UNKNOWN_TYPE);
        }
        if named.starts_with("show") || named.starts_with("hide2") {
            reader.luggage.losses.push(SOME_HIDDEN);
        }
        let draft = source.draft(*idx, IDS, &[TAG]);
        let card = Card {
            source,
            idx: *idx,
            kind: kind.unwrap_or(Type::Simple),
            delimiters: &delimiters,
        };
        let drafts = card.drafts(draft, &mut reader);
        let mut luggage = Some(reader.luggage);
        for mut draft in drafts {
            let mut luggage = luggage.take().unwrap_or_default();
            draft.history = histories(headline, &draft, source.options, &mut luggage);
            admit(draft, luggage, source.options, harvest);
        }
    }
}

/// The marks that the file sets: `# org-drill-left-cloze-delimiter: "<["`.
fn delimiters(source: &Source) -> Delimiters {
    let set = |name: &str| {
        let mut lines = source.document.lines.iter();
        let line = lines.find_map(|line| {
            line.split_once(name)
                .filter(|(front, _)| front.trim_start().starts_with(['#', ';']))
        })?;
        let value = line.1.trim().trim_start_matches(':').trim_start();
        let value = match value.strip_prefix('"') {
            Some(value) => value.split('"').next()?,
            None => value.split([' ', ';']).next()?,
        };
        (!value.is_empty()).then(|| value.to_string())
    };
    let usual = Delimiters::default();
    Delimiters {
        left: set("org-drill-left-cloze-delimiter:").unwrap_or(usual.left),
        right: set("org-drill-right-cloze-delimiter:").unwrap_or(usual.right),
        hint: set("org-drill-hint-separator:").unwrap_or(usual.hint),
    }
}

struct Card<'c, 't> {
    source: &'c Source<'t>,
    idx: usize,
    kind: Type,
    delimiters: &'c Delimiters,
}

impl Card<'_, '_> {
    fn drafts(&self, mut draft: Draft, reader: &mut Reader) -> Vec<Draft> {
        let sides = self.sides();
        let text = self.source.document.body(self.idx).join("\n");
        let kind = match self.kind {
            Type::Simple if sides.is_empty() => Type::AllClozes,
            kind => kind,
        };
        match kind {
            Type::TwoSided if 2 <= sides.len() => {
                self.side_by_side(&mut draft, &sides, reader);
                return vec![draft];
            }
            Type::MultiSided if (2..=SIDES_MAX).contains(&sides.len()) => {
                return self.each_side(&draft, &sides, reader);
            }
            Type::AllClozes | Type::EachCloze | Type::FirstCloze | Type::LastCloze => {
                let pieces = drill(&text, self.delimiters);
                match pieces.is_empty() {
                    true => self.plain(&mut draft, &sides, reader),
                    false => self.clozes(&mut draft, kind, (&text, pieces), reader),
                }
            }
            _ => self.plain(&mut draft, &sides, reader),
        }
        let is_short = !draft.answer.contains('\n') && draft.answer.len() <= TYPED_MAX;
        if self.kind == Type::Typed && is_short && !draft.answer.is_empty() {
            draft.ask = Ask::Typed(vec![draft.answer.clone()]);
        }
        vec![draft]
    }

    /// Headlines directly below, but for other cards and notes.
    fn sides(&self) -> Vec<usize> {
        let source = self.source;
        let is_side = |idx: &usize| !source.is_card[*idx] && !self.is_notes(*idx);
        source
            .document
            .children(self.idx)
            .into_iter()
            .filter(is_side)
            .collect()
    }

    fn is_notes(&self, idx: usize) -> bool {
        self.source.document.headlines[idx]
            .title
            .eq_ignore_ascii_case("notes")
    }

    /// Notes are shown once the card is answered.
    fn notes(&self, reader: &mut Reader) -> Option<String> {
        let below = self.source.document.children(self.idx);
        let notes = below.into_iter().filter(|idx| self.is_notes(*idx));
        let notes: Vec<String> = notes.map(|idx| self.source.whole(idx, reader)).collect();
        Some(joined(notes)).filter(|notes| !notes.is_empty())
    }

    fn plain(&self, draft: &mut Draft, sides: &[usize], reader: &mut Reader) {
        let source = self.source;
        draft.question = source.body(self.idx, reader);
        draft.answer = match sides {
            [only] => source.whole(*only, reader),
            sides => joined(sides.iter().map(|idx| self.named(*idx, reader)).collect()),
        };
        if draft.answer.is_empty() {
            // The title asks, the text answers.
            draft.answer = std::mem::take(&mut draft.question);
            draft.question = source.telling_title(self.idx, reader);
            if draft.question.is_empty() {
                std::mem::swap(&mut draft.question, &mut draft.answer);
            }
        } else if draft.question.is_empty() {
            draft.question = source.title(self.idx, reader);
        } else if !self.is_mere_title() {
            let title = source.telling_title(self.idx, reader);
            if !draft.question.starts_with(&title) {
                draft.question = joined(vec![title, std::mem::take(&mut draft.question)]);
            }
        }
        draft.why = self.notes(reader);
    }

    /// Whether the headline only names what a question under it is about.
    fn is_mere_title(&self) -> bool {
        let title = self.source.document.headlines[self.idx].title;
        let body = self.source.document.body(self.idx);
        let is_question = |line: &&str| asks(line.trim());
        !title.contains(['?', '？'])
            && title.split_whitespace().count() <= TITLE_WORDS
            && prose(&body).iter().any(is_question)
    }

    /// A side under its name, unless that only says that the answer comes.
    fn named(&self, idx: usize, reader: &mut Reader) -> String {
        let text = self.source.whole(idx, reader);
        if self.source.is_answer(idx) {
            return text;
        }
        let title = self.source.title(idx, reader);
        if matches!(title.to_lowercase().as_str(), "front" | "question") {
            return text;
        }
        match text.contains('\n') {
            true => format!("**{title}**\n\n{text}"),
            false => format!("**{title}:** {text}"),
        }
    }

    /// A side that asks: its name stands in front of its first line, where that is plain.
    fn asked(&self, idx: usize, reader: &mut Reader) -> String {
        let side = self.named(idx, reader);
        let Some((name, text)) = side
            .split_once("**\n\n")
            .filter(|(name, _)| name.starts_with("**"))
        else {
            return side;
        };
        let is_block = text.starts_with(['-', '+', '`', '~', '>', '|', '#', '$', '!'])
            || text.starts_with("* ")
            || text.starts_with(|c: char| c.is_ascii_digit());
        match is_block || name.contains('\n') {
            true => side,
            false => format!("{name}:** {text}"),
        }
    }

    fn side_by_side(&self, draft: &mut Draft, sides: &[usize], reader: &mut Reader) {
        let side = self.asked(sides[0], reader);
        draft.question = joined(vec![side, self.source.body(self.idx, reader)]);
        draft.answer = self.named(sides[1], reader);
        draft.reversed = true;
        let more = sides[2..].iter().map(|idx| self.named(*idx, reader));
        let more: Vec<String> = more.collect();
        let notes = self.notes(reader).unwrap_or_default();
        draft.why = Some(joined([more, vec![notes]].concat())).filter(|why| !why.is_empty());
    }

    /// A card for each side, which asks for all the others.
    fn each_side(&self, draft: &Draft, sides: &[usize], reader: &mut Reader) -> Vec<Draft> {
        let texts: Vec<String> = sides.iter().map(|idx| self.named(*idx, reader)).collect();
        let body = self.source.body(self.idx, reader);
        let why = self.notes(reader);
        let asked = sides.iter().enumerate().map(|(at, idx)| {
            let others = texts.iter().enumerate().filter(|(other, _)| *other != at);
            let title = self.source.document.headlines[*idx].title;
            Draft {
                id: draft.id.as_ref().map(|id| format!("{id}/{title}")),
                question: joined(vec![texts[at].clone(), body.clone()]),
                answer: joined(others.map(|(_, text)| text.clone()).collect()),
                why: why.clone(),
                ..draft.clone()
            }
        });
        asked.collect()
    }

    fn clozes(
        &self,
        draft: &mut Draft,
        kind: Type,
        (text, pieces): (&str, Vec<Piece>),
        reader: &mut Reader,
    ) {
        let source = self.source;
        let n_pieces = pieces.len();
        let hidden: Vec<String> = pieces
            .iter()
            .map(|piece| text[piece.hidden.clone()].to_lowercase())
            .collect();
        let holes = pieces
            .into_iter()
            .enumerate()
            .map(|(idx, piece)| match kind {
                Type::EachCloze => piece.hole(vec![u16::try_from(idx + 1).unwrap_or(u16::MAX)]),
                Type::FirstCloze if 0 < idx => piece.hole(Vec::new()),
                Type::LastCloze if idx + 1 < n_pieces => piece.hole(Vec::new()),
                _ => piece.hole(vec![1]),
            });
        let holes: Vec<_> = holes.collect();
        draft.ask = Ask::Cloze;
        draft.answer = source.clozed(text, &holes, reader);
        // A title that gives a piece away is none.
        let title = source.document.headlines[self.idx].title.to_lowercase();
        if !hidden
            .iter()
            .any(|hidden| hidden.contains(&title) || title.contains(hidden.trim()))
        {
            draft.question = source.telling_title(self.idx, reader);
        }
        let below = self.sides();
        let below = below.iter().map(|idx| self.named(*idx, reader)).collect();
        let notes = self.notes(reader).unwrap_or_default();
        draft.why = Some(joined(vec![joined(below), notes])).filter(|why| !why.is_empty());
    }
}

/// The lines that stand outside of blocks, such as listings.
fn prose<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let ends = block_ends(lines);
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(line) = lines.get(at) {
        match ends[at] {
            Some(end) => at = end,
            None => out.push(*line),
        }
        at += 1;
    }
    out
}

/// Org-drill knows one schedule for all that a headline asks.
fn histories(
    headline: &Headline,
    draft: &Draft,
    options: &Options,
    luggage: &mut Luggage,
) -> Vec<(Part, History)> {
    if !options.progress {
        return Vec::new();
    }
    let is_new = headline
        .value("DRILL_TOTAL_REPEATS")
        .is_some_and(|repeats| count(repeats) == 0);
    let Some(interval) = headline.value("DRILL_LAST_INTERVAL").filter(|_| !is_new) else {
        return Vec::new();
    };
    let Some(standing) = days(interval).and_then(|interval| standing(headline, interval, options))
    else {
        luggage.losses.push(UNREADABLE);
        return Vec::new();
    };
    let parts = draft.parts();
    let history = History {
        standing: Some(standing),
        ..History::default()
    };
    parts
        .into_iter()
        .map(|part| (part, history.clone()))
        .collect()
}

fn standing(headline: &Headline, interval: u32, options: &Options) -> Option<Standing> {
    let reviewed = headline
        .value("DRILL_LAST_REVIEWED")
        .or(headline.value("LAST_REVIEWED"));
    let last_day = reviewed.and_then(|text| day(text, options));
    let scheduled = headline.scheduled.and_then(|text| day(text, options));
    let due = scheduled.or(last_day.map(|day| day.plus(interval)))?;
    let number = |name: &str| headline.value(name).map_or(0, count);
    Some(Standing {
        due: Some(due),
        last_day: last_day.or(Some(before(due, interval))),
        interval,
        ease: headline.value("DRILL_EASE").and_then(ease),
        reps: number("DRILL_TOTAL_REPEATS"),
        lapses: number("DRILL_FAILURE_COUNT"),
        ..Standing::default()
    })
}
