//! What to do next: the topics whose points were missed most.

use super::record::Part;

/// A topic, how often it was missed, and where to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub topic: String,
    /// The topic's title.
    pub title: String,
    pub missing: usize,
    /// Keys of cards.
    pub cards: Vec<String>,
}

/// A topic with points that were not heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap<'p> {
    pub topic: &'p str,
    pub missing: usize,
    /// Cards of it that were asked and missed.
    pub cards: Vec<&'p str>,
}

/// Topics by the number of their missing points, the most first; equal ones by id.
pub fn gaps(parts: &[Part]) -> Vec<Gap<'_>> {
    let mut gaps: Vec<Gap> = Vec::new();
    for point in parts.iter().flat_map(Part::missing) {
        for topic in &point.topics {
            let place = gaps.iter().position(|gap| gap.topic == topic);
            let place = place.unwrap_or_else(|| {
                gaps.push(Gap {
                    topic,
                    missing: 0,
                    cards: Vec::new(),
                });
                gaps.len() - 1
            });
            gaps[place].missing += 1;
            gaps[place].cards.extend(point.card.as_deref());
        }
    }
    gaps.sort_by(|a, b| b.missing.cmp(&a.missing).then(a.topic.cmp(b.topic)));
    gaps
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::part;
    use super::*;

    #[test]
    fn the_topic_that_was_missed_most_comes_first() {
        let mut one = part("x o", "caching");
        one.points[1].topics.push("kafka".to_string());
        let mut two = part("o", "kafka");
        two.points[0].card = Some("kafka/lag".to_string());
        let parts = [one, two];
        let gaps = gaps(&parts);
        assert_eq!((gaps[0].topic, gaps[0].missing), ("kafka", 2));
        assert_eq!((gaps[1].topic, gaps[1].missing), ("caching", 1));
        assert_eq!(gaps[0].cards, ["kafka/lag"]);
    }

    #[test]
    fn a_part_that_was_not_scored_has_no_gaps() {
        let mut skipped = part("o o", "caching");
        skipped.scored = false;
        assert_eq!(gaps(&[skipped]), []);
    }
}
