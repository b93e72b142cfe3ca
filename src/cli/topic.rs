//! `retain topic`: what a topic is, where it stands in each roadmap, and how well one knows it.

use super::context::Context;
use super::failure::{Failure, Result};
use super::roadmap::{about, in_json, standings};
use super::{json, pager};
use crate::catalogue::{Catalogue, roadmaps};
use crate::model::catalogue::Topic;
use crate::model::roadmap::{Entry, Priority, Resource, Roadmap, Section};
use crate::roadmap::standing::{self, Standings};
use crate::ui::markdown;
use crate::ui::road;
use crate::ui::words;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct TopicArgs {
    /// Its id, or a part of it that means only one
    #[arg(add = ArgValueCompleter::new(super::complete::topic))]
    topic: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &TopicArgs, context: &Context) -> Result<()> {
    let catalogue = Catalogue::built_in();
    let topic = find(&catalogue, &args.topic)?;
    let store = context.store()?;
    let standings = standings(&store, context.today())?;
    let roadmaps = roadmaps::built_in();
    let view = View::new(topic, &catalogue, &standings, &roadmaps);
    if args.json {
        return context.print(&view.in_json());
    }
    let (palette, width) = (context.palette(), context.width());
    let mut lines = markdown::render(&view.markdown(), palette.page(width));
    // Below the title.
    let facts = road::facts(&standing::of(&standings, &topic.id), width);
    lines.splice(1..1, facts);
    pager::print(context, &palette.paint_all(&lines))
}

/// A topic and all that refers to it.
struct View<'v> {
    topic: &'v Topic,
    catalogue: &'v Catalogue,
    standings: &'v Standings,
    unlocks: Vec<&'v Topic>,
    listed: Vec<(&'v Roadmap, &'v Section, &'v Entry)>,
    resources: Vec<(&'v Roadmap, &'v Resource)>,
}

impl<'v> View<'v> {
    fn new(
        topic: &'v Topic,
        catalogue: &'v Catalogue,
        standings: &'v Standings,
        roadmaps: &'v [Roadmap],
    ) -> View<'v> {
        let needs_it = |other: &&Topic| other.prerequisites.contains(&topic.id);
        let mut listed = Vec::new();
        let mut resources = Vec::new();
        for roadmap in roadmaps {
            for section in &roadmap.sections {
                let entries = section
                    .entries
                    .iter()
                    .filter(|entry| entry.topic == topic.id);
                listed.extend(entries.map(|entry| (roadmap, section, entry)));
            }
            let own = roadmap.resources.iter();
            let own = own.filter(|resource| resource.topics.contains(&topic.id));
            resources.extend(own.map(|resource| (roadmap, resource)));
        }
        resources.dedup_by(|a, b| a.1.title == b.1.title);
        View {
            topic,
            catalogue,
            standings,
            unlocks: catalogue.topics.iter().filter(needs_it).collect(),
            listed,
            resources,
        }
    }

    fn markdown(&self) -> String {
        let topic = self.topic;
        let area = self
            .catalogue
            .areas
            .iter()
            .find(|area| area.id == topic.area);
        let area = area.map_or(topic.area.as_str(), |area| &area.title);
        let mut text = format!("# {}\n\n{}\n\n", topic.title, topic.summary);
        text.push_str(&format!(
            "- `{}`, {}, {area}\n",
            topic.id,
            topic.level.name()
        ));
        text.push_str(&format!("- terms: {}\n", topic.terms.join(", ")));
        let before: Vec<String> = topic.prerequisites.iter().map(|id| self.mark(id)).collect();
        let after: Vec<String> = self
            .unlocks
            .iter()
            .map(|topic| self.mark(&topic.id))
            .collect();
        for (name, list) in [("builds on", before), ("unlocks", after)] {
            if !list.is_empty() {
                text.push_str(&format!("- {name}: {}\n", list.join(", ")));
            }
        }
        text.push_str("\n## In the roadmaps\n\n");
        for (roadmap, section, entry) in &self.listed {
            let number = entry.number.as_ref().map(|number| format!("{number} "));
            let number = number.unwrap_or_default();
            let priority = entry
                .priority
                .map(|priority| format!(", {}", priority.name()));
            let window = section.window.as_ref().map(|window| format!(", {window}"));
            let notes = [priority, window].map(Option::unwrap_or_default).concat();
            text.push_str(&format!(
                "- {}: {} → {number}{}{notes}\n",
                roadmap.title, section.title, entry.label
            ));
        }
        if !self.resources.is_empty() {
            text.push_str("\n## Resources that the roadmaps name\n\n");
            self.resources
                .iter()
                .for_each(|(_, one)| text.push_str(&about::resource(one)));
        }
        text
    }

    /// `caching-strategies (45 %)`.
    fn mark(&self, id: &str) -> String {
        let standing = standing::of(self.standings, id);
        format!("{id} ({:.0} %)", standing.mastery() * 100.0)
    }

    fn in_json(&self) -> String {
        let topic = self.topic;
        let listed = |(roadmap, section, entry): &(&Roadmap, &Section, &Entry)| {
            json!({
                "roadmap": roadmap.id,
                "section": section.id,
                "label": entry.label,
                "number": entry.number,
                "priority": entry.priority.map(Priority::name),
                "window": section.window,
            })
        };
        let resource = |(roadmap, one): &(&Roadmap, &Resource)| {
            json!({
                "roadmap": roadmap.id,
                "kind": one.kind,
                "title": one.title,
                "author": one.author,
                "url": one.url,
            })
        };
        let own = json!({
            "id": topic.id,
            "title": topic.title,
            "area": topic.area,
            "level": topic.level.name(),
            "summary": topic.summary,
            "terms": topic.terms,
            "prerequisites": topic.prerequisites,
            "unlocks": self.unlocks.iter().map(|topic| &topic.id).collect::<Vec<_>>(),
            "next": standing::is_next(topic, self.standings),
            "roadmaps": self.listed.iter().map(listed).collect::<Vec<Value>>(),
            "resources": self.resources.iter().map(resource).collect::<Vec<Value>>(),
        });
        let standing = standing::of(self.standings, &topic.id);
        json::object("topic", json::joined(own, in_json(&standing)))
    }
}

/// The topic that is called so: by its id, or a part of it between hyphens that means only one.
fn find<'c>(catalogue: &'c Catalogue, name: &str) -> Result<&'c Topic> {
    let name = name.to_lowercase();
    if let Some(topic) = catalogue.topic(&name) {
        return Ok(topic);
    }
    let holds = |topic: &&Topic| format!("-{}-", topic.id).contains(&format!("-{name}-"));
    let found: Vec<&Topic> = catalogue.topics.iter().filter(holds).collect();
    let failure = Failure::not_found(format!("no topic is called `{name}`"));
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let likeness = |topic: &&Topic| strsim::jaro_winkler(&topic.id, &name);
            let best = catalogue
                .topics
                .iter()
                .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
            Err(match best {
                Some(best) if 0.8 <= likeness(&best) => {
                    failure.hint(format!("did you mean `{}`?", best.id))
                }
                _ => failure.hint("`retain roadmap show ID` lists a roadmap's topics"),
            })
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|topic| topic.id.as_str()).collect();
            let n_topics = words::count(ids.len(), "topic");
            Err(
                Failure::not_found(format!("`{name}` means {n_topics}: {}", ids.join(", ")))
                    .hint("write more of the one you mean"),
            )
        }
    }
}
