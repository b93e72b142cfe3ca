//! `retain roadmap show`: one roadmap as a tree, or as a picture for other programs.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::{json, pager};
use super::{find, in_json, standings, whole};
use crate::catalogue::{Catalogue, roadmaps};
use crate::model::roadmap::{Priority, Roadmap, SectionKind};
use crate::roadmap::draw::{self, Drawing};
use crate::roadmap::standing::{self, Standings};
use crate::roadmap::tree::{Branch, Node, pruned, tree};
use crate::ui::road;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The bar shows the mean chance of recall today: full blocks are recalled, shaded
ones seen but forgotten, dots never seen. Letters: M mandatory, G good, O optional, g general."
)]
pub struct ShowArgs {
    #[arg(add = ArgValueCompleter::new(super::super::complete::roadmap))]
    roadmap: String,
    /// Only this section, by id or number
    #[arg(long, value_name = "ID")]
    section: Option<String>,
    /// Only topics of this priority: mandatory, good, optional or general
    #[arg(long, value_name = "NAME")]
    priority: Option<String>,
    /// Only what to learn now: not mastered yet, and all that it builds on is
    #[arg(long)]
    next: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Print a picture for another program
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Mermaid,
    Dot,
    Svg,
    Markdown,
}

pub fn run(args: &ShowArgs, context: &Context) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let roadmap = find(&roadmaps, &args.roadmap)?;
    let store = context.store()?;
    let standings = standings(&store, context.today())?;
    let tree = chosen(args, roadmap, &standings)?;
    if args.json {
        return context.print(&in_full(roadmap, &tree, &standings));
    }
    let drawing = Drawing {
        title: &roadmap.title,
        tree: &tree,
        standings: &standings,
    };
    if let Some(format) = args.format {
        let draw = match format {
            Format::Mermaid => draw::mermaid,
            Format::Dot => draw::dot,
            Format::Svg => draw::svg,
            Format::Markdown => draw::markdown,
        };
        return context.print(&draw(&drawing));
    }
    let followed = store.followed()?;
    let row = followed.iter().find(|row| row.roadmap == roadmap.id);
    let note =
        row.map(|row| super::standings::pace_words(roadmap, row, &standings, context.today()));
    let (palette, width) = (context.palette(), context.width());
    let standing = whole(roadmap, &standings);
    let mut lines = road::headline(roadmap, &standing, note.as_deref(), width);
    let catalogue = Catalogue::built_in();
    let title = |id: &str| catalogue.topic(id).map(|topic| topic.title.clone());
    lines.extend(road::tree(&drawing, &roadmap.parts, &title, width));
    if tree.is_empty() {
        lines.push(road::hint("nothing matches"));
    }
    pager::print(context, &palette.paint_all(&lines))
}

/// The tree with what the options leave of it.
fn chosen<'r>(
    args: &ShowArgs,
    roadmap: &'r Roadmap,
    standings: &Standings,
) -> Result<Vec<Branch<'r>>> {
    let mut tree = tree(roadmap);
    if let Some(name) = &args.section {
        let is_it = |branch: &Branch| {
            branch.section.id == *name || branch.section.number.as_ref() == Some(name)
        };
        if !tree.iter().any(is_it) {
            let ids: Vec<&str> = tree
                .iter()
                .map(|branch| branch.section.id.as_str())
                .collect();
            let message = format!("`{}` has no section `{name}`", roadmap.id);
            return Err(Failure::not_found(message).hint(format!("there are {}", ids.join(", "))));
        }
        tree.retain(is_it);
    }
    if let Some(name) = &args.priority {
        let wanted = Priority::from_name(name).ok_or_else(|| {
            let failure = Failure::usage(format!("`{name}` is no priority"));
            failure.hint("mandatory, good, optional or general")
        })?;
        tree = pruned(tree, &|_, priority| priority == Some(wanted));
    }
    if args.next {
        let catalogue = Catalogue::built_in();
        tree.retain(|branch| branch.section.kind == SectionKind::Core);
        tree = pruned(tree, &|id, _| {
            let topic = catalogue.topic(id);
            topic.is_some_and(|topic| standing::is_next(topic, standings))
        });
    }
    Ok(tree)
}

fn in_full(roadmap: &Roadmap, tree: &[Branch], standings: &Standings) -> String {
    let sections: Vec<Value> = tree
        .iter()
        .map(|branch| {
            let section = branch.section;
            let own = json!({
                "id": section.id,
                "title": section.title,
                "number": section.number,
                "window": section.window,
                "priority": section.priority.map(Priority::name),
                "lines": branch.nodes.iter().map(|node| line(node, standings)).collect::<Vec<_>>(),
            });
            json::joined(own, in_json(&standing::sum(standings, branch.topics())))
        })
        .collect();
    let own = json!({ "id": roadmap.id, "title": roadmap.title, "sections": sections });
    json::object(
        "roadmap",
        json::joined(own, in_json(&whole(roadmap, standings))),
    )
}

fn line(node: &Node, standings: &Standings) -> Value {
    let topic = |id: &&str| {
        json::joined(
            json!({ "topic": id }),
            in_json(&standing::of(standings, id)),
        )
    };
    json!({
        "number": node.number,
        "label": node.label,
        "priority": node.priority.map(Priority::name),
        "topics": node.topics.iter().map(topic).collect::<Vec<_>>(),
        "lines": node.children.iter().map(|node| line(node, standings)).collect::<Vec<_>>(),
    })
}
