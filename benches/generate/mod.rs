//! A collection as a diligent learner would have it after years: deck files and a log of answers.
//!
//! Everything follows from a seed. Intervals grow as FSRS lets them grow, one answer in ten is
//! Again, and the last answers are laid so that exactly as many cards are due on [`NOW`] as were
//! asked for. It writes text only; `retain` itself makes the collection of it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The instant at which the collection is looked at.
pub const NOW: &str = "2026-11-20T08:00:00Z";

/// The study day of [`NOW`].
const TODAY: i64 = 20_777;

/// How large the collection is.
#[derive(Clone, Debug)]
pub struct Shape {
    pub cards: usize,
    pub reviews: usize,
    /// Cards due on [`NOW`].
    pub due: usize,
    /// Deck files that the cards are spread over.
    pub files: usize,
    /// Whether log lines hold card, instant and rating alone, as other programs' logs do.
    pub bare: bool,
}

/// One answer of the log.
struct Answer {
    at_ms: i64,
    card: u32,
    day: i64,
    rating: usize,
    interval: i64,
    predicted: Option<f64>,
}

const RATINGS: [&str; 4] = ["again", "hard", "good", "easy"];

/// A stream of numbers that is the same everywhere (splitmix64).
pub struct Random(pub u64);

impl Random {
    /// Draws one of `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ mixed >> 31) * u128::from(n)) >> 64) as u64
    }
}

impl Shape {
    /// Cards that were answered; one in fifty is new.
    fn answered(&self) -> usize {
        (self.cards - self.cards / 50).min(self.reviews)
    }

    fn deck(&self, card: usize) -> usize {
        card * self.files / self.cards
    }
}

/// Writes the deck files below `folder`, a hundred to a folder at most.
pub fn write_decks(folder: &Path, shape: &Shape) -> io::Result<()> {
    let mut card = 0;
    for deck in 0..shape.files {
        let shelf = folder.join(format!("shelf-{}", deck / 100));
        fs::create_dir_all(&shelf)?;
        let mut out = BufWriter::new(File::create(shelf.join(format!("gen-{deck:05}.md")))?);
        writeln!(
            out,
            "---\nid: gen-{deck:05}\ntitle: Deck {deck}\nlevel: senior\ntags: [generated]\nlicence: CC-BY-4.0\n---\n\nMade up.\n"
        )?;
        while card < shape.cards && shape.deck(card) == deck {
            write_card(&mut out, card)?;
            card += 1;
        }
        out.flush()?;
    }
    Ok(())
}

fn write_card(out: &mut impl Write, card: usize) -> io::Result<()> {
    writeln!(
        out,
        "## How does node {card} learn that its leader of term {} is gone? {{#card-{card}}}\n",
        card % 97
    )?;
    writeln!(
        out,
        "No heartbeat arrives within the `election timeout`, so it stands for election itself:\n"
    )?;
    writeln!(
        out,
        "```rust\nif last_heartbeat.elapsed() > timeout({card}) {{ become_candidate(); }}\n```\n"
    )?;
    if card.is_multiple_of(4) {
        writeln!(
            out,
            "- [x] By the timeout\n- [ ] By a message of the leader\n- [ ] From the log\n"
        )?;
    }
    writeln!(
        out,
        "Why: timeouts are drawn at random so that votes seldom split.\nSource: Raft, section 5.2\n"
    )
}

/// Writes the log, one JSON object a line, in the order of time.
pub fn write_log(path: &Path, shape: &Shape) -> io::Result<()> {
    let mut answers = Vec::with_capacity(shape.reviews);
    let mut random = Random(1);
    let counts = counts(shape, &mut random);
    // Due cards lie scattered over all decks.
    let step = counts.len() / shape.due.max(1);
    for (card, count) in counts.iter().enumerate() {
        let is_due = 0 < step && card % step == 0 && card / step < shape.due;
        history(card, *count, is_due, &mut random, &mut answers);
    }
    answers.sort_by_key(|answer| (answer.at_ms, answer.card));
    let mut out = BufWriter::new(File::create(path)?);
    for answer in &answers {
        write_answer(&mut out, answer, shape, &mut random)?;
    }
    out.flush()
}

/// How many answers each answered card has: the mean and as much again, at least one.
fn counts(shape: &Shape, random: &mut Random) -> Vec<usize> {
    let answered = shape.answered();
    let mean = (shape.reviews / answered.max(1)).max(1);
    let mut counts: Vec<usize> = (0..answered)
        .map(|_| 1 + random.below(2 * mean as u64 - 1) as usize)
        .collect();
    let mut sum: usize = counts.iter().sum();
    while sum != shape.reviews && answered != 0 {
        let count = &mut counts[random.below(answered as u64) as usize];
        if sum < shape.reviews {
            *count += 1;
            sum += 1;
        } else if 1 < *count {
            *count -= 1;
            sum -= 1;
        }
    }
    counts
}

