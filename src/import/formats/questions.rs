//! Lists of questions without answers, as open cards: bullets under headings, or headings with or
//! without a text below them.
//!
//! Only read where it is asked for, since any list of bullets looks like one. Of a section all
//! bullets are questions if one of them has a question mark; sections named as contents,
//! contributors or references are none, nor are bullets that are only links. Of headings those are
//! questions that stand on the level on which most ask, with nothing but text below them.

use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::quiz;
use crate::import::text::headed::links::{self, Definitions, with_pictures};
use crate::import::text::headed::topics::Topics;
use crate::import::text::headed::{Outline, inline, names, text_of};
use std::ops::Range;

/// Lists of questions without answers.
pub struct Questions;

impl Format for Questions {
    fn name(&self) -> &'static str {
        "questions"
    }

    fn label(&self) -> &'static str {
        "Lists of questions without answers (.md), only on request"
    }

    fn likeness(&self, _file: &File) -> Likeness {
        Likeness::No
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let outline = Outline::new(&text);
        let (bullets, left_out) = bullets(&outline);
        let headings = headings(&outline);
        let by_headings = bullets.len() < headings.len();
        let found = if by_headings { headings } else { bullets };
        quiz::check_count(file, found.len(), &options.limits)?;
        if !by_headings {
            for row in left_out {
                let what = "bullets under headings where nothing is asked are left out";
                harvest.losses.add(what, file.line(row + 1));
            }
        }
        let mut asked = vec![false; outline.headings.len()];
        for heading in found
            .iter()
            .filter(|_| by_headings)
            .filter_map(|found| found.heading)
        {
            asked[heading] = true;
        }
        let topics = Topics::new(&outline, &asked, file);
        let definitions = Definitions::of(&outline);
        for found in found {
            harvest.n_notes += 1;
            let place = file.line(found.row + 1);
            let limit = options.limits.field_bytes;
            if limit < found.text.len() {
                let what = format!(
                    "the question has {} bytes, at most {limit} are read",
                    found.text.len()
                );
                harvest.refused.push(Fault::new(
                    place,
                    what,
                    "shorten it, or raise `--max-field`",
                ));
                continue;
            }
            let question = with_pictures(&definitions.resolve(&found.text), file, &place, harvest);
            harvest.drafts.push(Draft {
                deck: topics.deck.clone(),
                tags: match (by_headings, found.heading) {
                    (true, Some(heading)) => topics.above(heading),
                    (_, heading) => topics.within(heading),
                },
                place,
                question,
                ask: Ask::Open,
                ..Draft::default()
            });
        }
        Ok(())
    }
}

/// One question.
pub(super) struct Found {
    pub(super) row: usize,
    heading: Option<usize>,
    /// Markdown.
    pub(super) text: String,
}

/// The questions among the bullets of a file, and the rows of bullets that are none.
fn bullets(outline: &Outline) -> (Vec<Found>, Vec<usize>) {
    let (mut questions, mut left_out) = (Vec::new(), Vec::new());
    let first = outline
        .headings
        .first()
        .map_or(outline.rows.len(), |first| first.row);
    let own = (0..outline.headings.len()).map(|idx| {
        let body = outline.headings[idx].body;
        (Some(idx), body..outline.section_end(idx).max(body))
    });
    for (heading, rows) in std::iter::once((None, 0..first)).chain(own) {
        if heading.is_some_and(|idx| names::is_apart(&outline.headings[idx].text)) {
            continue;
        }
        let found = items(outline, heading, rows);
        match found.iter().any(|item| asks(&item.text)) {
            true => questions.extend(found),
            false => left_out.extend(found.iter().map(|item| item.row)),
        }
    }
    (questions, left_out)
}

