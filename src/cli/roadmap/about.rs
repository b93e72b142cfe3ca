//! `retain roadmap about`: what a roadmap says beside its tree.

use super::super::context::Context;
use super::super::failure::Result;
use super::super::pager;
use super::find;
use crate::catalogue::roadmaps;
use crate::model::roadmap::Roadmap;
use crate::ui::markdown;

pub fn run(name: &str, context: &Context) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let text = markdown(find(&roadmaps, name)?);
    let palette = context.palette();
    let lines = markdown::render(&text, palette.page(context.width()));
    pager::print(context, &palette.paint_all(&lines))
}

/// Every record of the roadmap that its tree does not show, as Markdown.
fn markdown(roadmap: &Roadmap) -> String {
    let mut text = format!("# {}\n\n{}\n\n", roadmap.title, roadmap.summary);
    text.push_str(&format!(
        "For: {}.\n\n",
        roadmap.audience.trim_end_matches('.')
    ));
    let facts = [
        ("from", &roadmap.origin),
        ("at", &roadmap.url),
        ("licence", &roadmap.licence),
    ];
    for (name, value) in facts {
        text.extend(value.as_ref().map(|value| format!("- {name}: {value}\n")));
    }
    for link in &roadmap.links {
        text.push_str(&format!("- {}: {}\n", link.kind, link.url));
    }
    schedule(roadmap, &mut text);
    let heading = |title: &str, text: &mut String| text.push_str(&format!("\n## {title}\n\n"));
    if !roadmap.parts.is_empty() {
        heading("Parts", &mut text);
        for part in &roadmap.parts {
            text.push_str(&format!(
                "- {} ({}): {}\n",
                part.title, part.window, part.focus
            ));
        }
    }
    if !roadmap.priorities.is_empty() {
        heading("Priorities", &mut text);
        for priority in &roadmap.priorities {
            let (title, colour) = (&priority.title, &priority.colour);
            text.push_str(&format!("- {title} ({colour}): {}\n", priority.meaning));
        }
    }
    paths(roadmap, &mut text);
    if !roadmap.prerequisites.is_empty() {
        heading("What to bring along", &mut text);
        for needed in &roadmap.prerequisites {
            text.push_str(&format!("- {}: {}\n", needed.title, needed.text));
        }
    }
    if !roadmap.resources.is_empty() {
        heading("Resources", &mut text);
        roadmap
            .resources
            .iter()
            .for_each(|one| text.push_str(&resource(one)));
    }
    if !roadmap.tips.is_empty() {
        heading("Advice", &mut text);
        for tip in &roadmap.tips {
            let command = tip.command.as_ref().map(|command| format!(" `{command}`"));
            text.push_str(&format!(
                "- {}: {}{}\n",
                tip.kind,
                tip.text,
                command.unwrap_or_default()
            ));
        }
    }
    if !roadmap.features.is_empty() {
        heading("In its own words", &mut text);
        for feature in &roadmap.features {
            text.push_str(&format!(
                "- {}: {}\n",
                feature.group,
                feature.items.join("; ")
            ));
        }
    }
    if !roadmap.tools.is_empty() {
        heading("Made with", &mut text);
        for tool in &roadmap.tools {
            let version = tool.version.as_ref().map(|version| format!(" {version}"));
            text.push_str(&format!(
                "- {}{}: {}\n",
                tool.name,
                version.unwrap_or_default(),
                tool.role
            ));
        }
    }
    text
}

fn schedule(roadmap: &Roadmap, text: &mut String) {
    let Some(schedule) = &roadmap.schedule else {
        return;
    };
    text.push_str("\n## Schedule\n\n");
    let facts = [
        ("duration", &schedule.duration),
        ("hours a week", &schedule.weekly_hours),
        ("ends", &schedule.ends),
    ];
    for (name, value) in facts {
        text.extend(value.as_ref().map(|value| format!("- {name}: {value}\n")));
    }
    for activity in &schedule.activities {
        text.push_str(&format!(
            "- {}: {} hours a week\n",
            activity.title, activity.hours
        ));
    }
    for phase in &schedule.phases {
        let skills = match phase.key_skills.as_slice() {
            [] => String::new(),
            skills => format!(" ({})", skills.join(", ")),
        };
        text.push_str(&format!("- {}: {}{skills}\n", phase.window, phase.focus));
    }
    text.extend(schedule.note.as_ref().map(|note| format!("\n{note}\n")));
}

fn paths(roadmap: &Roadmap, text: &mut String) {
    if roadmap.paths.is_empty() {
        return;
    }
    text.push_str("\n## Paths\n");
    for path in &roadmap.paths {
        let experience = path.experience.as_ref().map(|years| format!(", {years}"));
        let experience = experience.unwrap_or_default();
        text.push_str(&format!(
            "\n`{}`: {}{experience}\n\n",
            path.id, path.audience
        ));
        for (id, focus) in path.sections.iter().zip(&path.focus) {
            let section = roadmap.sections.iter().find(|section| section.id == *id);
            let title = section.map_or(id, |section| &section.title);
            text.push_str(&format!("- {title}: {focus}\n"));
        }
    }
}

/// One line of Markdown: title, author, kind, place.
pub fn resource(resource: &crate::model::roadmap::Resource) -> String {
    let by = resource
        .author
        .as_ref()
        .map(|author| format!(" by {author}"));
    let at = resource
        .provider
        .as_ref()
        .map(|provider| format!(", {provider}"));
    let note = resource.note.as_ref().map(|note| format!(": {note}"));
    let url = resource.url.as_ref().map(|url| format!(" <{url}>"));
    let parts = [by, at, note, url].map(Option::unwrap_or_default).concat();
    format!("- {} ({}){parts}\n", resource.title, resource.kind)
}