/// The answers of one card, the last one first laid on its day.
fn history(
    card: usize,
    count: usize,
    is_due: bool,
    random: &mut Random,
    answers: &mut Vec<Answer>,
) {
    let given = grades(count, random);
    let last_interval = given.last().map_or(2, |(_, interval)| *interval);
    let due = match is_due {
        true => TODAY - random.below(5) as i64,
        false => TODAY + 1 + random.below(last_interval as u64 - 1) as i64,
    };
    let mut day = due - last_interval;
    let mut next_day = None;
    for (idx, (rating, interval)) in given.iter().enumerate().rev() {
        let before = idx.checked_sub(1).map(|idx| given[idx].1);
        let late = before.map_or(0, |before| {
            if before == 0 {
                0
            } else {
                random.below(3) as i64
            }
        });
        let elapsed = before.map(|before| before + late);
        let predicted = before
            .zip(elapsed)
            .map(|(before, elapsed)| chance(before, elapsed));
        // Answers of one day lie minutes apart, in the order in which they were given.
        let at_ms =
            day * 86_400_000 + 25_200_000 + idx as i64 * 300_000 + random.below(240_000) as i64;
        answers.push(Answer {
            at_ms,
            card: card as u32,
            day,
            rating: *rating,
            interval: *interval,
            predicted,
        });
        next_day = Some(day);
        day -= elapsed.unwrap_or(0);
    }
    debug_assert!(next_day.is_some());
}

/// Grades and the intervals that follow from them. The last is a pass, and brings the card back in
/// weeks or months: the answers of the last days are then as many as somebody can give.
fn grades(count: usize, random: &mut Random) -> Vec<(usize, i64)> {
    let mut stability = 0.0_f64;
    let mut given = Vec::with_capacity(count);
    for idx in 0..count {
        let rating = match random.below(20) {
            0 | 1 if idx + 1 < count => 0,
            2 => 1,
            3 => 3,
            _ => 2,
        };
        stability = match (rating, stability == 0.0) {
            (0, _) => (stability * 0.3).max(1.0),
            (rating, true) => [1.0, 1.5, 2.5, 8.0][rating],
            (rating, false) => stability * [0.0, 1.3, 1.9, 2.7][rating],
        };
        stability = stability.min(150.0) * (0.9 + random.below(20) as f64 / 100.0);
        let least = if idx + 1 == count {
            30 + random.below(300) as i64
        } else {
            1
        };
        given.push((
            rating,
            if rating == 0 {
                0
            } else {
                (stability.round() as i64).max(least)
            },
        ));
    }
    given
}

/// Chance of recall, falling to 0.9 at the end of the interval.
fn chance(interval: i64, elapsed: i64) -> f64 {
    if interval == 0 {
        1.0
    } else {
        0.9_f64.powf(elapsed as f64 / interval as f64)
    }
}

fn write_answer(
    out: &mut impl Write,
    answer: &Answer,
    shape: &Shape,
    random: &mut Random,
) -> io::Result<()> {
    let card = answer.card as usize;
    let (date, second) = (
        civil(answer.day),
        answer.at_ms.rem_euclid(86_400_000) / 1000,
    );
    let (hour, minute, second, ms) = (
        second / 3600,
        second / 60 % 60,
        second % 60,
        answer.at_ms % 1000,
    );
    write!(
        out,
        "{{\"card\":\"gen-{:05}/card-{card}\",\"at\":\"{date}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z\",\"rating\":\"{}\"",
        shape.deck(card),
        RATINGS[answer.rating],
    )?;
    if !shape.bare {
        let duration = 3_000 + random.below(12_000);
        write!(
            out,
            ",\"interval\":{},\"duration_ms\":{duration},\"utc_offset\":0,\"day\":\"{date}\"",
            answer.interval
        )?;
        if let Some(predicted) = answer.predicted {
            write!(out, ",\"predicted\":{predicted:.4}")?;
        }
    }
    writeln!(out, "}}")
}

/// The civil date of a day since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date
/// algorithms").
fn civil(day: i64) -> String {
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + i64::from(month <= 2);
    format!(
        "{year}-{month:02}-{:02}",
        of_year - (153 * shifted + 2) / 5 + 1
    )
}
