//! What is believed of all topics at once: samples from the posterior, drawn by Gibbs sampling.
//!
//! A state says of each topic whether it is known, and how able the learner is, overall and in each
//! area. Given all else, each of these has a simple distribution, from which it is drawn anew in
//! turn (Geman and Geman, 1984); after a while the states come as often as the posterior has them.

use super::graph::Graph;
use crate::model::chance::SplitMix64;
use crate::model::level::Level;
use std::rc::Rc;

/// States that are kept; a topic's chance is the share of those in which it is known.
pub const N_SAMPLES: usize = 256;
const WORDS: usize = N_SAMPLES / 64;

/// Sweeps that are thrown away before the first state is kept, and between two that are.
const BURN_IN: usize = 30;
const THINNING: usize = 1;

/// Overall ability in steps of 0.75 from -3, standard deviation 1.5.
const OVERALL: [f64; 9] = [-3.0, -2.25, -1.5, -0.75, 0.0, 0.75, 1.5, 2.25, 3.0];
const OVERALL_SPREAD: f64 = 1.5;

/// How an area differs from it, standard deviation 1.
const OF_AREA: [f64; 7] = [-2.25, -1.5, -0.75, 0.0, 0.75, 1.5, 2.25];
const OF_AREA_SPREAD: f64 = 1.0;

/// How much less likely a topic is to be known for each prerequisite that is not.
const UNMET: f64 = 0.15;

/// More of them make no difference.
const UNMET_MAX: usize = 4;

/// Which samples know a topic: a bit each.
pub type Bits = [u64; WORDS];

#[derive(Clone, Debug)]
pub struct Belief {
    /// Of each topic the logarithm of how much more likely its answers are if it is known.
    evidence: Vec<f64>,
    state: State,
    samples: Vec<Bits>,
    random: SplitMix64,
}

#[derive(Clone, Debug)]
struct State {
    known: Vec<bool>,
    /// Places in `OVERALL` and `OF_AREA`.
    overall: usize,
    of_area: Vec<usize>,
    /// How many direct prerequisites of each topic are not known.
    unmet: Vec<usize>,
    table: Rc<Table>,
}

impl Belief {
    pub fn new(graph: &Graph, seed: u64) -> Belief {
        let mut belief = Belief {
            evidence: vec![0.0; graph.ids.len()],
            state: State {
                known: vec![false; graph.ids.len()],
                overall: OVERALL.len() / 2,
                of_area: vec![OF_AREA.len() / 2; graph.n_areas],
                unmet: graph.parents.iter().map(Vec::len).collect(),
                table: table().into(),
            },
            samples: vec![[0; WORDS]; graph.ids.len()],
            random: SplitMix64::new(seed),
        };
        belief.draw(graph);
        belief
    }

    /// Takes in evidence about a topic, and draws new samples.
    pub fn take(&mut self, graph: &Graph, topic: usize, evidence: f64) {
        self.evidence[topic] += evidence;
        self.draw(graph);
    }

    pub fn samples(&self) -> &[Bits] {
        &self.samples
    }

    /// The chance that a topic is known, 0..=1.
    pub fn chance(&self, topic: usize) -> f64 {
        f64::from(count(&self.samples[topic])) / N_SAMPLES as f64
    }

    fn draw(&mut self, graph: &Graph) {
        (0..BURN_IN).for_each(|_| self.sweep(graph));
        for idx in 0..N_SAMPLES {
            (0..THINNING).for_each(|_| self.sweep(graph));
            let (word, bit) = (idx / 64, 1 << (idx % 64));
            for (bits, known) in self.samples.iter_mut().zip(&self.state.known) {
                bits[word] = if *known {
                    bits[word] | bit
                } else {
                    bits[word] & !bit
                };
            }
        }
    }

