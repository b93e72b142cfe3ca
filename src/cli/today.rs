//! `retain` alone: today at a glance, then Enter to start.

use super::context::{Context, is_dumb};
use super::day::{self, Today};
use super::due;
use super::failure::Result;
use super::interview::{self, Ahead, Planned};
use super::review;
use super::roadmap;
use super::welcome;
use crate::model::time::Day;
use crate::store::Store;
use crate::ui::style::{Line, Span, Style};
use crate::ui::words;
use crate::ui::wrap::wrap;
use std::collections::HashMap;

/// What the learner sees before a sitting.
struct Glance {
    counts: due::Counts,
    /// Due cards by area, most first; decks without an area stand under their own title.
    by_area: Vec<(String, usize)>,
    n_answered: usize,
    streak: u32,
    /// The deck of the card that is asked first.
    first_deck: Option<String>,
    /// The next day on which a card is due.
    next_due: Option<Day>,
    n_tomorrow: u32,
    n_faults: usize,
    n_cards: u32,
    n_known: u32,
    /// The plan for the nearest interview, in words.
    interview: Option<String>,
    /// A line for each roadmap that is followed.
    roadmaps: Vec<String>,
}

pub fn run(context: &Context) -> Result<()> {
    let is_first = !context.store_path().exists();
    if is_first && context.is_interactive() && !context.global.yes && !is_dumb() {
        welcome::run(context)?;
        return glance_at(&Context::new(context.global.clone())?);
    }
    glance_at(context)
}

fn glance_at(context: &Context) -> Result<()> {
    let store = context.store()?;
    let today = Today::read(&store, context)?;
    let glance = glance(&store, &today, context)?;
    let palette = context.palette();
    context.print(&palette.paint_all(&lines(&glance, &today, context)))?;
    if !context.is_interactive() || glance.counts.waiting.total() == 0 {
        return Ok(());
    }
    drop(store);
    if review::wait_for_start(context)? {
        return review::run(&review::ReviewArgs::default(), context);
    }
    Ok(())
}

fn glance(store: &Store, today: &Today, context: &Context) -> Result<Glance> {
    let (n_cards, n_known) = store.count_cards()?;
    let ahead = interview::ahead(store, context)?;
    let (counts, by_area) = match &ahead {
        Some(ahead) => planned(store, today, ahead)?,
        None => (
            due::counts(store, today, &[], context)?,
            by_area(store, today)?,
        ),
    };
    Ok(Glance {
        interview: ahead.as_ref().map(Ahead::in_words),
        counts,
        by_area,
        n_answered: today.answers.len(),
        streak: streak(store, today.day)?,
        first_deck: match ahead.as_ref().and_then(|ahead| ahead.chosen.first()) {
            Some(chosen) => deck_of(store, chosen.id)?,
            None => first_deck(store, today)?,
        },
        next_due: store.next_due(today.day)?,
        n_tomorrow: store.load(today.day.plus(1), today.day.plus(1))?[0],
        n_faults: store
            .files()?
            .iter()
            .filter(|file| file.fault.is_some())
            .count(),
        n_cards,
        n_known,
        roadmaps: roadmap::footing(store, context)?,
    })
}

fn first_deck(store: &Store, today: &Today) -> Result<Option<String>> {
    match day::first(store, today)? {
        Some(row) => deck_of(store, row),
        None => Ok(None),
    }
}

fn deck_of(store: &Store, row: i64) -> Result<Option<String>> {
    Ok(store
        .card(row)?
        .and_then(|card| card.text)
        .map(|text| text.deck_title))
}

/// Days in a row with at least one answer, up to today, or up to yesterday where today has none yet.
pub fn streak(store: &Store, today: Day) -> Result<u32> {
    let mut day = match store.was_active(today)? {
        true => today,
        false => Day(today.0 - 1),
    };
    let mut length = 0;
    while store.was_active(day)? {
        length += 1;
        day = Day(day.0 - 1);
    }
    Ok(length)
}

/// What the plan for an interview asks today, with what waits to be passed.
fn planned(store: &Store, today: &Today, ahead: &Ahead) -> Result<(due::Counts, AreaCounts)> {
    let pending = day::waiting_rows(store, today)?.len() as u32;
    let Planned {
        reviews,
        new,
        minutes,
    } = ahead.planned();
    let counts = due::Counts {
        waiting: day::Waiting {
            due: reviews as u32 + pending,
            new: new as u32,
            pending,
        },
        minutes,
    };
    let catalogue = crate::catalogue::Catalogue::built_in();
    let title = |topic: Option<&str>| {
        let area = topic
            .and_then(|id| catalogue.topic(id))
            .map(|topic| topic.area.as_str());
        let area = catalogue
            .areas
            .iter()
            .find(|one| Some(one.id.as_str()) == area);
        area.map_or("Other decks".to_string(), |area| area.title.clone())
    };
    let mut by_area: HashMap<String, usize> = HashMap::new();
    for (topic, count) in ahead.by_topic() {
        *by_area.entry(title(topic)).or_default() += count;
    }
    Ok((counts, sorted(by_area)))
}

