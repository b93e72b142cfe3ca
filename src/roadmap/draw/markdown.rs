//! A list that a code-hosting site or a mentor can read.

use super::{Drawing, name, percent};
use crate::roadmap::tree::Node;

/// The roadmap as nested lists, a heading a section; what is mastered is ticked off.
pub fn markdown(drawing: &Drawing) -> String {
    let mut text = format!("# {}\n", drawing.title);
    for branch in drawing.tree {
        let section = branch.section;
        let title = name(section.number.as_deref(), &section.title);
        let standing = drawing.branch_standing(branch);
        text.push_str(&format!("\n## {title} ({})\n", percent(&standing)));
        let facts = [section.window.as_deref(), section.goal.as_deref()];
        for fact in facts.into_iter().flatten() {
            text.push_str(&format!("\n{fact}\n"));
        }
        text.push('\n');
        below(drawing, &branch.nodes, 0, &mut text);
    }
    text
}

fn below(drawing: &Drawing, nodes: &[Node], depth: usize, text: &mut String) {
    for node in nodes {
        let indent = "  ".repeat(depth);
        let title = name(node.number, node.label);
        let priority = node
            .priority
            .map(|priority| format!(", {}", priority.name()));
        let priority = priority.unwrap_or_default();
        if node.topics.is_empty() {
            text.push_str(&format!("{indent}- {title}\n"));
        } else {
            let standing = drawing.standing(node);
            let tick = if standing.is_mastered() { 'x' } else { ' ' };
            let percent = percent(&standing);
            text.push_str(&format!(
                "{indent}- [{tick}] {title} ({percent}{priority})\n"
            ));
        }
        below(drawing, &node.children, depth + 1, text);
    }
}
