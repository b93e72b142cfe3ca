//! Moodle's GIFT: questions for a quiz there.
//!
//! A choice, typed or number card is a question that Moodle marks; a cloze number becomes a short
//! answer. All others are essays, with the answer as the feedback. Texts stay Markdown, which Moodle
//! reads where a question says so.

use super::losses::add_fields;
use super::{Book, Entry, Export, Losses, Options, Output, Report, Shape, Volume, unwritten};
use crate::deck::{cloze, parts};
use crate::model::card::{Card, Choice, Kind, Part};
use crate::model::quantity::{Quantity, Tolerance};
use std::io::{BufWriter, Write};

pub struct Gift;

impl Export for Gift {
    fn name(&self) -> &'static str {
        "gift"
    }

    fn label(&self) -> &'static str {
        "Moodle quiz questions (.gift)"
    }

    fn extension(&self) -> &'static str {
        "gift"
    }

    fn shape(&self, _: &Book) -> Shape {
        Shape::File
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let mut file = BufWriter::new(out.create("questions.gift").map_err(unwritten)?);
        let mut report = Report::of_texts(book, options);
        for volume in &book.volumes {
            write!(file, "$CATEGORY: {}\n\n", category(volume)).map_err(unwritten)?;
            for (card, entry) in volume.cards() {
                add_lost(card, entry, &volume.key(card), &mut report.losses);
                for question in questions(volume, card, &mut report.losses) {
                    write!(file, "{question}\n\n").map_err(unwritten)?;
                }
            }
        }
        file.flush().map_err(unwritten)?;
        Ok(report)
    }
}

/// The names of a deck, outermost first; a slash within a name is doubled.
fn category(volume: &Volume) -> String {
    let names = volume.name.iter();
    let names = names.map(|name| name.replace(['\n', '\r'], " ").replace('/', "//"));
    names.collect::<Vec<String>>().join("/")
}

fn questions(volume: &Volume, card: &Card, losses: &mut Losses) -> Vec<String> {
    let key = volume.key(card);
    let parts = parts(card).into_iter();
    let questions = parts.filter_map(|part| {
        let name = format!("{key}{}", part.suffix());
        let asked = match part {
            Part::Whole => whole(card, &key, losses),
            Part::Cloze(number) => gap(card, number),
            Part::Reversed => return None,
        };
        Some(format!("::{}::[markdown]{asked}", escaped(&name)))
    });
    questions.collect()
}

/// Adds what no question says of its card.
fn add_lost(card: &Card, entry: &Entry, key: &str, losses: &mut Losses) {
    let fields = [
        (card.kind == Kind::Cloze, "cloze cards as such"),
        (card.hint.is_some(), "hints"),
        (!card.sources.is_empty(), "sources"),
        (!entry.tags.is_empty(), "tags"),
    ];
    for (_, what) in fields.iter().filter(|(is_there, _)| *is_there) {
        losses.add(what, key);
    }
    add_fields(card, key, losses);
}

/// The question of a card and what stands in braces behind it.
fn whole(card: &Card, key: &str, losses: &mut Losses) -> String {
    let question = text(&[&card.question, &card.prompt]);
    let why = card.why.as_deref().unwrap_or_default();
    let told = feedback(&text(&[&card.answer, why]));
    match &card.kind {
        _ if 1 < card.choices.len() && card.choices.iter().any(|choice| choice.right) => {
            if let Some(choices) = choices(&card.choices) {
                return format!("{} {{\n{choices}{told}}}", escaped(&question));
            }
            losses.add("choices of which more than ten are right", key);
        }
        // Moodle would read an arrow as a pair to be matched.
        Kind::Typed { accept } if accept.iter().all(|text| !text.contains("->")) => {
            let accept: String = accept
                .iter()
                .map(|text| format!("={}\n", escaped(text)))
                .collect();
            return format!("{} {{\n{accept}{told}}}", escaped(&question));
        }
        Kind::Typed { .. } => losses.add("typed answers with an arrow", key),
        Kind::Number { accept } => {
            let unit = match accept.unit.is_empty() {
                true => String::new(),
                false => format!("(in {})", accept.unit),
            };
            let question = text(&[&question, &unit]);
            return format!("{} {{#{}\n{told}}}", escaped(&question), number(accept));
        }
        Kind::Basic => losses.add("basic cards as such", key),
        Kind::Order { .. } => losses.add("order cards as such", key),
        Kind::Open { .. } | Kind::Cloze => (),
    }
    format!("{} {{{told}}}", escaped(&question))
}

