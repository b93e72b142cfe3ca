//! The tags in a note's front matter.

/// Returns the tags, without `#`, and how many lines the front matter has.
///
/// Only `tags:` and `tag:` are read: a list in brackets, words parted by commas or blanks, or
/// lines `- tag`. A front matter that is never closed is text.
pub fn front_tags(text: &str) -> (Vec<String>, usize) {
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return (Vec::new(), 0);
    }
    let Some(n_lines) = lines.clone().position(|line| line.trim_end() == "---") else {
        return (Vec::new(), 0);
    };
    let mut tags = Vec::new();
    let mut is_list = false;
    for line in lines.take(n_lines) {
        let item = line.trim().strip_prefix('-');
        match (item, key(line)) {
            (Some(item), _) if is_list => tags.extend(tag(item)),
            (_, Some((name, value))) => {
                is_list = matches!(name.to_lowercase().as_str(), "tags" | "tag");
                if is_list {
                    let value = value.trim().trim_matches(['[', ']']);
                    tags.extend(value.split([',', ' ']).filter_map(tag));
                }
            }
            _ => (),
        }
    }
    (tags, n_lines + 2)
}

fn key(line: &str) -> Option<(&str, &str)> {
    line.split_once(':')
        .filter(|(name, _)| !name.starts_with([' ', '\t', '-']))
}

fn tag(word: &str) -> Option<String> {
    let word = word
        .trim()
        .trim_matches(['"', '\''])
        .trim_start_matches('#')
        .trim();
    (!word.is_empty()).then(|| word.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, tags: &[&str], n_lines: usize) {
        assert_eq!(
            front_tags(text),
            (tags.iter().map(|tag| tag.to_string()).collect(), n_lines)
        );
    }

    #[test]
    fn tags_are_a_list_or_a_line() {
        check(
            "---\ntags:\n  - flashcards/a\n  - \"#b\"\nid: x\n---\nc",
            &["flashcards/a", "b"],
            6,
        );
        check("---\ntags: [a, b]\n---", &["a", "b"], 3);
        check("---\ntag: a b\nother:\n- c\n---", &["a", "b"], 5);
    }

    #[test]
    fn a_note_may_have_none() {
        check("a", &[], 0);
        check("---\ntags: a\n", &[], 0);
        check("", &[], 0);
    }
}
