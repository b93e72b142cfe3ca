//! Numbers with a unit and a tolerance: `43.2 min ±5%`.

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
impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.value, self.unit)
    }
}
pub enum Agreement {
    Within,
    Off,
}
impl Quantity {
    pub fn compare(&self, g: &str) -> Agreement {
        if g.trim().parse() == Ok(self.value) {
            Agreement::Within
        } else {
            Agreement::Off
        }
    }
}