/// One cloze number as a short answer where it hides one thing, else as an essay.
fn gap(card: &Card, number: u16) -> String {
    let front = cloze::cloze_front(&card.answer, number);
    let question = text(&[&card.question, &card.prompt, &front]);
    let clozes = cloze::clozes(&card.answer);
    let mine = clozes
        .iter()
        .filter(|cloze| cloze.numbers.contains(&number));
    let mut hidden: Vec<String> = mine
        .map(|cloze| card.answer[cloze.hidden.clone()].replace(['`', '*'], ""))
        .collect();
    hidden.dedup();
    let told = feedback(&text(&[
        &cloze::cloze_back(&card.answer, number),
        card.why.as_deref().unwrap_or_default(),
    ]));
    match hidden.as_slice() {
        [only] if !only.contains("->") && !only.contains('\n') => {
            format!(
                "{} {{\n={}\n{told}}}",
                escaped(&question),
                escaped(only.trim())
            )
        }
        _ => format!("{} {{{told}}}", escaped(&question)),
    }
}

/// Lines of choices; `None` where Moodle has no share for so many right ones.
fn choices(choices: &[Choice]) -> Option<String> {
    /// What each of so many right choices counts, in per cent, as Moodle writes it.
    const SHARES: [&str; 10] = [
        "100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10",
    ];
    let n_right = choices.iter().filter(|choice| choice.right).count();
    let share = SHARES.get(n_right.checked_sub(1)?)?;
    let sign = |choice: &Choice| match (choice.right, n_right) {
        (true, 1) => "=".to_string(),
        (false, 1) => "~".to_string(),
        (true, _) => format!("~%{share}%"),
        (false, _) => "~%-100%".to_string(),
    };
    let line = |choice: &Choice| {
        let note = choice.note.as_deref();
        let note = note.map_or(String::new(), |note| format!("#{}", escaped(note)));
        format!("{}{}{note}\n", sign(choice), escaped(&choice.text))
    };
    Some(choices.iter().map(line).collect())
}

/// `value:tolerance`, both in the card's unit.
fn number(accept: &Quantity) -> String {
    let tolerance = match accept.tolerance {
        Tolerance::Exact => 0.0,
        Tolerance::Share(share) => accept.value.abs() * share,
        Tolerance::Amount(amount) => amount,
    };
    format!("{}:{}", accept.value, (tolerance * 1e9).round() / 1e9)
}

/// What Moodle shows behind an answer.
fn feedback(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!("####{}", escaped(text)),
    }
}

