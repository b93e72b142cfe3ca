//! `retain roadmap`: the published roadmaps, how far one is, and what comes next.

pub mod about;
mod follow;
mod milestones;
mod show;
mod standings;

pub use follow::follow;
pub use standings::{footing, standings};

use super::context::Context;
use super::failure::{Failure, Result};
use super::json;
use crate::catalogue::roadmaps;
use crate::model::roadmap::Roadmap;
use crate::roadmap::standing::{self, Standing, Standings};
use crate::store::roadmaps::FollowRow;
use crate::ui::road;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  retain roadmap                                the roadmaps, and how far you are
  retain roadmap show backend-roadmap --next    what to learn now
  retain roadmap follow backend-roadmap         new cards enter in its order
  retain roadmap milestones"
)]
pub struct RoadmapArgs {
    #[command(subcommand)]
    command: Option<RoadmapCommand>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum RoadmapCommand {
    /// Draw a roadmap as a tree with your mastery of each topic
    Show(show::ShowArgs),
    /// Print what else a roadmap says: schedule, paths, resources, advice
    About {
        #[arg(add = ArgValueCompleter::new(super::complete::roadmap))]
        roadmap: String,
    },
    /// Let new cards enter in the order of a roadmap
    Follow(follow::FollowArgs),
    /// Stop following a roadmap; nothing that is scheduled changes
    Unfollow {
        #[arg(add = ArgValueCompleter::new(super::complete::roadmap))]
        roadmap: String,
    },
    /// List projects, outputs and checkpoints, and what you lack for each
    Milestones(milestones::MilestonesArgs),
    /// Keep that a milestone is done
    Done(milestones::DoneArgs),
}

pub fn run(args: &RoadmapArgs, context: &Context) -> Result<()> {
    match &args.command {
        None => list(args.json, context),
        Some(RoadmapCommand::Show(args)) => show::run(args, context),
        Some(RoadmapCommand::About { roadmap }) => about::run(roadmap, context),
        Some(RoadmapCommand::Follow(args)) => follow::run(args, context),
        Some(RoadmapCommand::Unfollow { roadmap }) => follow::unfollow(roadmap, context),
        Some(RoadmapCommand::Milestones(args)) => milestones::run(args, context),
        Some(RoadmapCommand::Done(args)) => milestones::done(args, context),
    }
}

fn list(as_json: bool, context: &Context) -> Result<()> {
    let store = context.store()?;
    let standings = standings(&store, context.today())?;
    let followed = store.followed()?;
    let roadmaps = roadmaps::built_in();
    if as_json {
        let rows: Vec<Value> = roadmaps
            .iter()
            .map(|roadmap| fields(roadmap, &standings, &followed))
            .collect();
        return context.print(&json::object("roadmaps", json!({ "roadmaps": rows })));
    }
    let mut lines = Vec::new();
    for roadmap in &roadmaps {
        let row = followed.iter().find(|row| row.roadmap == roadmap.id);
        let note = row.map(|row| standings::pace_words(roadmap, row, &standings, context.today()));
        let standing = whole(roadmap, &standings);
        lines.extend(road::headline(
            roadmap,
            &standing,
            note.as_deref(),
            context.width(),
        ));
    }
    if followed.is_empty() {
        lines.push(road::hint(
            "`retain roadmap follow ID` lets new cards enter in its order",
        ));
    }
    context.print(&context.palette().paint_all(&lines))
}

fn fields(roadmap: &Roadmap, standings: &Standings, followed: &[FollowRow]) -> Value {
    let row = followed.iter().find(|row| row.roadmap == roadmap.id);
    let own = json!({
        "id": roadmap.id,
        "title": roadmap.title,
        "audience": roadmap.audience,
        "followed": row.is_some(),
        "path": row.and_then(|row| row.path.as_ref()),
    });
    json::joined(own, in_json(&whole(roadmap, standings)))
}

/// A standing as every view of roadmaps and topics prints it.
pub fn in_json(standing: &Standing) -> Value {
    json!({
        "cards": standing.cards,
        "seen": standing.seen,
        "due": standing.due,
        "mastery": (standing.mastery() * 1000.0).round() / 1000.0,
        "mastered": standing.is_mastered(),
    })
}

/// All topics of a roadmap together.
fn whole(roadmap: &Roadmap, standings: &Standings) -> Standing {
    let entries = roadmap.sections.iter().flat_map(|section| &section.entries);
    standing::sum(standings, entries.map(|entry| entry.topic.as_str()))
}

/// The roadmap that is called so: by its id, or by a beginning or another part of it that means
/// only one.
pub fn find<'r>(roadmaps: &'r [Roadmap], name: &str) -> Result<&'r Roadmap> {
    let name = name.to_lowercase();
    let those = |is_it: &dyn Fn(&str) -> bool| -> Vec<&'r Roadmap> {
        let all = roadmaps.iter();
        all.filter(|roadmap| is_it(&roadmap.id)).collect()
    };
    let mut found = those(&|id| id == name);
    if found.is_empty() {
        found = those(&|id| id.starts_with(&name));
    }
    if found.is_empty() {
        found = those(&|id| id.contains(&name));
    }
    match found.as_slice() {
        [one] if !name.is_empty() => Ok(one),
        _ => {
            let ids: Vec<&str> = roadmaps.iter().map(|roadmap| roadmap.id.as_str()).collect();
            let hint = match found.len() {
                0 => format!("there are {}", ids.join(", ")),
                _ => "write more of the one you mean".to_string(),
            };
            let message = match found.len() {
                0 => format!("no roadmap is called `{name}`"),
                _ => format!("`{name}` means several roadmaps"),
            };
            Err(Failure::not_found(message).hint(hint))
        }
    }
}
