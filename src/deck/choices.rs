//! The task list of a card: what may be chosen, and what is right.

use super::body::Reader;
use super::items::item_text;
use super::outline::{BlockKind, Item, List, outline};
use super::print;
use crate::model::card::Choice;
use std::ops::Range;

/// The most choices of one card.
const CHOICES_MAX: usize = 26;

impl Reader<'_, '_> {
    /// Reads the task list that lies at `range`.
    pub(super) fn choices(&mut self, range: &Range<usize>) -> Vec<Choice> {
        let outline = std::mem::take(&mut self.outline);
        let list = outline.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::List(list) if block.range == *range => Some(list),
            _ => None,
        });
        let choices = list.map(|list| self.read_choices(list)).unwrap_or_default();
        self.outline = outline;
        choices
    }

    fn read_choices(&mut self, list: &List) -> Vec<Choice> {
        let mut choices = Vec::new();
        for item in &list.items {
            choices.extend(self.choice(item));
        }
        if choices.len() == list.items.len() {
            self.check_choices(list, &choices);
        }
        choices
    }

    fn choice(&mut self, item: &Item) -> Option<Choice> {
        let place = self.first_line(&item.range);
        let Some((right, mark)) = item.task.clone() else {
            let hint = "put `[x]` or `[ ]` in front";
            self.fault(place, "this choice is not marked", hint);
            return None;
        };
        if self.rest_of_line(mark.end).is_empty() {
            let hint = "write it directly behind the brackets";
            self.fault(mark, "the choice is empty", hint);
            return None;
        }
        let text = item_text(self.content, item);
        let choice = Choice {
            right,
            text: text.text,
            note: text.note,
        };
        if choice.note.as_deref() == Some("") {
            let quote = item.quote.clone().unwrap_or_else(|| item.range.clone());
            let place = self.first_line(&quote);
            self.fault(place, "the note is empty", "write it behind the `>`");
        } else if !is_settled(&choice) {
            let hint = "put a blank line between its lines";
            self.fault(place, "this choice can be read in two ways", hint);
        }
        Some(choice)
    }

    fn rest_of_line(&self, offset: usize) -> &str {
        let rest = self.content[offset..].split('\n').next();
        rest.unwrap_or_default().trim()
    }

    fn check_choices(&mut self, list: &List, choices: &[Choice]) {
        let Some(first) = list.items.first() else {
            return;
        };
        let line = self.first_line(&first.range);
        let words = &self.content[line.clone()];
        let start = line.end - words.trim_start().len();
        let end = first.task.as_ref().map_or(line.end, |(_, mark)| mark.end);
        let place = start..end;
        if list.ordered {
            let hint = "write them as a `-` list: the quiz shuffles them";
            self.fault(place, "choices have no numbers", hint);
        } else if choices.len() > CHOICES_MAX {
            let message = format!("the card has more than {CHOICES_MAX} choices");
            self.fault(place, message, "leave some out");
        } else if !choices.iter().any(|choice| choice.right) {
            let hint = "put `[x]` on at least one line";
            self.fault(place, "no choice is marked right", hint);
        } else if choices.iter().all(|choice| choice.right) {
            let hint = "put `[ ]` on at least one line";
            self.fault(place, "no choice is marked wrong", hint);
        }
    }
}

/// Says whether a choice stays what it is in the usual form.
///
/// A line that is not indented only continues its paragraph; indented, it may make a table of it.
fn is_settled(choice: &Choice) -> bool {
    let is_long = |text: &str| text.contains('\n');
    if !is_long(&choice.text) && !choice.note.as_deref().is_some_and(is_long) {
        return true;
    }
    let printed = print::choice('-', choice) + "\n";
    let outline = outline(&printed);
    let Some(BlockKind::List(list)) = outline.blocks.first().map(|block| &block.kind) else {
        return false;
    };
    let [item] = &list.items[..] else {
        return false;
    };
    let again = item_text(&printed, item);
    let is_same = again.text == choice.text && again.note == choice.note;
    is_same
        && item
            .task
            .as_ref()
            .is_some_and(|(right, _)| *right == choice.right)
}
