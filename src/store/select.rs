//! Selectors as SQL: the condition that a card meets.
//!
//! Values always travel as parameters, never as part of the SQL. Every condition is 0 or 1 and
//! never null, also of a card that has no memory yet, so that `not` gives exactly the others.

use crate::model::event::{Rating, Uid};
use crate::model::memory::LEECH_LAPSES;
use crate::model::time::{Day, Timestamp};
use crate::select::{CardKind, Compare, Field, Pattern, Property, Selector, State};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Rows of the review cards that `selector` selects, in the order in which they would be learned.
///
/// `decay` is FSRS-6 parameter 20, above 0.
pub fn matching(
    connection: &Connection,
    selector: &Selector,
    today: Day,
    now: Timestamp,
    decay: f32,
) -> rusqlite::Result<Vec<i64>> {
    let (condition, values) = where_clause(selector, today, now, decay);
    connection
        .prepare(&format!(
            "select c.id from card c join note n on n.id = c.note join deck d on d.id = c.deck
             where {condition} order by c.place, c.id"
        ))?
        .query_map(params_from_iter(values), |row| row.get(0))?
        .collect()
}

/// Returns a condition on card `c`, its note `n` and its deck `d`, with a `?` for each value.
///
/// The caller joins the three, as [`matching`] does. `now` bounds what is read of the log.
pub fn where_clause(
    selector: &Selector,
    today: Day,
    now: Timestamp,
    decay: f32,
) -> (String, Vec<Value>) {
    let mut conditions = Conditions {
        values: Vec::new(),
        today,
        now,
        decay: f64::from(decay),
    };
    let condition = conditions.of(selector);
    (condition, conditions.values)
}

struct Conditions {
    /// For the `?` so far, in their order.
    values: Vec<Value>,
    today: Day,
    now: Timestamp,
    decay: f64,
}

const DAY_MS: i64 = 86_400_000;

impl Conditions {
    fn of(&mut self, selector: &Selector) -> String {
        match selector {
            Selector::All => "1".to_string(),
            Selector::And(parts) => self.each(parts, "and"),
            Selector::Or(parts) => self.each(parts, "or"),
            Selector::Not(inner) => format!("not {}", self.of(inner)),
            Selector::Word(pattern) | Selector::Text(pattern) => self.text(pattern),
            Selector::Named(field, pattern) => self.named(*field, pattern),
            Selector::Is(state) => self.state(*state),
            Selector::Kind(kind) => self.kind(*kind),
            Selector::Rated { days, rating } => self.rated(*days, *rating),
            Selector::Prop(property, compare, figure) => self.prop(*property, *compare, *figure),
        }
    }

