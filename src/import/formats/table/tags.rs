//! Cells that hold tags or topics.

/// Whether the cells of a column look like tags: a few short words each, and not all empty.
pub fn are_tags<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let is_word = |word: &str| {
        let is_sign = |c: char| c.is_alphanumeric() || "-_:/.#+".contains(c);
        word.chars().count() <= 40 && word.chars().all(is_sign) && !word.ends_with(['.', ':'])
    };
    let parts = |cell: &str| -> bool {
        let mut words = cell.split([' ', ',', ';']).filter(|word| !word.is_empty());
        words.by_ref().take(5).all(is_word) && words.next().is_none()
    };
    let mut cells = cells;
    cells.all(parts)
}

/// Parts a cell into tags: at commas if it has any, else at blanks.
pub fn tags(cell: &str) -> Vec<String> {
    let blank = |c: char| c.is_whitespace();
    let tags: Vec<&str> = match cell.contains([',', ';']) {
        true => cell.split([',', ';']).collect(),
        false => cell.split(blank).collect(),
    };
    let tags = tags.into_iter().map(str::trim);
    tags.filter(|tag| !tag.is_empty())
        .map(str::to_string)
        .collect()
}

/// Parts a cell of topics at commas alone; a sign between two words is no word of a tag.
pub fn topics(cell: &str) -> Vec<String> {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let topic = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().filter(is_word).collect();
        words.join(" ")
    };
    let topics = cell.split([',', ';']).map(topic);
    topics.filter(|topic| !topic.is_empty()).collect()
}
