//! Lists: their items, what else stands between those, and items that no list holds.

use super::super::block::{Block, List};
use super::super::elements;
use super::super::tree::{Element, NodeId, Text};
use super::{Context, Flow, LEVELS_MAX};

impl Flow<'_> {
    /// How many nodes from here on are list items that no list holds, and blanks between.
    pub(super) fn run_of_items(&self, nodes: &[NodeId]) -> usize {
        let belongs = |id: &&NodeId| {
            let blank = |text: &Text| text.text.trim().is_empty();
            self.tree.is(**id, "li") || self.tree.text(**id).is_some_and(blank)
        };
        nodes.iter().take_while(belongs).count()
    }

    pub(super) fn list(&mut self, id: NodeId, element: &Element, context: Context) {
        let tree = self.tree;
        let children = tree.children(id);
        self.end_paragraph(context);
        let has_items = children.iter().any(|child| tree.is(*child, "li"));
        if context.flat || context.n_levels >= LEVELS_MAX || !has_items {
            for child in children {
                self.node(*child, context);
                self.end_line(context);
            }
            return self.end_paragraph(context);
        }
        let start = element
            .attribute("start")
            .and_then(|start| start.trim().parse().ok());
        let start = (element.name == "ol").then(|| start.unwrap_or(1));
        self.list_of(children, start, context);
    }

    /// Makes a list of items and of what else stands directly in a list.
    pub(super) fn list_of(&mut self, nodes: &[NodeId], start: Option<u32>, context: Context) {
        let context = context.deeper();
        let mut list = List {
            start,
            items: Vec::new(),
        };
        let mut stray = Vec::new();
        self.end_paragraph(context);
        for id in nodes {
            let element = self.tree.element(*id);
            match element {
                Some(element) if element.is_hidden() => (),
                Some(element) if element.name == "li" => {
                    self.stray_item(&mut stray, &mut list, context);
                    self.renumber(element, &mut list);
                    let item = self.blocks_in(*id, context.with(element));
                    list.items.push(item);
                }
                // Many editors put the inner list behind its item, not into it.
                Some(element) if elements::is_list(&element.name) => {
                    self.stray_item(&mut stray, &mut list, context);
                    let blocks = self.blocks_of(*id, context);
                    match list.items.last_mut() {
                        Some(item) => item.extend(blocks),
                        None => list.items.push(blocks),
                    }
                }
                _ => stray.push(*id),
            }
        }
        self.stray_item(&mut stray, &mut list, context);
        self.add_list(list);
    }

    /// Makes an item of what stands between items.
    fn stray_item(&mut self, stray: &mut Vec<NodeId>, list: &mut List, context: Context) {
        let stray = std::mem::take(stray);
        let blocks = self.apart(context, |flow| {
            for id in stray {
                flow.node(id, context);
            }
        });
        if !blocks.is_empty() {
            list.items.push(blocks);
        }
    }

    /// Begins another list at an item that has a number of its own.
    fn renumber(&mut self, item: &Element, list: &mut List) {
        let value = item
            .attribute("value")
            .and_then(|value| value.trim().parse().ok());
        let (Some(value), Some(start)) = (value, list.start) else {
            return;
        };
        if u64::from(start) + list.items.len() as u64 != u64::from(value) {
            let start = Some(value);
            let items = Vec::new();
            let before = std::mem::replace(list, List { start, items });
            self.add_list(before);
        }
    }

    fn add_list(&mut self, mut list: List) {
        if list.start.is_none() {
            list.items.retain(|item| !item.is_empty());
        }
        if list.items.iter().any(|item| !item.is_empty()) {
            self.blocks.push(Block::List(list));
        }
    }
}
