//! Numbers with a unit and a tolerance: `43.2 min ±5%`.
//!
//! A known unit converts to its neighbours (`units`); any other word is a noun that a learner may
//! leave out or call something else. Nothing here is approximate on its own: without `±` an answer
//! has to be exact.

mod number;
mod units;

use std::fmt;
use units::Unit;

/// What a number card accepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// As written, without the tolerance.
    pub value: f64,
    /// As written; empty for a bare number. A known unit converts, another word is a noun.
    pub unit: String,
    pub tolerance: Tolerance,
}

/// How far off an answer may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// No `±` stands there.
    Exact,
    /// A share of the value, 0.05 for `±5%`.
    Share(f64),
    /// An amount in the quantity's own unit.
    Amount(f64),
}

/// What became of a number that a learner gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    Within,
    Off,
    /// No number could be read.
    NotANumber,
    /// A bare number where a known unit is asked for: it could mean anything.
    UnitMissing,
    /// A unit that does not convert: seconds for bytes.
    UnitDiffers,
}

/// Doubles are not exact: 0.1 + 0.2 has to count as 0.3.
const ROUNDING: f64 = 1e-9;

impl Quantity {
    /// Reads `43.2 min ±5%`, `9,100,000`, `1.5k req/s`, `120 ms ± 10`.
    ///
    /// The error says what is wrong, in words for the one who wrote it.
    pub fn parse(text: &str) -> Result<Quantity, String> {
        let (amount, tolerance) = match text.split_once('±').or_else(|| text.split_once("+-")) {
            Some((amount, tolerance)) => (amount, Some(tolerance)),
            None => (text, None),
        };
        let (value, unit) = number::with_unit(amount)?;
        let mut quantity = Quantity {
            value,
            unit: unit.to_string(),
            tolerance: Tolerance::Exact,
        };
        if let Some(tolerance) = tolerance {
            quantity.tolerance = quantity.read_tolerance(tolerance)?;
        }
        Ok(quantity)
    }

    fn read_tolerance(&self, text: &str) -> Result<Tolerance, String> {
        let (value, unit) = number::with_unit(text)?;
        if value < 0.0 {
            return Err(format!("a tolerance is not negative, `{}` is", text.trim()));
        }
        match unit {
            "%" => Ok(Tolerance::Share(number::rounded(value / 100.0))),
            "" => Ok(Tolerance::Amount(number::rounded(value))),
            _ => {
                let factor = Unit::parse(unit).factor_to(&Unit::parse(&self.unit));
                let factor = factor.ok_or_else(|| {
                    format!(
                        "the tolerance is in `{unit}`, the number in `{}`",
                        self.unit
                    )
                })?;
                Ok(Tolerance::Amount(number::rounded(value * factor)))
            }
        }
    }

    /// Compares what a learner typed with this quantity, converting known units.
    pub fn compare(&self, given: &str) -> Agreement {
        let given = given.trim().trim_start_matches(['~', '≈']);
        let Ok((value, unit)) = number::with_unit(given) else {
            return Agreement::NotANumber;
        };
        let (mine, theirs) = (Unit::parse(&self.unit), Unit::parse(unit));
        match theirs.factor_to(&mine) {
            Some(factor) if self.is_near(value * factor) => Agreement::Within,
            Some(_) => Agreement::Off,
            None if theirs.is_bare() => Agreement::UnitMissing,
            None => Agreement::UnitDiffers,
        }
    }

    fn is_near(&self, value: f64) -> bool {
        let allowed = match self.tolerance {
            Tolerance::Exact => 0.0,
            Tolerance::Share(share) => self.value.abs() * share,
            Tolerance::Amount(amount) => amount,
        };
        let rounding = ROUNDING * self.value.abs().max(allowed);
        (value - self.value).abs() <= allowed + rounding
    }
}

/// As a deck writes it: `1,500 req/s ±5%`. Bare numbers are not grouped: they may be ports or years.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unit.is_empty() {
            write!(f, "{}", self.value)?;
        } else {
            write!(f, "{} {}", number::grouped(self.value), self.unit)?;
        }
        match self.tolerance {
            Tolerance::Exact => Ok(()),
            Tolerance::Share(share) => write!(f, " ±{}%", number::rounded(share * 100.0)),
            Tolerance::Amount(amount) => write!(f, " ±{}", number::rounded(amount)),
        }
    }
}

#[cfg(test)]
mod tests;
