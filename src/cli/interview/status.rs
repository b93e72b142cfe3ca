//! `retain interview` alone: days left, readiness, what today adds, the plan day by day.

use super::super::context::Context;
use super::super::failure::Result;
use super::super::{json, pager};
use super::forecast::{DAYS_MAX, Forecast, forecast};
use super::plan::{Ahead, Planned, UNSEEN, ahead, candidate};
use crate::catalogue::Catalogue;
use crate::model::civil;
use crate::model::time::Day;
use crate::schedule::deadline;
use crate::schedule::fsrs::Model;
use crate::ui::bar;
use crate::ui::style::{Line, Span, Style};
use crate::ui::words;
use crate::ui::wrap::wrap;
use serde_json::{Value, json};

/// What a few minutes more a day are.
const MORE: f32 = 10.0;

/// Topics that are listed, the weakest first, and days of the plan.
const TOPICS_SHOWN: usize = 10;
const DAYS_SHOWN: usize = 14;

/// A topic, how much of it is recalled on the day, and how many of its cards count.
struct TopicReadiness {
    title: String,
    id: Option<String>,
    recall: f32,
    cards: usize,
    seen: usize,
    /// Of all its cards together.
    importance: f32,
}

/// All that is told of a date.
struct Status<'s> {
    ahead: &'s Ahead,
    /// Recalled on the day if nothing is studied any more.
    now: f32,
    /// If today's plan is done, too.
    after_today: f32,
    kept: Forecast,
    more: Forecast,
    topics: Vec<TopicReadiness>,
}

pub fn run(as_json: bool, context: &Context) -> Result<()> {
    let store = context.store()?;
    let today = context.today();
    let Some(ahead) = ahead(&store, context)? else {
        return none(&store.interviews()?, as_json, context);
    };
    let status = status(&ahead, today);
    if as_json {
        return context.print(&status.in_json(today));
    }
    let lines = status.lines(context.width(), today);
    pager::print(context, &context.palette().paint_all(&lines))
}

/// No date lies ahead; one of today or a past one is named.
fn none(
    rows: &[crate::store::interviews::InterviewRow],
    as_json: bool,
    context: &Context,
) -> Result<()> {
    if as_json {
        return context.print(&json::object(
            "interview",
            json!({ "interview": Value::Null }),
        ));
    }
    let today = context.today();
    let last = rows.iter().rev().find(|row| row.done.is_none());
    context.print(&match last {
        Some(row) if row.day == today => format!(
            "`{}` is today. Nothing is planned any more; `retain review` asks what is due. Good luck.\n",
            row.name
        ),
        Some(row) => format!(
            "`{}` was on {}. `retain interview done` closes it, `retain interview set DATE` moves it.\n",
            row.name,
            civil::format_day(row.day)
        ),
        None => "no interview is set: `retain interview set 2026-12-15`\n".to_string(),
    })
}

fn status(ahead: &Ahead, today: Day) -> Status<'_> {
    let model = Model::default();
    let plain: Vec<_> = ahead
        .cards
        .iter()
        .map(|card| candidate(card, card.importance, today))
        .collect();
    let topic_of: std::collections::HashMap<i64, Option<&str>> = ahead
        .cards
        .iter()
        .map(|card| (card.row.card, card.row.topic.as_deref()))
        .collect();
    let (now, by_topic) =
        deadline::readiness(&model, &plain, ahead.days_left, UNSEEN, |candidate| {
            topic_of.get(&candidate.id).copied().flatten()
        });
    let weights: f32 = ahead.cards.iter().map(|card| card.importance).sum();
    let importance: std::collections::HashMap<i64, f32> = ahead
        .cards
        .iter()
        .map(|card| (card.row.card, card.importance))
        .collect();
    let gain: f32 = ahead
        .chosen
        .iter()
        .map(|chosen| importance[&chosen.id] * plain_gain(&model, ahead, chosen, today))
        .sum();
    let minutes = ahead.interview.minutes as f32;
    Status {
        ahead,
        now,
        after_today: now + gain / weights.max(f32::MIN_POSITIVE),
        kept: forecast(ahead, today, minutes),
        more: forecast(ahead, today, minutes + MORE),
        topics: topics(ahead, &by_topic),
    }
}

/// How much one card of the plan raises the chance to recall it on the day, without any weight.
fn plain_gain(model: &Model, ahead: &Ahead, chosen: &deadline::Chosen, today: Day) -> f32 {
    if chosen.is_new {
        return deadline::learned(model, ahead.days_left) - UNSEEN;
    }
    let card = ahead.cards.iter().find(|card| card.row.card == chosen.id);
    let Some(memory) = card.and_then(|card| card.row.memory) else {
        return 0.0;
    };
    let elapsed = card
        .and_then(|card| card.row.last_day)
        .map_or(0, |last| today.since(last));
    let worth = deadline::review(model, memory, elapsed, ahead.days_left, &ahead.costs);
    worth.reviewed - worth.skipped
}

