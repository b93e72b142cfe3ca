//! A graph for Graphviz.

use super::{Drawing, colour, name, percent};
use crate::roadmap::tree::Node;

/// The roadmap as a graph in the DOT language: sections one after the other, topics below each.
pub fn dot(drawing: &Drawing) -> String {
    let mut text = format!(
        "digraph roadmap {{\n  label={}; labelloc=t; rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
        quoted(drawing.title)
    );
    for (idx, branch) in drawing.tree.iter().enumerate() {
        let section = branch.section;
        let title = name(section.number.as_deref(), &section.title);
        let standing = drawing.branch_standing(branch);
        let label = quoted(&format!("{title}\n{}", percent(&standing)));
        text.push_str(&format!(
            "  s{idx} [label={label}, style=\"rounded,bold\"];\n"
        ));
        if 0 < idx {
            text.push_str(&format!("  s{} -> s{idx} [style=bold];\n", idx - 1));
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
    text.push_str("}\n");
    text
}

fn below(drawing: &Drawing, nodes: &[Node], parent: &str, count: &mut usize, text: &mut String) {
    for node in nodes {
        *count += 1;
        let section = parent.split('n').next().unwrap_or(parent);
        let id = format!("{section}n{count}");
        let mut label = name(node.number, node.label);
        if !node.topics.is_empty() {
            label.push_str(&format!("\n{}", percent(&drawing.standing(node))));
        }
        let colour = colour(node.priority);
        text.push_str(&format!(
            "  {id} [label={}, color=\"{colour}\"];\n  {parent} -> {id};\n",
            quoted(&label)
        ));
        below(drawing, &node.children, &id, count, text);
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