/// Cards by the title of their area, most first.
type AreaCounts = Vec<(String, usize)>;

fn sorted(counts: HashMap<String, usize>) -> AreaCounts {
    let mut counts: AreaCounts = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn by_area(store: &Store, today: &Today) -> Result<Vec<(String, usize)>> {
    let titles: HashMap<String, String> = crate::catalogue::Catalogue::built_in()
        .areas
        .into_iter()
        .map(|area| (area.id, area.title))
        .collect();
    let mut names = HashMap::new();
    for (deck, title, area) in store.deck_areas()? {
        let area = area.and_then(|area| titles.get(&area).cloned());
        names.insert(deck, area.unwrap_or(title));
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for deck in day::due_decks(store, today)? {
        if let Some(name) = names.get(&deck) {
            *counts.entry(name.clone()).or_default() += 1;
        }
    }
    Ok(sorted(counts))
}

fn lines(glance: &Glance, today: &Today, context: &Context) -> Vec<Line> {
    let mut lines = vec![headline(glance, context)];
    if let Some(text) = &glance.interview {
        lines.extend(wrap(
            &Line::new().with(text, Style::Accent),
            context.width(),
        ));
    }
    if !glance.by_area.is_empty() {
        lines.push(Line::new());
        lines.extend(areas(glance, context));
        lines.push(Line::new());
    }
    lines.extend(wrap(&footing(glance, today), context.width()));
    lines.extend(wrap(&outlook(glance), context.width()));
    for text in &glance.roadmaps {
        lines.extend(wrap(&Line::from(text.as_str()), context.width()));
    }
    if 0 < glance.n_faults {
        let files = if glance.n_faults == 1 {
            "deck file is"
        } else {
            "deck files are"
        };
        let text = format!(
            "{} {files} not as it should be: see `retain doctor`",
            glance.n_faults
        );
        lines.extend(wrap(
            &Line::new().with(&text, Style::Warning),
            context.width(),
        ));
    }
    lines
}

fn headline(glance: &Glance, context: &Context) -> Line {
    let waiting = glance.counts.waiting;
    if waiting.total() == 0 {
        let mut line = Line::new();
        let done = if 0 < glance.n_answered {
            "Done for today."
        } else {
            "Nothing is due."
        };
        line.push(Span::strong(done));
        if let Some(due) = glance.next_due {
            let days = due.0 - context.today().0;
            line.push(Span::plain(&format!(" Next: {}.", words::due(days))));
        }
        return line;
    }
    let mut line = Line::new();
    line.push(Span::strong(&format!("{} due", waiting.due)));
    line.push(Span::plain(&format!(", {} new", waiting.new)));
    line.push(Span::plain(&match glance.counts.minutes {
        0 => ", under a minute".to_string(),
        minutes => format!(", about {}", words::duration(u64::from(minutes) * 60)),
    }));
    line
}

fn areas(glance: &Glance, context: &Context) -> Vec<Line> {
    let most = glance.by_area.first().map_or(1, |(_, n)| *n);
    let name_width = glance
        .by_area
        .iter()
        .map(|(name, _)| crate::ui::width::width(name))
        .max()
        .unwrap_or(0);
    // A long title leaves its bar some room where there is any.
    let beside = if context.width() < 60 { 13 } else { 33 };
    let name_width = name_width.min(context.width().saturating_sub(beside));
    let bar_width = context.width().saturating_sub(name_width + 9).min(30);
    let line = |(name, n): &(String, usize)| {
        let fitted = crate::ui::width::fit(name, name_width, crate::ui::width::Align::Left);
        let mut line = Line::new();
        line.push(Span::plain(&format!("  {fitted} {n:>4}  ")));
        line.extend(crate::ui::bar::share(*n, most, bar_width));
        line
    };
    glance.by_area.iter().map(line).collect()
}

fn footing(glance: &Glance, today: &Today) -> Line {
    let days = words::count(glance.streak as usize, "day");
    let streak = match (glance.streak, today.answers.is_empty()) {
        (0, _) => "no streak yet".to_string(),
        (_, true) => format!("streak {days}, up to yesterday"),
        (_, false) => format!("streak {days}"),
    };
    let answered = format!("{} today", words::count(glance.n_answered, "answer"));
    let seen = format!("{} of {} cards seen", glance.n_known, glance.n_cards);
    Line::from(format!("{answered} · {streak} · {seen}"))
}

/// What comes first today, and how much tomorrow brings.
fn outlook(glance: &Glance) -> Line {
    let first = glance
        .first_deck
        .as_ref()
        .map(|title| format!("next: {title} · "));
    let tomorrow = match glance.n_tomorrow {
        0 => "nothing due tomorrow yet".to_string(),
        n => format!("{n} due tomorrow"),
    };
    Line::new().with(
        &format!("{}{tomorrow}", first.unwrap_or_default()),
        Style::Dim,
    )
}