fn topics(
    ahead: &Ahead,
    by_topic: &std::collections::HashMap<Option<&str>, f32>,
) -> Vec<TopicReadiness> {
    let catalogue = Catalogue::built_in();
    let mut topics: Vec<TopicReadiness> = by_topic
        .iter()
        .filter_map(|(id, recall)| {
            let own = ahead
                .cards
                .iter()
                .filter(|card| card.row.topic.as_deref() == *id);
            let own: Vec<_> = own.filter(|card| 0.0 < card.importance).collect();
            let title = id
                .and_then(|id| catalogue.topic(id))
                .map(|topic| topic.title.clone());
            (!own.is_empty()).then(|| TopicReadiness {
                title: title.unwrap_or_else(|| "other decks".to_string()),
                id: id.map(str::to_string),
                recall: *recall,
                cards: own.len(),
                seen: own.iter().filter(|card| card.row.memory.is_some()).count(),
                importance: own.iter().map(|card| card.importance).sum(),
            })
        })
        .collect();
    // Of equally weak ones what matters more goes first.
    topics.sort_by(|a, b| {
        let by_recall = a.recall.total_cmp(&b.recall);
        let by_importance = b.importance.total_cmp(&a.importance);
        by_recall
            .then(by_importance)
            .then_with(|| a.title.cmp(&b.title))
    });
    topics
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

impl Status<'_> {
    fn lines(&self, width: usize, today: Day) -> Vec<Line> {
        let ahead = self.ahead;
        let interview = &ahead.interview;
        let mut lines = Vec::new();
        let say = |lines: &mut Vec<Line>, text: String| {
            lines.extend(wrap(&Line::from(text), width));
        };
        let head = Line::from(Span::strong(&interview.name)).with(
            &format!(
                "  {}, {} left, {} min a day",
                civil::format_day(interview.day),
                words::count(ahead.days_left as usize, "day"),
                interview.minutes
            ),
            Style::Plain,
        );
        lines.extend(wrap(&head, width));
        lines.push(Line::new());
        say(&mut lines, format!("today, {}", ahead.in_words()));
        say(
            &mut lines,
            "recalled on the day, of the cards that count:".to_string(),
        );
        for (label, share) in [
            ("if you stop now", self.now),
            ("after today's plan", self.after_today),
            ("if you keep the plan", self.kept.recall),
            ("with 10 min more a day", self.more.recall),
        ] {
            let mut line = Line::from(format!("  {label:<23}{:>6}  ", percent(share)));
            line.extend(bar::share(
                (share * 100.0).round() as usize,
                100,
                width.saturating_sub(34).min(30),
            ));
            lines.push(line.cut(width));
        }
        self.topic_lines(&mut lines, width);
        self.day_lines(&mut lines, width, today);
        lines.push(Line::new());
        let honest = "Recall of cards, not a promise: an unseen card counts as not known, and an \
                      interview asks more than cards.";
        lines.extend(wrap(&Line::new().with(honest, Style::Dim), width));
        lines
    }

    fn topic_lines(&self, lines: &mut Vec<Line>, width: usize) {
        lines.push(Line::new());
        lines.push(Line::from(Span::strong("weakest topics on the day")));
        let room = width.saturating_sub(24).clamp(8, 60);
        for topic in self.topics.iter().take(TOPICS_SHOWN) {
            let title = crate::ui::width::fit(&topic.title, room, crate::ui::width::Align::Left);
            let text = format!(
                "  {title} {:>5}  {}/{} seen",
                percent(topic.recall),
                topic.seen,
                topic.cards
            );
            lines.push(Line::from(text).cut(width));
        }
        if TOPICS_SHOWN < self.topics.len() {
            let more = format!("  and {} more", self.topics.len() - TOPICS_SHOWN);
            lines.push(Line::new().with(&more, Style::Dim));
        }
    }

    fn day_lines(&self, lines: &mut Vec<Line>, width: usize, today: Day) {
        lines.push(Line::new());
        lines.push(Line::from(Span::strong(
            "the plan, as it is expected to go",
        )));
        for (idx, day) in self.kept.days.iter().enumerate().take(DAYS_SHOWN) {
            let date = civil::format_day(Day(today.0 + idx as i32));
            let text = format!(
                "  {date}  {:>3.0} reviews {:>3.0} new  {:>5}",
                day.reviews,
                day.new,
                percent(day.recall)
            );
            lines.push(Line::from(text).cut(width));
        }
        let left = (self.ahead.days_left as usize).saturating_sub(DAYS_SHOWN);
        if 0 < left {
            let text = format!("  and {} more", words::count(left, "day"));
            lines.push(Line::new().with(&text, Style::Dim));
        }
        if DAYS_MAX < self.ahead.days_left {
            let text = format!("  forecast over the first {DAYS_MAX} days alone");
            lines.push(Line::new().with(&text, Style::Dim));
        }
    }

    fn in_json(&self, today: Day) -> String {
        let round = |share: f32| (f64::from(share) * 1000.0).round() / 1000.0;
        let Planned {
            reviews,
            new,
            minutes,
        } = self.ahead.planned();
        let topics: Vec<Value> = self
            .topics
            .iter()
            .map(|topic| {
                json!({
                    "topic": topic.id,
                    "recall": round(topic.recall),
                    "cards": topic.cards,
                    "seen": topic.seen,
                })
            })
            .collect();
        let days: Vec<Value> = self
            .kept
            .days
            .iter()
            .enumerate()
            .map(|(idx, day)| {
                json!({
                    "day": civil::format_day(Day(today.0 + idx as i32)),
                    "reviews": day.reviews.round(),
                    "new": day.new.round(),
                    "recall": round(day.recall),
                })
            })
            .collect();
        json::object(
            "interview",
            json!({
                "interview": super::fields(&self.ahead.interview),
                "days_left": self.ahead.days_left,
                "today": { "reviews": reviews, "new": new, "minutes": minutes },
                "recall": {
                    "now": round(self.now),
                    "after_today": round(self.after_today),
                    "plan": round(self.kept.recall),
                    "ten_minutes_more": round(self.more.recall),
                },
                "topics": topics,
                "plan": days,
            }),
        )
    }
}
