//! The tree as boxes and arrows, for the two languages that draw graphs.

use super::{Drawing, name, percent};
use crate::model::roadmap::Priority;
use crate::roadmap::tree::Node;

/// A box of the graph.
pub struct Shape {
    /// `s0` for the first section, `s0n3` for a box below it.
    pub id: String,
    /// The box that an arrow comes from: the section before, or what it stands below.
    pub from: Option<String>,
    pub is_section: bool,
    /// One line or two.
    pub label: Vec<String>,
    pub priority: Option<Priority>,
}

/// Sections one after the other, topics below each; a box stands behind the one it comes from.
pub fn shapes(drawing: &Drawing) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (idx, branch) in drawing.tree.iter().enumerate() {
        let section = branch.section;
        let standing = drawing.branch_standing(branch);
        let id = format!("s{idx}");
        shapes.push(Shape {
            from: idx.checked_sub(1).map(|before| format!("s{before}")),
            is_section: true,
            label: vec![
                name(section.number.as_deref(), &section.title),
                percent(&standing),
            ],
            priority: section.priority,
            id: id.clone(),
        });
        let mut count = 0;
        below(drawing, &branch.nodes, &id, &id, &mut count, &mut shapes);
    }
    shapes
}

fn below(
    drawing: &Drawing,
    nodes: &[Node],
    section: &str,
    parent: &str,
    count: &mut usize,
    shapes: &mut Vec<Shape>,
) {
    for node in nodes {
        *count += 1;
        let id = format!("{section}n{count}");
        let mut label = vec![name(node.number, node.label)];
        if !node.topics.is_empty() {
            label.push(percent(&drawing.standing(node)));
        }
        shapes.push(Shape {
            id: id.clone(),
            from: Some(parent.to_string()),
            is_section: false,
            label,
            priority: node.priority,
        });
        below(drawing, &node.children, section, &id, count, shapes);
    }
}
