//! Which heading names the deck, and which headings stand above each other one.

use super::inline::Tag;
use super::{Outline, names};
use crate::import::file::File;

/// The deck of a file, and the topics above each of its headings.
pub struct Topics {
    /// The one name of the deck: the title, or the file's name.
    pub deck: Vec<String>,
    /// By heading: what the headings above it name, outermost first, without the title.
    above: Vec<Vec<String>>,
    /// By heading: those and itself.
    with: Vec<Vec<String>>,
}

impl Topics {
    /// `asked` says by heading whether it is a question, or else no topic.
    pub fn new(outline: &Outline, asked: &[bool], file: &File) -> Topics {
        let title = title(outline, asked);
        let named = title.map(|idx| names::topic(&outline.headings[idx].text));
        let named = named.or_else(|| title_tag(outline));
        let deck = named.unwrap_or_else(|| file.stem().to_string());
        let mut stack: Vec<(usize, String)> = Vec::new();
        let (mut above, mut with) = (Vec::new(), Vec::new());
        for (idx, heading) in outline.headings.iter().enumerate() {
            stack.retain(|(level, _)| *level < heading.level);
            above.push(texts(&stack));
            let name = names::topic(&heading.text);
            let names_topic = !asked.get(idx).copied().unwrap_or(false) && title != Some(idx);
            let says_something = !names::unnumbered(&name).is_empty() && !names::is_apart(&name);
            if names_topic && says_something {
                stack.push((heading.level, name));
            }
            with.push(texts(&stack));
        }
        Topics {
            deck: vec![deck],
            above,
            with,
        }
    }

    /// The topics of what is asked by a heading.
    pub fn above(&self, heading: usize) -> Vec<String> {
        self.above.get(heading).cloned().unwrap_or_default()
    }

    /// The topics of what stands in the section of a heading.
    pub fn within(&self, heading: Option<usize>) -> Vec<String> {
        let with = heading.and_then(|heading| self.with.get(heading));
        with.cloned().unwrap_or_default()
    }
}

fn texts(stack: &[(usize, String)]) -> Vec<String> {
    stack.iter().map(|(_, name)| name.clone()).collect()
}

/// The heading that names the whole file: the first, if no other is as high.
fn title(outline: &Outline, asked: &[bool]) -> Option<usize> {
    let first = outline.headings.first()?;
    let alone = outline.headings[1..]
        .iter()
        .all(|other| first.level < other.level);
    let is_question = asked.first().copied().unwrap_or(false);
    let names = !names::topic(&first.text).is_empty() && !names::is_apart(&first.text);
    // A title in HTML stands above all Markdown ones.
    let outranked = 1 < first.level && title_tag(outline).is_some();
    (alone && !is_question && names && !outranked).then_some(0)
}

/// The text of `<h1>` above all headings.
fn title_tag(outline: &Outline) -> Option<String> {
    let end = outline
        .headings
        .first()
        .map_or(outline.rows.len(), |first| first.row);
    outline.rows[..end].iter().find_map(|row| {
        let at = row.text.find("<h1").filter(|_| !row.hidden)?;
        let tag = Tag::at(&row.text[at..])?;
        let (text, _) = row.text[at + tag.length..].split_once("</h1>")?;
        Some(names::topic(text)).filter(|name| !name.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;

    fn topics(text: &str, asked: &[bool]) -> (String, Vec<Vec<String>>) {
        let shelf = Shelf::default();
        let file = File {
            path: "a/b.md",
            bytes: b"",
            beside: &shelf,
        };
        let topics = Topics::new(&Outline::new(text), asked, &file);
        (topics.deck.join("/"), topics.above)
    }

    #[test]
    fn the_first_and_highest_heading_is_the_title() {
        assert_eq!(topics("# A\n## B\n### C", &[]).0, "A");
        assert_eq!(topics("# A\n# B", &[]).0, "b");
        assert_eq!(topics("<h1 align=center>A</h1>\n\n## B\n", &[]).0, "A");
        assert_eq!(topics("## A", &[true]).0, "b");
    }

    #[test]
    fn headings_above_are_topics_but_questions_are_not() {
        let (_, above) = topics(
            "# A\n## B\n### q?\n#### q?\n## C\n",
            &[false, false, true, true],
        );
        let b = vec!["B".to_string()];
        assert_eq!(above, [vec![], vec![], b.clone(), b, vec![]]);
    }
}
