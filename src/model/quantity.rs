//! Numbers with a unit and a tolerance: `43.2 min ±5%`.

use std::fmt;

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

/// How an answer stands to a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Within the tolerance.
    Within,
    /// A number of the right kind, but too far off.
    Off,
    /// A number of something else, such as bytes for seconds.
    OtherUnit,
    /// No number at all.
    NoNumber,
}

/// What a unit measures; two units of one dimension convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dimension {
    Time,
    Data,
    Share,
    TimeRate,
    DataRate,
}

/// Units by name: dimension, and how many of the first of its kind it holds.
const UNITS: &[(&str, Dimension, f64)] = &[
    ("ns", Dimension::Time, 1e-9),
    ("us", Dimension::Time, 1e-6),
    ("µs", Dimension::Time, 1e-6),
    ("μs", Dimension::Time, 1e-6),
    ("ms", Dimension::Time, 1e-3),
    ("s", Dimension::Time, 1.0),
    ("sec", Dimension::Time, 1.0),
    ("second", Dimension::Time, 1.0),
    ("min", Dimension::Time, 60.0),
    ("minute", Dimension::Time, 60.0),
    ("h", Dimension::Time, 3600.0),
    ("hour", Dimension::Time, 3600.0),
    ("d", Dimension::Time, 86_400.0),
    ("day", Dimension::Time, 86_400.0),
    ("week", Dimension::Time, 604_800.0),
    ("bit", Dimension::Data, 0.125),
    ("kbit", Dimension::Data, 125.0),
    ("Mbit", Dimension::Data, 125e3),
    ("Gbit", Dimension::Data, 125e6),
    ("B", Dimension::Data, 1.0),
    ("byte", Dimension::Data, 1.0),
    ("kB", Dimension::Data, 1e3),
    ("KB", Dimension::Data, 1e3),
    ("MB", Dimension::Data, 1e6),
    ("GB", Dimension::Data, 1e9),
    ("TB", Dimension::Data, 1e12),
    ("PB", Dimension::Data, 1e15),
    ("KiB", Dimension::Data, 1024.0),
    ("MiB", Dimension::Data, 1_048_576.0),
    ("GiB", Dimension::Data, 1_073_741_824.0),
    ("TiB", Dimension::Data, 1_099_511_627_776.0),
    ("PiB", Dimension::Data, 1_125_899_906_842_624.0),
    ("%", Dimension::Share, 0.01),
    ("percent", Dimension::Share, 0.01),
];

/// The longest text that is read as a quantity, in characters.
const MAX_CHARACTERS: usize = 120;

impl Quantity {
    /// Reads `43.2 min ±5%`, `9,100,000 writes ± 2 %`, `26`.
    ///
    /// Returns what is wrong and what to write where it is none.
    pub fn parse(text: &str) -> Result<Quantity, String> {
        let (amount, tolerance) = match split_tolerance(text) {
            None => (text, None),
            Some((amount, tolerance)) => (amount, Some(tolerance)),
        };
        let (value, unit) = number_and_unit(amount).ok_or_else(|| {
            format!(
                "`{}` is no number: write one such as `43.2 min ±5%`",
                text.trim()
            )
        })?;
        let tolerance =
            tolerance.map_or(Ok(Tolerance::Exact), |text| read_tolerance(text, &unit))?;
        Ok(Quantity {
            value,
            unit,
            tolerance,
        })
    }