    fn each(&mut self, parts: &[Selector], operator: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.of(part)).collect();
        balanced(&parts, operator)
    }

    fn value(&mut self, value: impl Into<Value>) {
        self.values.push(value.into());
    }

    /// Text of the card or title of its deck. A blank also stands for a line break.
    fn text(&mut self, pattern: &Pattern) -> String {
        let like = format!("%{}%", pattern.to_like());
        let source = match like.contains(' ') {
            true => "replace(n.source, char(10), ' ')",
            false => "n.source",
        };
        let spelled = spellings(&like).into_iter().map(|like| {
            self.value(like.clone());
            self.value(like);
            format!(r"({source} like ? escape '\' or d.title like ? escape '\')")
        });
        balanced(&spelled.collect::<Vec<_>>(), "or")
    }

    fn named(&mut self, field: Field, pattern: &Pattern) -> String {
        let like = pattern.to_like();
        let column = match field {
            Field::Deck => "d.slug",
            Field::Topic => "d.topic",
            Field::Area => "d.area",
            Field::Level => "coalesce(n.level, d.level)",
            Field::Roadmap => return self.listed("l.roadmap", &like),
            Field::Section if like.contains('/') => {
                return self.listed("l.roadmap || '/' || l.section", &like);
            }
            Field::Section => return self.listed("l.section", &like),
            Field::Priority => return self.listed("l.priority", &like),
            Field::Tag => return self.tag(&like),
            Field::Term => return self.term(&like),
            Field::Card => return self.card(&like),
        };
        self.value(like);
        format!(r"ifnull({column} like ? escape '\', 0)")
    }

    /// What a roadmap lists.
    fn listed(&mut self, what: &str, like: &str) -> String {
        self.value(like.to_string());
        format!(
            r"exists (select 1 from listing l where l.topic = d.topic and {what} like ? escape '\')"
        )
    }

    /// A tag or those below it.
    fn tag(&mut self, like: &str) -> String {
        for _ in ["the deck's", "the card's"] {
            self.value(like.to_string());
            self.value(format!("{like}::%"));
        }
        r"(exists (select 1 from json_each(d.tags) as tag
            where tag.value like ? escape '\' or tag.value like ? escape '\')
            or n.tags <> '[]' and exists (select 1 from json_each(n.tags) as tag
            where tag.value like ? escape '\' or tag.value like ? escape '\'))"
            .to_string()
    }

    fn term(&mut self, like: &str) -> String {
        self.value(format!("%,{like},%"));
        include_str!("select/term.sql").to_string()
    }

    /// `deck/card` with all its parts, or a card id in any deck.
    fn card(&mut self, like: &str) -> String {
        self.value(like.to_string());
        if !like.contains('/') {
            return r"n.slug like ? escape '\'".to_string();
        }
        self.value(format!("{like}/%"));
        r"(c.key like ? escape '\' or c.key like ? escape '\')".to_string()
    }

    fn state(&mut self, state: State) -> String {
        let hidden = "ifnull(c.buried >= ?, 0)";
        let condition = match state {
            State::New => "c.phase = 0",
            State::Learning => "c.phase in (1, 3)",
            State::Review => "c.phase in (2, 3)",
            State::Suspended => "c.suspended",
            State::Flagged => "c.flagged",
            State::Leech => return format!("c.lapses >= {LEECH_LAPSES}"),
            State::Buried => hidden,
            State::Due => {
                self.value(self.today.0);
                &format!(
                    "(c.phase > 0 and ifnull(c.due <= ?, 0) and not c.suspended and not {hidden})"
                )
            }
        };
        if condition.contains(hidden) {
            self.value(self.today.0);
        }
        condition.to_string()
    }

    fn kind(&mut self, kind: CardKind) -> String {
        match kind {
            // Its own column holds it only of basic cards; typed and number cards may have choices.
            CardKind::Choices => {
                "(n.kind = 'choices' or n.source like '%' || char(10) || '_ [x] %')".to_string()
            }
            CardKind::Reversed => "c.key like '%/%/reversed'".to_string(),
            _ => {
                self.value(kind.name().to_string());
                "n.kind = ?".to_string()
            }
        }
    }

    /// An answer of the last `days` study days that was not taken back.
    fn rated(&mut self, days: u32, rating: Option<Rating>) -> String {
        // The log is ordered by instant, not by study day; two days more are room for any zone.
        let from = Timestamp(self.now.0 - (i64::from(days) + 2) * DAY_MS);
        let day = i64::from(self.today.0) - i64::from(days);
        let rating = rating.map(|rating| i64::from(rating.number()));
        self.value(Uid::floor(from).0.to_vec());
        self.value(day);
        self.value(rating);
        self.value(day);
        self.value(rating);
        "(exists (select 1 from event e where e.card = c.id and e.uid >= ? and e.day > ?
                and e.rating = ifnull(?, e.rating)
                and not exists (select 1 from event v where v.voids = e.uid))
            or exists (select 1 from past p where p.card = c.id and rated(p.answers, ?, ?)))"
            .to_string()
    }

    fn prop(&mut self, property: Property, compare: Compare, figure: f64) -> String {
        let column = match property {
            Property::Retrievability => return self.retrievability(compare, figure),
            Property::Stability => "c.stability",
            Property::Difficulty => "c.difficulty",
            Property::Lapses => "c.lapses",
            Property::Reps => "c.reps",
            Property::Interval => "c.interval",
            Property::Due => {
                self.value(self.today.0);
                "(c.due - ?)"
            }
        };
        self.value(figure);
        format!("ifnull({column} {} ?, 0)", compare.name())
    }

    /// FSRS-6: R = (1 + f·t/S)^-decay with f = 0.9^(-1/decay) - 1 falls while t grows, so that
    /// R < r wherever t > S·(r^(-1/decay) - 1)/f. SQLite need not know powers.
    fn retrievability(&mut self, compare: Compare, chance: f64) -> String {
        let growth = |chance: f64| chance.powf(-1.0 / self.decay) - 1.0;
        let stabilities = growth(chance) / growth(0.9);
        self.value(self.today.0);
        self.value(stabilities);
        let compare = compare.mirrored().name();
        format!("ifnull(max(0, ? - c.last_day) {compare} c.stability * ?, 0)")
    }
}

/// Joins conditions by halves: SQLite refuses expressions that are nested a thousand deep, and a
/// plain chain nests with every link.
fn balanced(parts: &[String], operator: &str) -> String {
    match parts {
        [one] => one.clone(),
        _ => {
            let (left, right) = parts.split_at(parts.len() / 2);
            let (left, right) = (balanced(left, operator), balanced(right, operator));
            format!("({left} {operator} {right})")
        }
    }
}

/// The ways in which a word is usually written. `like` knows the case of ASCII letters alone.
fn spellings(like: &str) -> Vec<String> {
    if like.is_ascii() {
        return vec![like.to_string()];
    }
    let lower = like.to_lowercase();
    let first = lower.find(char::is_alphabetic).unwrap_or(0);
    let mut rest = lower[first..].chars();
    let capital: String = rest
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let capital = format!("{}{capital}{}", &lower[..first], rest.as_str());
    let mut all = vec![like.to_uppercase(), capital, lower, like.to_string()];
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests;