    fn sweep(&mut self, graph: &Graph) {
        let (state, random) = (&mut self.state, &mut self.random);
        for topic in 0..graph.ids.len() {
            let chance = state.chance_given_the_rest(graph, topic, self.evidence[topic]);
            state.set(graph, topic, unit(random) < chance);
        }
        for area in 0..graph.n_areas {
            let mut weights = OF_AREA.map(|ability| normal(ability, OF_AREA_SPREAD));
            for (place, weight) in weights.iter_mut().enumerate() {
                let topics = graph.of_area[area].iter();
                *weight += topics
                    .map(|topic| state.likelihood(graph, *topic, state.overall, place))
                    .sum::<f64>();
            }
            state.of_area[area] = pick(&weights, random);
        }
        let mut weights = OVERALL.map(|ability| normal(ability, OVERALL_SPREAD));
        for (place, weight) in weights.iter_mut().enumerate() {
            let topics = 0..graph.ids.len();
            *weight += topics
                .map(|topic| {
                    state.likelihood(graph, topic, place, state.of_area[graph.area[topic]])
                })
                .sum::<f64>();
        }
        state.overall = pick(&weights, random);
    }
}

impl State {
    fn set(&mut self, graph: &Graph, topic: usize, known: bool) {
        if self.known[topic] == known {
            return;
        }
        self.known[topic] = known;
        for child in &graph.children[topic] {
            match known {
                true => self.unmet[*child] -= 1,
                false => self.unmet[*child] += 1,
            }
        }
    }

    /// The logarithm of how likely a topic is to be known or not, as it is, at these abilities.
    fn likelihood(&self, graph: &Graph, topic: usize, overall: usize, of_area: usize) -> f64 {
        let level = graph.level[topic] as usize;
        let at = &self.table[overall][of_area][level][self.unmet[topic].min(UNMET_MAX)];
        if self.known[topic] {
            at.known
        } else {
            at.unknown
        }
    }

    fn own_likelihood(&self, graph: &Graph, topic: usize) -> f64 {
        self.likelihood(graph, topic, self.overall, self.of_area[graph.area[topic]])
    }

    fn chance_given_the_rest(&mut self, graph: &Graph, topic: usize, evidence: f64) -> f64 {
        let mut of = |known: bool| {
            self.set(graph, topic, known);
            let children = graph.children[topic].iter();
            self.own_likelihood(graph, topic)
                + children
                    .map(|child| self.own_likelihood(graph, *child))
                    .sum::<f64>()
        };
        let (with, without) = (of(true), of(false));
        logistic(with - without + evidence)
    }
}

/// The logarithms of the chances that a topic is known, and that it is not.
#[derive(Clone, Copy, Debug, Default)]
struct Chances {
    known: f64,
    unknown: f64,
}

/// By overall ability, ability of the area, level, and prerequisites that are not known.
type Table = [[[[Chances; UNMET_MAX + 1]; 3]; OF_AREA.len()]; OVERALL.len()];

fn table() -> Box<Table> {
    let mut table: Box<Table> = Box::default();
    for (overall, by_area) in table.iter_mut().enumerate() {
        for (of_area, by_level) in by_area.iter_mut().enumerate() {
            for (level, by_unmet) in Level::ALL.into_iter().zip(by_level) {
                for (unmet, chances) in by_unmet.iter_mut().enumerate() {
                    let ability = OVERALL[overall] + OF_AREA[of_area];
                    let chance = logistic(ability - difficulty(level)) * UNMET.powi(unmet as i32);
                    chances.known = chance.ln();
                    chances.unknown = (1.0 - chance).ln();
                }
            }
        }
    }
    table
}

/// The ability at which half of those without gaps below know a topic of that level.
fn difficulty(level: Level) -> f64 {
    match level {
        Level::Foundation => -1.25,
        Level::Intermediate => 0.0,
        Level::Senior => 1.25,
    }
}

/// How many samples know it.
pub fn count(bits: &Bits) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The logarithm of the normal density, up to a constant.
fn normal(x: f64, spread: f64) -> f64 {
    -0.5 * (x / spread).powi(2)
}

/// A number in 0..1, of 53 random bits.
fn unit(random: &mut SplitMix64) -> f64 {
    (random.draw() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A place, each as likely as the exponential of its weight says.
fn pick(weights: &[f64], random: &mut SplitMix64) -> usize {
    let most = weights.iter().copied().fold(f64::MIN, f64::max);
    let shares: Vec<f64> = weights.iter().map(|weight| (weight - most).exp()).collect();
    let mut left = unit(random) * shares.iter().sum::<f64>();
    for (place, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return place;
        }
    }
    weights.len() - 1
}