    /// Compares what was given with this quantity. A known unit converts; a noun may be left out.
    pub fn compare(&self, given: &str) -> Agreement {
        let Some((value, unit)) = number_and_unit(given) else {
            return Agreement::NoNumber;
        };
        let wanted = known(&self.unit);
        let (value, target) = match (known(&unit), wanted) {
            (Some((given, factor)), Some((dimension, scale))) if given == dimension => {
                (value * factor, self.value * scale)
            }
            (Some(_), Some(_)) => return Agreement::OtherUnit,
            (Some(_), None) if !unit.eq_ignore_ascii_case(&self.unit) => {
                return Agreement::OtherUnit;
            }
            (None, _) if unit.is_empty() || wanted.is_none() => {
                let scale = wanted.map_or(1.0, |(_, scale)| scale);
                (value * scale, self.value * scale)
            }
            (None, Some(_)) => return Agreement::OtherUnit,
            _ => (value, self.value),
        };
        let scale = wanted.map_or(1.0, |(_, scale)| scale);
        let room = match self.tolerance {
            Tolerance::Exact => target.abs() * 1e-9,
            Tolerance::Share(share) => (target * share).abs() * (1.0 + 1e-9),
            Tolerance::Amount(amount) => (amount * scale).abs() * (1.0 + 1e-9),
        };
        if (value - target).abs() <= room {
            Agreement::Within
        } else {
            Agreement::Off
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)?;
        match self.unit.as_str() {
            "" => (),
            unit => write!(f, " {unit}")?,
        }
        match self.tolerance {
            Tolerance::Exact => Ok(()),
            Tolerance::Share(share) => write!(f, " ±{}%", (share * 1e8).round() / 1e6),
            Tolerance::Amount(amount) => write!(f, " ±{amount}"),
        }
    }
}

fn split_tolerance(text: &str) -> Option<(&str, &str)> {
    text.split_once('±')
        .or_else(|| text.split_once("+-"))
        .or_else(|| text.split_once("+/-"))
}

fn read_tolerance(text: &str, unit: &str) -> Result<Tolerance, String> {
    let fault = || {
        format!(
            "`±{}` is no tolerance: write one such as `±5%`",
            text.trim()
        )
    };
    let (value, own) = number_and_unit(text)
        .filter(|(value, _)| 0.0 <= *value)
        .ok_or_else(fault)?;
    if own == "%" && unit != "%" {
        return Ok(Tolerance::Share(value / 100.0));
    }
    match (known(&own), known(unit)) {
        _ if own.is_empty() || own == unit => Ok(Tolerance::Amount(value)),
        (Some((a, factor)), Some((b, scale))) if a == b => {
            Ok(Tolerance::Amount(value * factor / scale))
        }
        _ => Err(fault()),
    }
}

/// Splits `9,100,000 writes` into its number and what stands behind it.
fn number_and_unit(text: &str) -> Option<(f64, String)> {
    let text = text
        .trim()
        .trim_end_matches(['.', '?', '!'])
        .trim_matches('`')
        .trim();
    if MAX_CHARACTERS < text.chars().count() {
        return None;
    }
    let text = text.trim_start_matches(['~', '≈', '+']).trim_start();
    let end = number_end(text);
    let digits: String = text[..end]
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' ' | '\''))
        .collect();
    let value: f64 = digits.parse().ok()?;
    let unit = text[end..].trim();
    let is_unit = unit.chars().next().is_none_or(|c| !c.is_ascii_digit());
    (value.is_finite() && is_unit).then(|| (value, unit.to_string()))
}

/// Where the number ends: sign, digits in groups, point, exponent.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = usize::from(bytes.first() == Some(&b'-'));
    while end < bytes.len() {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b'0'..=b'9' => (),
            b'.' | b',' | b'_' | b'\'' if next_is_digit => (),
            b'e' | b'E' if next_is_digit => (),
            b'e' | b'E'
                if matches!(bytes.get(end + 1), Some(b'-' | b'+'))
                    && bytes.get(end + 2).is_some_and(u8::is_ascii_digit) =>
            {
                end += 1;
            }
            _ => break,
        }
        end += 1;
    }
    end
}

/// The dimension and size of a known unit, also in the plural and per second.
fn known(unit: &str) -> Option<(Dimension, f64)> {
    let base = unit
        .strip_suffix("/s")
        .or_else(|| unit.strip_suffix("ps"))
        .filter(|base| lookup(base).is_some());
    if let Some((dimension, factor)) = base.and_then(lookup) {
        return match dimension {
            Dimension::Data => Some((Dimension::DataRate, factor)),
            Dimension::Time => Some((Dimension::TimeRate, factor)),
            _ => None,
        };
    }
    lookup(unit)
}

