//! `retain roadmap milestones` and `done`: what to have built or reached.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::{json, pager};
use super::{find, standings};
use crate::catalogue::roadmaps;
use crate::model::civil;
use crate::model::roadmap::{Milestone, MilestoneKind, Roadmap};
use crate::roadmap::MASTERED;
use crate::roadmap::standing::{self, Standings};
use crate::store::roadmaps::MilestoneRow;
use crate::ui::road;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct MilestonesArgs {
    /// Only those of this roadmap [default: of those you follow, else of all]
    #[arg(add = ArgValueCompleter::new(super::super::complete::roadmap))]
    roadmap: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct DoneArgs {
    /// Its id, or `roadmap/id`; `retain roadmap milestones` lists them
    milestone: String,
    /// Where it can be seen
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    /// What you want to remember of it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// It is not done after all; link and note are forgotten
    #[arg(long, conflicts_with_all = ["link", "note"])]
    not: bool,
}

/// A milestone, its roadmap, and what the learner kept of it.
struct Shown<'m> {
    roadmap: &'m Roadmap,
    milestone: &'m Milestone,
    done: Option<MilestoneRow>,
    /// Topics that fall short, each with its mastery, the weakest first.
    short: Vec<(&'m str, f64)>,
}

pub fn run(args: &MilestonesArgs, context: &Context) -> Result<()> {
    let store = context.store()?;
    let all = roadmaps::built_in();
    let followed = store.followed()?;
    let wanted: Vec<&Roadmap> = match &args.roadmap {
        Some(name) => vec![find(&all, name)?],
        None if followed.is_empty() => all.iter().collect(),
        None => all
            .iter()
            .filter(|roadmap| followed.iter().any(|row| row.roadmap == roadmap.id))
            .collect(),
    };
    let standings = standings(&store, context.today())?;
    let kept = store.milestones()?;
    let shown: Vec<Shown> = wanted
        .into_iter()
        .flat_map(|roadmap| {
            roadmap
                .milestones
                .iter()
                .map(move |milestone| (roadmap, milestone))
        })
        .map(|(roadmap, milestone)| Shown {
            roadmap,
            milestone,
            done: kept
                .iter()
                .find(|row| row.roadmap == roadmap.id && row.milestone == milestone.id)
                .cloned(),
            short: short(milestone, &standings),
        })
        .collect();
    if args.json {
        let rows: Vec<Value> = shown.iter().map(fields).collect();
        return context.print(&json::object("milestones", json!({ "milestones": rows })));
    }
    let mut lines = Vec::new();
    let mut last = "";
    for one in &shown {
        if last != one.roadmap.id {
            lines.extend(road::title(&one.roadmap.title, !last.is_empty()));
            last = &one.roadmap.id;
        }
        lines.extend(road::milestone(&drawn(one), context.width()));
    }
    if shown.is_empty() {
        lines.push(road::hint("this roadmap names no milestones"));
    }
    pager::print(context, &context.palette().paint_all(&lines))
}

/// The topics below mastery. One without cards cannot be measured, and is left out.
fn short<'m>(milestone: &'m Milestone, standings: &Standings) -> Vec<(&'m str, f64)> {
    let mut short: Vec<(&str, f64)> = milestone
        .topics
        .iter()
        .map(|id| (id.as_str(), standing::of(standings, id)))
        .filter(|(_, standing)| 0 < standing.cards && !standing.is_mastered())
        .map(|(id, standing)| (id, standing.mastery()))
        .collect();
    short.sort_by(|a, b| a.1.total_cmp(&b.1));
    short
}

