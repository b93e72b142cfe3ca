//! Which question tells most: the one after which least is expected to be open.

use super::SLIP;
use super::belief::{Bits, N_SAMPLES, count};
use super::graph::Graph;

/// Guess that is reckoned with before the question itself is known.
const GUESS: f64 = 0.3;

/// The topic of `open` whose answer is expected to tell most, and how many bits that is.
///
/// Both answers are tried on the samples: those that know the topic weigh as much as they are
/// likely to give that answer.
pub fn best(graph: &Graph, samples: &[Bits], open: &[usize]) -> Option<(usize, f64)> {
    let gains = open
        .iter()
        .map(|topic| (*topic, gain(graph, samples, *topic)));
    gains.fold(None, |best: Option<(usize, f64)>, one| match best {
        Some(best) if one.1 <= best.1 => Some(best),
        _ => Some(one),
    })
}

fn gain(graph: &Graph, samples: &[Bits], topic: usize) -> f64 {
    let all = N_SAMPLES as f64;
    let knowing = f64::from(count(&samples[topic]));
    let (right, wrong) = (
        weights(knowing / all, 1.0 - SLIP, GUESS),
        weights(knowing / all, SLIP, 1.0 - GUESS),
    );
    let mut gain = 0.0;
    for other in graph.near(topic) {
        let both = f64::from(count(&and(&samples[topic], &samples[other])));
        let only_other = f64::from(count(&samples[other])) - both;
        let after = |(chance, of_knowing, of_others): (f64, f64, f64)| {
            let known = both / all * of_knowing + only_other / all * of_others;
            chance * entropy(known / chance)
        };
        gain += entropy((both + only_other) / all) - after(right) - after(wrong);
    }
    gain
}

/// The chance of an answer, and what a sample that knows the topic and one that does not weigh
/// once it is given.
fn weights(knowing: f64, if_known: f64, if_not: f64) -> (f64, f64, f64) {
    let chance = knowing * if_known + (1.0 - knowing) * if_not;
    (chance, if_known, if_not)
}

fn and(a: &Bits, b: &Bits) -> Bits {
    std::array::from_fn(|word| a[word] & b[word])
}

/// Bits of doubt about something that has this chance.
fn entropy(chance: f64) -> f64 {
    let of = |p: f64| if p <= 0.0 { 0.0 } else { -p * p.log2() };
    of(chance) + of(1.0 - chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_greatest_at_one_half() {
        assert_eq!(entropy(0.5), 1.0);
        assert_eq!(entropy(0.0), 0.0);
        assert_eq!(entropy(1.0), 0.0);
    }
}
