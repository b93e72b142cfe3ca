//! The name that was probably meant.

/// Two names less alike than this are not offered for one another.
const ALIKE: f64 = 0.8;

/// Returns the one of `names` that is most like `given`, `None` where none is much like it.
pub(super) fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let given = given.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    names
        .into_iter()
        .map(|name| (likeness(name), name))
        .filter(|(alike, _)| ALIKE <= *alike)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanged_letters_are_near() {
        assert_eq!(nearest("kafak", ["redis", "kafka"]), Some("kafka".into()));
    }

    #[test]
    fn a_beginning_is_near_to_the_whole() {
        assert_eq!(
            nearest("cachng", ["caching-strategies", "go"]),
            Some("caching-strategies".into())
        );
    }

    #[test]
    fn another_word_is_not_near() {
        assert_eq!(nearest("haskell", ["kafka", "redis"]), None);
    }
}