/// The outermost list items of a section that are more than links; what is nested in one belongs to
/// it.
pub(super) fn items(outline: &Outline, heading: Option<usize>, rows: Range<usize>) -> Vec<Found> {
    let marks: Vec<(usize, usize, &str)> = rows
        .clone()
        .filter(|row| !outline.rows[*row].hidden)
        .filter_map(|row| {
            let line = outline.rows[row];
            let (_, text) = names::list_mark(line.text.trim())?;
            Some((row, line.indent(), text))
        })
        .collect();
    let outermost = marks
        .iter()
        .map(|(_, indent, _)| *indent)
        .min()
        .unwrap_or(0);
    let tops: Vec<&(usize, usize, &str)> =
        marks.iter().filter(|mark| mark.1 == outermost).collect();
    let mut found = Vec::new();
    for (nth, (row, _, text)) in tops.iter().enumerate() {
        let end = tops.get(nth + 1).map_or(rows.end, |next| next.0);
        if is_link(text) {
            continue;
        }
        let mut behind: Vec<&str> = Vec::new();
        for line in &outline.rows[row + 1..end] {
            let text = line.text.trim();
            // A paragraph of its own ends the list.
            let apart = behind.last().is_some_and(|last| last.trim().is_empty());
            if apart && !line.hidden && !line.is_blank() && line.indent() <= outermost {
                break;
            }
            behind.push(if names::is_rule(text) || names::is_decoration(text) {
                ""
            } else {
                line.text
            });
        }
        let head = names::unnumbered(&inline::markdown(text)).to_string();
        found.push(Found {
            row: *row,
            heading,
            text: with_body(&head, &behind),
        });
    }
    found.retain(|item| !item.text.is_empty());
    found
}

/// An item with what stands below its first line.
fn with_body(head: &str, behind: &[&str]) -> String {
    let apart = behind.first().is_some_and(|line| line.trim().is_empty());
    let gap = if apart { "\n\n" } else { "\n" };
    format!("{head}{gap}{}", text_of(behind)).trim().to_string()
}

/// Whether a text has a question mark, or a word that asks where none is set.
pub fn asks(text: &str) -> bool {
    const WORDS: [&str; 8] = [
        "什么",
        "怎么",
        "如何",
        "为什么",
        "哪些",
        "哪个",
        "吗",
        "何時",
    ];
    text.contains(['?', '？']) || WORDS.iter().any(|word| text.contains(word))
}

/// Whether an item only leads somewhere: to a heading of the file, or to a page that asks nothing.
fn is_link(text: &str) -> bool {
    let whole = text
        .trim()
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'));
    let target = whole
        .and_then(|whole| whole.split_once("]("))
        .map(|(_, target)| target);
    let single = target.filter(|target| !target.contains([')', ' ']));
    let asks = inline::plain(text).contains('?');
    single.is_some_and(|target| target.starts_with('#') || !asks)
        || links::sources(text).is_some() && !asks
}

