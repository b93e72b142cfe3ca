//! A flow chart for Mermaid, which code-hosting sites draw in Markdown.

use super::{Drawing, colour, name, percent};
use crate::model::roadmap::Priority;
use crate::roadmap::tree::Node;

/// The roadmap as a Mermaid flow chart: sections one after the other, topics below each.
pub fn mermaid(drawing: &Drawing) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart LR\n", quoted(drawing.title));
    for (idx, branch) in drawing.tree.iter().enumerate() {
        let section = branch.section;
        let title = name(section.number.as_deref(), &section.title);
        let standing = drawing.branch_standing(branch);
        let label = quoted(&format!("{title}<br/>{}", percent(&standing)));
        text.push_str(&format!("  s{idx}[{label}]\n"));
        if 0 < idx {
            text.push_str(&format!("  s{} ==> s{idx}\n", idx - 1));
        }
        let mut count = 0;
        below(
            drawing,
            &branch.nodes,
            &format!("s{idx}"),
            &mut count,
            &mut text,
        );
    }
    for priority in Priority::ALL {
        let colour = colour(Some(priority));
        text.push_str(&format!(
            "  classDef {} stroke:{colour},stroke-width:2px\n",
            priority.name()
        ));
    }
    text
}

fn below(drawing: &Drawing, nodes: &[Node], parent: &str, count: &mut usize, text: &mut String) {
    for node in nodes {
        *count += 1;
        let section = parent.split('n').next().unwrap_or(parent);
        let id = format!("{section}n{count}");
        let mut label = name(node.number, node.label);
        if !node.topics.is_empty() {
            label.push_str(&format!("<br/>{}", percent(&drawing.standing(node))));
        }
        let class = node
            .priority
            .map(|priority| format!(":::{}", priority.name()));
        let class = class.unwrap_or_default();
        text.push_str(&format!("  {parent} --> {id}({}){class}\n", quoted(&label)));
        below(drawing, &node.children, &id, count, text);
    }
}

/// A label in quotes, in which Mermaid reads entities.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "#quot;"))
}
