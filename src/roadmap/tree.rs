//! A roadmap as a tree, in its own order and numbering.

use crate::model::roadmap::{Entry, Priority, Roadmap, Section};

/// A section and what stands below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch<'r> {
    pub section: &'r Section,
    pub nodes: Vec<Node<'r>>,
}

/// A line of the roadmap. Where it covers several topics, they stand side by side in `topics`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node<'r> {
    pub number: Option<&'r str>,
    pub label: &'r str,
    pub priority: Option<Priority>,
    /// Ids; none for a group that only has children.
    pub topics: Vec<&'r str>,
    pub children: Vec<Node<'r>>,
}

/// The whole tree: every entry of every section.
pub fn tree(roadmap: &Roadmap) -> Vec<Branch<'_>> {
    let branch = |section| Branch {
        section,
        nodes: nodes(section),
    };
    roadmap.sections.iter().map(branch).collect()
}

/// The tree without the topics that `keeps` turns down, and without what is empty then.
pub fn pruned<'r>(
    tree: Vec<Branch<'r>>,
    keeps: &impl Fn(&str, Option<Priority>) -> bool,
) -> Vec<Branch<'r>> {
    let kept = tree.into_iter().map(|branch| Branch {
        nodes: prune(branch.nodes, keeps),
        ..branch
    });
    kept.filter(|branch| !branch.nodes.is_empty()).collect()
}

fn prune<'r>(
    nodes: Vec<Node<'r>>,
    keeps: &impl Fn(&str, Option<Priority>) -> bool,
) -> Vec<Node<'r>> {
    let kept = nodes.into_iter().map(|mut node| {
        node.topics.retain(|topic| keeps(topic, node.priority));
        node.children = prune(node.children, keeps);
        node
    });
    let is_left = |node: &Node| !node.topics.is_empty() || !node.children.is_empty();
    kept.filter(is_left).collect()
}

impl<'r> Branch<'r> {
    /// The topics of all its nodes, as often as they are listed.
    pub fn topics(&self) -> Vec<&'r str> {
        let mut topics = Vec::new();
        self.nodes.iter().for_each(|node| node.collect(&mut topics));
        topics
    }
}

impl<'r> Node<'r> {
    fn collect(&self, topics: &mut Vec<&'r str>) {
        topics.extend(&self.topics);
        self.children.iter().for_each(|node| node.collect(topics));
    }
}

fn nodes(section: &Section) -> Vec<Node<'_>> {
    let mut roots = Vec::new();
    for entry in &section.entries {
        let siblings = siblings(&mut roots, section, entry);
        let same =
            |node: &&mut Node| node.label == entry.label && node.number == entry.number.as_deref();
        match siblings.iter_mut().find(same) {
            Some(node) if node.topics.contains(&entry.topic.as_str()) => (),
            Some(node) => node.topics.push(&entry.topic),
            None => siblings.push(Node {
                number: entry.number.as_deref(),
                label: &entry.label,
                priority: entry.priority,
                topics: vec![&entry.topic],
                children: Vec::new(),
            }),
        }
    }
    roots
}

/// The list that `entry` belongs in: below its parent's number, below its heading, or the section's.
fn siblings<'n, 'r>(
    roots: &'n mut Vec<Node<'r>>,
    section: &'r Section,
    entry: &'r Entry,
) -> &'n mut Vec<Node<'r>> {
    if let Some(parent) = &entry.parent
        && section.number.as_ref() != Some(parent)
        && has(roots, parent)
    {
        return below(roots, parent);
    }
    // A group of which a line bears the very name is that line.
    let Some(heading) = entry.heading.as_deref().filter(|name| *name != entry.label) else {
        return roots;
    };
    let at = roots.iter().position(|node| node.label == heading);
    let at = at.unwrap_or_else(|| {
        roots.push(Node {
            label: heading,
            ..Node::default()
        });
        roots.len() - 1
    });
    &mut roots[at].children
}

fn has(nodes: &[Node], number: &str) -> bool {
    nodes
        .iter()
        .any(|node| node.number == Some(number) || has(&node.children, number))
}