/// The headings that ask, with the text below them.
fn headings(outline: &Outline) -> Vec<Found> {
    let mut asking = [0usize; 7];
    let mut leaves: Vec<(usize, Found)> = Vec::new();
    for (idx, heading) in outline.headings.iter().enumerate() {
        let next = outline.headings.get(idx + 1);
        let is_leaf = next.is_none_or(|next| next.level <= heading.level);
        let head = names::unnumbered(&inline::markdown(&heading.text)).to_string();
        if !is_leaf || names::is_apart(&heading.text) || head.is_empty() {
            continue;
        }
        let rows =
            &outline.rows[heading.body.min(outline.section_end(idx))..outline.section_end(idx)];
        let body: Vec<&str> = rows
            .iter()
            .filter(|row| {
                row.hidden || !names::is_decoration(row.text) && !names::is_rule(row.text)
            })
            .map(|row| row.text)
            .collect();
        let body = text_of(&body);
        let prose = rows
            .iter()
            .filter(|row| !row.hidden && names::list_mark(row.text.trim()).is_none());
        let asking_here = asks(&head) || prose.into_iter().any(|row| asks(row.text));
        asking[heading.level] += usize::from(asking_here);
        let text = format!("{head}\n\n{body}").trim().to_string();
        leaves.push((
            heading.level,
            Found {
                row: heading.row,
                heading: Some(idx),
                text,
            },
        ));
    }
    let most = asking.iter().max().copied().unwrap_or(0);
    let level = asking
        .iter()
        .position(|count| *count == most)
        .filter(|_| 0 < most);
    leaves
        .into_iter()
        .filter(|(at, _)| Some(*at) == level)
        .map(|(_, found)| found)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;
    use crate::import::limits::Limits;
    use crate::model::time::DayBoundary;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Harvest {
        let shelf = Shelf::default();
        let file = File {
            path: "a.md",
            bytes,
            beside: &shelf,
        };
        let local = |_| DayBoundary {
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
            progress: false,
            limits: Limits::default(),
            local: &local,
        };
        let mut harvest = Harvest::default();
        if let Err(fault) = Questions.read(&file, &options, &mut harvest) {
            harvest.refused.push(fault);
        }
        assert_eq!(Questions.likeness(&file), Likeness::No);
        harvest
    }

    fn check(text: &str, expected: &[&str]) {
        let harvest = read(text.as_bytes());
        let questions: Vec<&str> = harvest
            .drafts
            .iter()
            .map(|draft| draft.question.as_str())
            .collect();
        assert_eq!(questions, expected, "{text}");
        assert!(harvest.drafts.iter().all(|draft| draft.ask == Ask::Open));
    }

    #[test]
    fn bullets_are_questions_where_one_of_them_asks() {
        check(
            "# A\n\n## B\n\n* What is b?\n* Describe c.\n\n## D\n\n* e\n",
            &["What is b?", "Describe c."],
        );
        check(
            "1. What is a?\n2. **Name b.**\n",
            &["What is a?", "Name b."],
        );
    }

    #[test]
    fn some_languages_ask_without_a_mark() {
        check(
            "### Redis\n- 什么是缓存\n- 介绍集群\n",
            &["什么是缓存", "介绍集群"],
        );
    }

    #[test]
    fn what_is_nested_in_a_question_belongs_to_it() {
        check(
            "* What do these do?\n * `a`\n * `b`\n* And c?\n",
            &["What do these do?\n* `a`\n* `b`", "And c?"],
        );
        check(
            "* What is it?\n\n```\na\n```\n\nText.\n",
            &["What is it?\n\n```\na\n```"],
        );
    }

    #[test]
    fn contents_contributors_and_links_are_no_questions() {
        check(
            "## Contents\n\n- [Why?](#why)\n\n## Contributors:\n\n* who?\n\n## Why\n\n\
             - [Why b?](https://a.example?c)\n- [more](https://a.example)\n- [up](#top)\n- https://b.example\n- Why a?\n",
            &["[Why b?](https://a.example?c)", "Why a?"],
        );
    }

    #[test]
    fn headings_are_questions_with_their_text() {
        check(
            "# A\n\n### B\n\n#### Globals\nWhy are they bad?\n\n- or not\n\n#### Tell me of c\n\n### [[↑]](#toc) D\n\n#### E?\n",
            &[
                "Globals\n\nWhy are they bad?\n\n- or not",
                "Tell me of c",
                "E?",
            ],
        );
    }

    #[test]
    fn the_list_of_a_repository_is_read_by_topics() {
        let bytes = include_bytes!(
            "../../../tests/data/community/interview-lists/linux-sysadmin-interview-questions.md"
        );
        let harvest = read(bytes);
        // Of 203 outermost bullets 11 name contributors and 3 references.
        assert_eq!(harvest.drafts.len(), 189);
        assert_eq!(harvest.n_notes, 189);
        assert!(harvest.refused.is_empty() && harvest.losses.all().is_empty());
        let first = &harvest.drafts[0];
        assert_eq!(first.question, "What did you learn yesterday/this week?");
        assert_eq!(
            first.deck,
            ["Linux System Administrator/DevOps Interview Questions"]
        );
        assert_eq!(first.tags, ["General Questions"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            read(&bytes);
        }

        #[test]
        fn no_mixture_of_marks_makes_it_panic(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "# ", "#### ", "- ", " * ", "1. ", "a?", "\n", "\n\n", "```\n", "[x](#y)", "é", "\t", "===\n", "---\n", "<b>",
                ]),
                0..60,
            ),
        ) {
            read(pieces.concat().as_bytes());
        }
    }
}
