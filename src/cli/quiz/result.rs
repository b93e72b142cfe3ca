//! What a quiz came to, in words: score, topics, calibration, and what was missed.

use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::model::quiz::{Confidence, Outcome};
use crate::quiz::score::{self, Mark, Score, Tally};
use crate::store::Store;
use crate::store::quiz::{QuestionRow, QuizRow};
use crate::ui::markdown;
use crate::ui::style::{Line, Span, Style};
use crate::ui::words;
use crate::ui::wrap::{hang, wrap};
use std::collections::HashMap;

/// A quiz with its score, and what earlier ones say about the same topics.
pub struct Outcomes {
    pub row: QuizRow,
    pub questions: Vec<QuestionRow>,
    pub score: Score,
    /// For each mark of the score the place of its question.
    places: Vec<usize>,
    /// Of each topic that an earlier quiz asked about: what the last one came to.
    pub before: HashMap<String, Tally>,
    /// Of earlier answers, in milliseconds.
    pub usual_ms: Option<u32>,
}

/// As many earlier answers tell what is usual, and so many at least.
const TIMES: usize = 200;
const TIMES_MIN: usize = 5;

/// As many topics are named as weak.
const TOPICS_MAX: usize = 12;

impl Outcomes {
    pub fn read(row: QuizRow, store: &Store) -> Result<Outcomes> {
        let mut questions = store.quiz_questions(row.id)?;
        if row.exam && row.ended.is_none() {
            // Nothing of an exam is judged before it is handed in.
            questions.iter_mut().for_each(|one| one.given = None);
        }
        let (places, marks): (Vec<usize>, Vec<Mark>) = marks(&row, &questions).into_iter().unzip();
        let score = score::score(&marks);
        let mut before = HashMap::new();
        for (topic, _) in &score.topics {
            if let Some(tally) = earlier(row.id, topic, store)? {
                before.insert(topic.clone(), tally);
            }
        }
        let times = store.quiz_times(row.id, TIMES)?;
        let usual_ms = (TIMES_MIN <= times.len())
            .then(|| score::median(times))
            .flatten();
        Ok(Outcomes {
            row,
            questions,
            score,
            places,
            before,
            usual_ms,
        })
    }

    /// Places of the questions that were not right, in their order.
    pub fn missed(&self) -> Vec<usize> {
        let is_missed = |idx: &usize| {
            let given = self.questions[*idx].given.as_ref();
            given
                .and_then(|given| given.outcome)
                .is_some_and(|outcome| !outcome.is_right())
        };
        (0..self.questions.len()).filter(is_missed).collect()
    }

    /// Places of the questions that were answered wrongly, and surely.
    pub fn confidently_wrong(&self) -> Vec<usize> {
        let places = self.score.confidently_wrong.iter();
        places.map(|mark| self.places[*mark]).collect()
    }

    /// The topics that were asked before: what they came to then, and now.
    pub fn change(&self) -> Option<(Tally, Tally)> {
        let mut both = (Tally::default(), Tally::default());
        for (topic, now) in &self.score.topics {
            if let Some(before) = self.before.get(topic) {
                sum(&mut both.0, before);
                sum(&mut both.1, now);
            }
        }
        (0 < both.0.asked).then_some(both)
    }
}

fn sum(whole: &mut Tally, part: &Tally) {
    whole.asked += part.asked;
    whole.right += part.right;
    whole.points += part.points;
}

/// What counts: all that was judged, and in an exam also what was left open.
pub fn marks(row: &QuizRow, questions: &[QuestionRow]) -> Vec<(usize, Mark)> {
    let mark = |(idx, one): (usize, &QuestionRow)| {
        let outcome = match &one.given {
            Some(given) => given.outcome?,
            None if row.exam && row.ended.is_some() => Outcome::Blank,
            None => return None,
        };
        let given = one.given.as_ref();
        let mark = Mark {
            topic: one.topic.clone(),
            outcome,
            chance: one.chance,
            confidence: given.and_then(|given| given.confidence),
            duration_ms: given.and_then(|given| given.duration_ms),
        };
        Some((idx, mark))
    };
    questions.iter().enumerate().filter_map(mark).collect()
}

fn earlier(quiz: i64, topic: &str, store: &Store) -> Result<Option<Tally>> {
    let Some(id) = store.quiz_before(quiz, topic)? else {
        return Ok(None);
    };
    let Some(row) = store.quiz(id)? else {
        return Ok(None);
    };
    let mut tally = Tally::default();
    for (_, mark) in marks(&row, &store.quiz_questions(id)?) {
        if mark.topic == topic {
            tally.add(mark.outcome, mark.chance);
        }
    }
    Ok((0 < tally.asked).then_some(tally))
}