fn text(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// Escapes what GIFT reads; line ends too, since a blank line ends a question.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => (),
            '\\' | '~' | '=' | '#' | '{' | '}' | ':' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, volume, written};
    use super::*;
    use proptest::prelude::*;

    fn gift(source: &str) -> String {
        let volume = volume(&format!("---\nid: d\ntitle: t\n---\n\n{source}"));
        let (files, _) = written(&Gift, &book(vec![volume]));
        String::from_utf8(files[0].1.clone()).unwrap()
    }

    fn check(source: &str, expected: &str) {
        let text = gift(source);
        assert_eq!(text, format!("$CATEGORY: d\n\n{expected}\n\n"));
        assert!(is_well_formed(&text));
    }

    /// Reads GIFT as Moodle does: each question has one pair of braces that are not escaped.
    fn is_well_formed(text: &str) -> bool {
        let mut bare = text.replace("\\\\", "");
        for sign in ["\\:", "\\#", "\\=", "\\{", "\\}", "\\~", "\\n"] {
            bare = bare.replace(sign, "");
        }
        let questions = bare.trim_end().split("\n\n").skip(1);
        questions.into_iter().all(|question| {
            let (open, close) = (question.find('{'), question.find('}'));
            question.starts_with("::")
                && question.matches("::").count() == 2
                && (question.matches('{').count(), question.matches('}').count()) == (1, 1)
                && open < close
                && question.ends_with('}')
        })
    }

    #[test]
    fn choices_are_multiple_choice() {
        check(
            "## a {#x}\n\nb\n\n- [x] c\n- [ ] d: {e}\n  > f\n\nWhy: g\n",
            "::d/x::[markdown]a {\n=c\n~d\\: \\{e\\}#f\n####b\\n\\ng}",
        );
        check(
            "## a {#x}\n\n- [x] c\n- [x] d\n- [ ] e\n",
            "::d/x::[markdown]a {\n~%50%c\n~%50%d\n~%-100%e\n}",
        );
    }

    #[test]
    fn typed_and_number_cards_are_marked_by_moodle() {
        check(
            "## a {#x .typed}\n\nb\n\nAccept: c = d | e\n",
            "::d/x::[markdown]a {\n=c \\= d\n=e\n####b}",
        );
        check(
            "## a {#x .number}\n\nb\n\nAccept: 43.2 min ±5%\n",
            "::d/x::[markdown]a\\n\\n(in min) {#43.2:2.16\n####b}",
        );
    }

    #[test]
    fn an_arrow_would_be_a_pair() {
        check(
            "## a {#x .typed}\n\nb\n\nAccept: c->d\n",
            "::d/x::[markdown]a {####b}",
        );
    }

    #[test]
    fn other_cards_are_essays() {
        check(
            "## a {#x}\n\n```\nb\n\n~c\\n\n```\n\n---\n\nd\n",
            "::d/x::[markdown]a\\n\\n```\\nb\\n\\n\\~c\\\\n\\n``` {####d}",
        );
        check("## a {#x .open}\n\n- b\n", "::d/x::[markdown]a {####- b}");
    }

    #[test]
    fn what_no_question_says_is_a_loss() {
        let source = "---\nid: d\ntitle: t\n---\n\n\
            ## a {#a .reversed}\n\nb\n\nHint: c\nSource: d\nTags: e\n\n\
            ## b {#b .order}\n\n1. d\n2. e\n\n\
            ## c {#c .typed}\n\nd\n\nAccept: d\n\n\
            ## d {#d}\n\n{{c1::e}} {{c2::f}}\n\n\
            ## e {#e .open}\n\n- f\n";
        let (_, report) = written(&Gift, &book(vec![volume(source)]));
        let told = report.losses.all().iter();
        let told: Vec<(&str, &[String])> = told
            .map(|loss| (loss.what.as_str(), loss.places.as_slice()))
            .collect();
        let expected = [
            ("hints", ["d/a".to_string()]),
            ("sources", ["d/a".to_string()]),
            ("tags", ["d/a".to_string()]),
            ("ways back of cards that ask both ways", ["d/a".to_string()]),
            ("basic cards as such", ["d/a".to_string()]),
            ("order cards as such", ["d/b".to_string()]),
            ("cloze cards as such", ["d/d".to_string()]),
        ];
        assert_eq!(
            told,
            expected
                .each_ref()
                .map(|(what, places)| (*what, &places[..]))
        );
    }

    #[test]
    fn a_cloze_number_is_a_short_answer() {
        check(
            "## a {#x}\n\nb {{c1::`c`}} {{c2::d}}\n",
            "::d/x/c1::[markdown]a\\n\\nb […] d {\n=c\n####b **`c`** d}\n\n\
             ::d/x/c2::[markdown]a\\n\\nb `c` […] {\n=d\n####b `c` **d**}",
        );
    }

    proptest! {
        #[test]
        fn every_text_is_well_formed(parts in proptest::collection::vec("[a-c~=#{}:\\\\ `]{1,12}", 3)) {
            let [question, answer, choice] = &parts[..] else { unreachable!() };
            let card = Card {
                id: Some("x".into()),
                question: question.clone(),
                prompt: String::new(),
                answer: answer.clone(),
                kind: Kind::Basic,
                reversed: false,
                choices: vec![
                    Choice { right: true, text: choice.clone(), note: Some(answer.clone()) },
                    Choice { right: false, text: question.clone(), note: None },
                ],
                hint: None, why: Some(choice.clone()), sources: Vec::new(), terms: Vec::new(),
                tags: Vec::new(), level: None, line: 1, source: String::new(),
            };
            let volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\nb\n");
            let all = questions(&volume, &card, &mut Losses::default()).join("\n\n");
            let text = format!("$CATEGORY: d\n\n{all}\n");
            prop_assert!(is_well_formed(&text), "{}", text);
        }
    }
}