fn below<'n, 'r>(nodes: &'n mut [Node<'r>], number: &str) -> &'n mut Vec<Node<'r>> {
    let holds = |node: &Node| node.number == Some(number) || has(&node.children, number);
    let at = nodes.iter().position(holds).expect("the caller looked");
    match nodes[at].number == Some(number) {
        true => &mut nodes[at].children,
        false => below(&mut nodes[at].children, number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::roadmaps;

    fn outline(nodes: &[Node], depth: usize, text: &mut String) {
        for node in nodes {
            let number = node
                .number
                .map(|number| format!("{number} "))
                .unwrap_or_default();
            let topics = node.topics.join(",");
            text.push_str(&format!(
                "{}{number}{} [{topics}]\n",
                "  ".repeat(depth),
                node.label
            ));
            outline(&node.children, depth + 1, text);
        }
    }

    fn check(roadmap: &str, section: &str, expected: &str) {
        let all = roadmaps::built_in();
        let roadmap = all.iter().find(|one| one.id == roadmap).unwrap();
        let tree = tree(roadmap);
        let branch = tree
            .iter()
            .find(|branch| branch.section.id == section)
            .unwrap();
        let mut text = String::new();
        outline(&branch.nodes, 0, &mut text);
        assert_eq!(text, expected);
    }

    #[test]
    fn numbers_nest_and_a_line_may_cover_several_topics() {
        check(
            "backend-roadmap",
            "foundations",
            "2.1 Understanding Servers [web-fundamentals]\n\
             \x20 2.1.1 Basics of HTTP/HTTPS [http-protocol,https-and-tls]\n\
             \x20 2.1.2 DNS and Load Balancing [dns,load-balancing]\n\
             \x20 2.1.3 REST vs GraphQL [api-style-selection]\n\
             2.2 Operating Systems & CLI [linux-basics]\n\
             \x20 2.2.1 Linux Basics [linux-basics]\n\
             \x20 2.2.2 Shell Scripting [shell-scripting]\n\
             \x20 2.2.3 Process Management [process-management]\n",
        );
    }

    #[test]
    fn headings_group_and_one_that_is_its_own_line_does_not_nest() {
        check(
            "senior-backend-developer-roadmap",
            "foundations",
            "Networking []\n\
             \x20 TCP/IP [tcp-ip]\n\
             \x20 HTTP/HTTPS [http-protocol,https-and-tls]\n\
             \x20 DNS [dns]\n\
             \x20 TLS [https-and-tls]\n\
             Programming Paradigms []\n\
             \x20 OOP [object-oriented-programming]\n\
             \x20 Functional Programming [functional-programming]\n\
             \x20 SOLID Principles [solid-principles]\n\
             Concurrency & Threading []\n\
             \x20 Threading Models [concurrency-and-parallelism]\n\
             \x20 Synchronization, Lock-Free Structures [synchronization-and-lock-free]\n\
             Core Security []\n\
             \x20 Authentication, Authorization [authentication-and-authorization]\n\
             \x20 Common Vulnerabilities [web-security-fundamentals]\n",
        );
    }

    #[test]
    fn the_tree_holds_every_entry_of_every_roadmap() {
        for roadmap in &roadmaps::built_in() {
            for branch in tree(roadmap) {
                let mut listed: Vec<&str> = branch
                    .section
                    .entries
                    .iter()
                    .map(|entry| entry.topic.as_str())
                    .collect();
                let mut drawn = branch.topics();
                for list in [&mut listed, &mut drawn] {
                    list.sort_unstable();
                    list.dedup();
                }
                assert_eq!(listed, drawn, "{} {}", roadmap.id, branch.section.id);
            }
        }
    }

    #[test]
    fn pruning_keeps_the_way_to_what_is_kept() {
        let all = roadmaps::built_in();
        let roadmap = all.iter().find(|one| one.id == "backend-roadmap").unwrap();
        let tree = pruned(tree(roadmap), &|topic, _| topic == "shell-scripting");
        assert_eq!(tree.len(), 1);
        let mut text = String::new();
        outline(&tree[0].nodes, 0, &mut text);
        assert_eq!(
            text,
            "2.2 Operating Systems & CLI []\n  2.2.2 Shell Scripting [shell-scripting]\n"
        );
    }
}
