//! A roadmap as text for other programs: Mermaid, Graphviz, SVG, Markdown.

mod dot;
mod graph;
mod markdown;
mod mermaid;
mod svg;

pub use dot::dot;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use svg::svg;

use super::standing::{self, Standing, Standings};
use super::tree::{Branch, Node};
use crate::model::roadmap::Priority;

/// What is drawn: a tree, and how well each of its topics is known.
pub struct Drawing<'d> {
    pub title: &'d str,
    pub tree: &'d [Branch<'d>],
    pub standings: &'d Standings,
}

impl Drawing<'_> {
    fn standing(&self, node: &Node) -> Standing {
        standing::sum(self.standings, node.topics.iter().copied())
    }

    fn branch_standing(&self, branch: &Branch) -> Standing {
        standing::sum(self.standings, branch.topics())
    }
}

/// `2.1.1 Basics of HTTP/HTTPS`
fn name(number: Option<&str>, label: &str) -> String {
    match number {
        Some(number) => format!("{number} {label}"),
        None => label.to_string(),
    }
}

/// Whole per cent of mastery, `56 %`.
fn percent(standing: &Standing) -> String {
    format!("{:.0} %", standing.mastery() * 100.0)
}

/// The colour that the roadmap gives a priority, as light and dark backgrounds both carry it.
fn colour(priority: Option<Priority>) -> &'static str {
    match priority {
        Some(Priority::Mandatory) => "#c62828",
        Some(Priority::Good) => "#2e7d32",
        Some(Priority::Optional) => "#1565c0",
        Some(Priority::General) | None => "#424242",
    }
}

#[cfg(test)]
mod tests;