fn lookup(unit: &str) -> Option<(Dimension, f64)> {
    let find = |name: &str| UNITS.iter().find(|(known, _, _)| *known == name);
    let plural = || {
        unit.strip_suffix('s')
            .filter(|singular| 2 < singular.len())
            .and_then(find)
    };
    find(unit)
        .or_else(plural)
        .map(|(_, dimension, factor)| (*dimension, *factor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agreement(accept: &str, given: &str) -> Agreement {
        Quantity::parse(accept).unwrap().compare(given)
    }

    #[test]
    fn a_quantity_prints_as_it_is_written() {
        for text in [
            "43.2 min ±5%",
            "26",
            "9100000 writes ±2%",
            "5 ms ±1",
            "-3 %",
            "1.5 GiB",
        ] {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn grouping_and_blanks_are_read() {
        let plain = Quantity::parse("9100000 writes ±2%");
        assert_eq!(Quantity::parse("9,100,000 writes ± 2 %"), plain);
        assert_eq!(Quantity::parse("9_100_000 writes +-2%"), plain);
    }

    #[test]
    fn what_is_no_number_is_refused_in_words() {
        for text in [
            "",
            "many",
            "NaN ±5%",
            "inf",
            "1e999999999 ns ±1e400%",
            "3 4",
        ] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Quantity::parse("ten").unwrap_err(),
            "`ten` is no number: write one such as `43.2 min ±5%`"
        );
    }

    #[test]
    fn known_units_convert() {
        for given in [
            "43.2 min",
            "43.2 minutes",
            "2592 s",
            "0.72 h",
            "43 min",
            "43.2",
        ] {
            assert_eq!(
                agreement("43.2 min ±5%", given),
                Agreement::Within,
                "{given}"
            );
        }
        assert_eq!(agreement("43.2 min ±5%", "50 min"), Agreement::Off);
        assert_eq!(agreement("43.2 min ±5%", "43.2 MB"), Agreement::OtherUnit);
        assert_eq!(agreement("1 GiB", "1024 MiB"), Agreement::Within);
        assert_eq!(agreement("10 MB/s", "10000 kB/s"), Agreement::Within);
        assert_eq!(agreement("10 MB/s", "10 MB"), Agreement::OtherUnit);
    }

    #[test]
    fn a_noun_may_be_left_out_or_differ() {
        for given in ["7", "7 nodes", "7 servers", "~7"] {
            assert_eq!(agreement("7 nodes", given), Agreement::Within, "{given}");
        }
        assert_eq!(agreement("7 nodes", "8"), Agreement::Off);
        assert_eq!(agreement("7 nodes", "seven"), Agreement::NoNumber);
        assert_eq!(agreement("7 nodes", "7 ms"), Agreement::OtherUnit);
    }

    #[test]
    fn per_cent_is_a_unit_and_a_tolerance() {
        assert_eq!(agreement("25 %", "25%"), Agreement::Within);
        assert_eq!(agreement("25 %", "25"), Agreement::Within);
        assert_eq!(agreement("99.8 % ±0.1", "99.85 %"), Agreement::Within);
        assert_eq!(agreement("99.8 % ±0.1", "99.5 %"), Agreement::Off);
    }

    proptest! {
        #[test]
        fn no_text_panics(accept in ".{0,40}", given in ".{0,40}") {
            if let Ok(quantity) = Quantity::parse(&accept) {
                let _ = quantity.compare(&given);
                prop_assert!(quantity.value.is_finite());
            }
        }

        #[test]
        fn a_quantity_agrees_with_itself(value in -1e12..1e12f64, unit in "(ms|GB|nodes|%|)") {
            let text = format!("{value} {unit}");
            let quantity = Quantity::parse(&text).unwrap();
            prop_assert_eq!(quantity.compare(&text), Agreement::Within);
        }
    }
}