/// The whole result, laid out.
pub fn lines(outcomes: &Outcomes, context: &Context) -> Vec<Line> {
    let page = context.palette().page(context.width());
    let mut lines = vec![Line::new()];
    if outcomes.score.all.asked == 0 {
        lines.push(Line::from("No question was answered."));
        return lines;
    }
    for (idx, text) in summary(outcomes).iter().enumerate() {
        let span = if idx == 0 {
            Span::strong(text)
        } else {
            Span::plain(text)
        };
        lines.extend(wrap(&Line::from(span), page.prose()));
    }
    let sure = outcomes.confidently_wrong();
    let mut missed = outcomes.missed();
    missed.retain(|idx| !sure.contains(idx));
    let is_flagged = |idx: &usize| outcomes.questions[*idx].flagged;
    let flagged: Vec<usize> = (0..outcomes.questions.len()).filter(is_flagged).collect();
    let calibration = outcomes.score.calibration.iter();
    let calibration = calibration.map(|(confidence, tally)| calibrated(*confidence, tally));
    let warning = Span::new("Confidently wrong: read these first", Style::Wrong);
    for (title, section) in [
        (
            heading("Weakest topics first"),
            topics(outcomes, page.prose()),
        ),
        (heading("How sure you were"), calibration.collect()),
        (Line::from(warning), listed(outcomes, &sure, context)),
        (heading("Missed"), listed(outcomes, &missed, context)),
        (heading("Flagged"), listed(outcomes, &flagged, context)),
    ] {
        if !section.is_empty() {
            lines.extend([Line::new(), title]);
            lines.extend(section);
        }
    }
    lines
}

/// Each topic with its figures, where there are several.
fn topics(outcomes: &Outcomes, columns: usize) -> Vec<Line> {
    let several = Some(&outcomes.score.topics).filter(|topics| 1 < topics.len());
    let line = |(topic, tally): &(String, Tally)| {
        let before = outcomes.before.get(topic).map_or(String::new(), |before| {
            format!("; before {} of {}", before.right, before.asked)
        });
        let figures = format!("  {} of {}, {}  ", tally.right, tally.asked, between(tally));
        let text = Line::from(topic.as_str()).with(&before, Style::Dim);
        hang(Line::from(figures), &text, columns)
    };
    let topics = several.into_iter().flatten().take(TOPICS_MAX);
    topics.flat_map(line).collect()
}

fn heading(text: &str) -> Line {
    Line::from(Span::new(text, Style::Heading))
}

/// The first sentences: score, how far it can be trusted, time, and change.
pub fn summary(outcomes: &Outcomes) -> Vec<String> {
    let score = &outcomes.score;
    let all = &score.all;
    let mut text = vec![format!(
        "{} of {} right; {} % after taking away what guessing is worth",
        all.right,
        all.asked,
        percent(all.share()),
    )];
    text.push(format!(
        "With 90 % confidence you know {} of what was asked about.",
        between(all)
    ));
    if let Some(median) = score.median_ms {
        let usual = outcomes.usual_ms.map_or(String::new(), |usual| {
            format!(", {} in earlier quizzes", seconds(usual))
        });
        text.push(format!(
            "{} in all, {} for the median answer{usual}.",
            words::duration(outcomes.row.spent_ms.max(0) as u64 / 1000),
            seconds(median)
        ));
    }
    if let Some((before, now)) = outcomes.change() {
        let points = percent(now.share()) - percent(before.share());
        text.push(format!(
            "The same topics in the quiz before: {} %, now {} % ({points:+} points).",
            percent(before.share()),
            percent(now.share()),
        ));
    }
    text
}

fn calibrated(confidence: Confidence, tally: &Tally) -> Line {
    let (name, Tally { right, asked, .. }) = (confidence.name(), tally);
    Line::from(format!("  {name:<9} {right} of {asked} right"))
}

/// Whole per cent; less than nothing counts as nothing.
pub fn percent(share: f64) -> i32 {
    (share.max(0.0) * 100.0).round() as i32
}

/// `31 to 86 %`, at 90 % confidence.
pub fn between(tally: &Tally) -> String {
    let (low, high) = tally.interval();
    format!("{} to {} %", percent(low), percent(high))
}

fn seconds(ms: u32) -> String {
    match ms.div_ceil(1000) {
        seconds @ 0..100 => format!("{seconds} s"),
        seconds => words::duration(seconds.into()),
    }
}

/// Questions by number, with their cards.
pub fn listed(outcomes: &Outcomes, places: &[usize], context: &Context) -> Vec<Line> {
    let page = context.palette().page(context.width());
    let line = |idx: &usize| {
        let one = &outcomes.questions[*idx];
        let text =
            markdown::render_line(&one.question, page).with(&format!("  {}", one.card), Style::Dim);
        hang(Line::from(format!("{:>4}  ", idx + 1)), &text, page.prose())
    };
    places.iter().flat_map(line).collect()
}
