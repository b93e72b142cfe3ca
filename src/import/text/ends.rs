//! The next place of a mark in a text, remembered, so that a reader that looks for the end of each
//! thing it meets stays linear on a text where nothing ends.

/// Finds marks in one text.
pub struct Ends<'t> {
    text: &'t str,
    seen: Vec<Seen>,
}

struct Seen {
    mark: String,
    /// From where it was looked for.
    from: usize,
    at: Option<usize>,
}

impl<'t> Ends<'t> {
    pub fn new(text: &'t str) -> Ends<'t> {
        Ends {
            text,
            seen: Vec::new(),
        }
    }

    /// Returns the byte where the next `mark` at or behind `from` starts.
    pub fn find(&mut self, from: usize, mark: &str) -> Option<usize> {
        let idx = self.seen.iter().position(|seen| seen.mark == mark);
        let holds = |seen: &&Seen| seen.from <= from && seen.at.is_none_or(|at| from <= at);
        if let Some(seen) = idx.map(|idx| &self.seen[idx]).filter(holds) {
            return seen.at;
        }
        let at = self.text.get(from..).and_then(|rest| rest.find(mark));
        let at = at.map(|found| from + found);
        let seen = Seen {
            mark: mark.to_string(),
            from,
            at,
        };
        match idx {
            Some(idx) => self.seen[idx] = seen,
            None => self.seen.push(seen),
        }
        at
    }

    /// The same, if it is on the line of `from`.
    pub fn on_line(&mut self, from: usize, mark: &str) -> Option<usize> {
        let at = self.find(from, mark)?;
        let end = self.find(from, "\n").unwrap_or(self.text.len());
        (at < end).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_from_wherever_it_is_asked() {
        let mut ends = Ends::new("a]b\n]c");
        assert_eq!(ends.find(0, "]"), Some(1));
        assert_eq!(ends.find(2, "]"), Some(4));
        assert_eq!(ends.on_line(2, "]"), None);
        assert_eq!(ends.find(0, "]"), Some(1));
        assert_eq!(ends.find(5, "]"), None);
        assert_eq!(ends.find(9, "]"), None);
    }
}