fn drawn<'m>(one: &'m Shown) -> road::MilestoneView<'m> {
    let milestone = one.milestone;
    let facts = [
        Some(milestone.kind.name()),
        milestone.level.as_deref(),
        milestone.window.as_deref(),
        milestone.quantity.as_deref(),
    ];
    let short = one.short.iter().map(|(id, mastery)| {
        let lacking = ((MASTERED - mastery) * 100.0).ceil();
        format!("{id} (short by {lacking:.0} %)")
    });
    let short: Vec<String> = short.collect();
    let is_checkpoint = milestone.kind == MilestoneKind::Checkpoint;
    road::MilestoneView {
        id: &milestone.id,
        title: &milestone.title,
        facts: facts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        summary: &milestone.summary,
        choices: &milestone.choices,
        done: one.done.as_ref().map(|row| civil::format_day(row.day)),
        link: one.done.as_ref().and_then(|row| row.link.as_deref()),
        note: one.done.as_ref().and_then(|row| row.note.as_deref()),
        // A checkpoint tells every topic; of a project the weakest three are enough.
        short: if is_checkpoint {
            short
        } else {
            short.into_iter().take(3).collect()
        },
        n_short: one.short.len(),
        n_topics: milestone.topics.len(),
    }
}

fn fields(one: &Shown) -> Value {
    let milestone = one.milestone;
    let done = one.done.as_ref();
    let short = |(id, mastery): &(&str, f64)| json!({ "topic": id, "mastery": (mastery * 1000.0).round() / 1000.0, "needed": MASTERED });
    json!({
        "roadmap": one.roadmap.id,
        "id": milestone.id,
        "title": milestone.title,
        "kind": milestone.kind.name(),
        "level": milestone.level,
        "window": milestone.window,
        "summary": milestone.summary,
        "choices": milestone.choices,
        "topics": milestone.topics,
        "short": one.short.iter().map(short).collect::<Vec<_>>(),
        "done": done.map(|row| civil::format_day(row.day)),
        "link": done.and_then(|row| row.link.as_ref()),
        "note": done.and_then(|row| row.note.as_ref()),
    })
}

pub fn done(args: &DoneArgs, context: &Context) -> Result<()> {
    let all = roadmaps::built_in();
    let (roadmap, milestone) = named(&all, &args.milestone)?;
    let mut store = context.store()?;
    if args.not {
        if !store.forget_milestone(&roadmap.id, &milestone.id)? {
            return Err(Failure::not_found(format!(
                "`{}` was not done",
                milestone.id
            )));
        }
        context.say(&format!("{}: not done", milestone.title));
        return Ok(());
    }
    store.keep_milestone(&MilestoneRow {
        roadmap: roadmap.id.clone(),
        milestone: milestone.id.clone(),
        day: context.today(),
        link: args.link.clone(),
        note: args.note.clone(),
    })?;
    context.say(&format!("done: {} ({})", milestone.title, roadmap.title));
    Ok(())
}

fn named<'r>(all: &'r [Roadmap], name: &str) -> Result<(&'r Roadmap, &'r Milestone)> {
    let (of, id) = match name.split_once('/') {
        Some((of, id)) => (Some(find(all, of)?), id),
        None => (None, name),
    };
    let milestones = all.iter().flat_map(|roadmap| {
        roadmap
            .milestones
            .iter()
            .map(move |milestone| (roadmap, milestone))
    });
    let milestones = milestones.filter(|(roadmap, _)| of.is_none_or(|of| of.id == roadmap.id));
    let all: Vec<_> = milestones.collect();
    let found: Vec<_> = all
        .iter()
        .filter(|(_, milestone)| milestone.id == id)
        .collect();
    match found.as_slice() {
        [one] => Ok(**one),
        [] => {
            let likeness = |id_of: &str| strsim::jaro_winkler(id_of, id);
            let best = all
                .iter()
                .max_by(|a, b| likeness(&a.1.id).total_cmp(&likeness(&b.1.id)));
            let failure = Failure::not_found(format!("no milestone is called `{name}`"));
            Err(match best {
                Some((_, best)) if 0.8 <= likeness(&best.id) => {
                    failure.hint(format!("did you mean `{}`?", best.id))
                }
                _ => failure.hint("`retain roadmap milestones` lists them"),
            })
        }
        several => {
            let names = several
                .iter()
                .map(|(roadmap, _)| format!("{}/{id}", roadmap.id));
            let names: Vec<String> = names.collect();
            let failure = Failure::not_found(format!("several roadmaps have a `{id}`"));
            Err(failure.hint(format!("write {}", names.join(" or "))))
        }
    }
}
