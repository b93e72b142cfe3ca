//! Units that convert: time, amounts of data, shares, and anything per time.

/// What a unit measures.
#[derive(Clone, Debug, PartialEq)]
enum Measure {
    /// Nothing, or a noun: entries, requests.
    Count,
    Time,
    Data,
    Percent,
}

/// A unit as read: what it measures, how much of the base unit it is, and per what time.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    measure: Measure,
    /// Seconds, bytes, or 1.
    size: f64,
    /// Seconds of what stands behind the `/`.
    per: Option<f64>,
    bare: bool,
}

/// Names, most usual first, and their size in seconds.
const TIMES: [(&[&str], f64); 9] = [
    (&["ns", "nanosecond"], 1e-9),
    (&["µs", "μs", "us", "microsecond"], 1e-6),
    (&["ms", "millisecond", "msec"], 1e-3),
    (&["s", "sec", "second"], 1.0),
    (&["min", "minute", "m"], 60.0),
    (&["h", "hour", "hr"], 3_600.0),
    (&["d", "day"], 86_400.0),
    (&["week", "wk", "w"], 604_800.0),
    (&["fortnight"], 1_209_600.0),
];

/// Names and their size in bytes. Small `b` behind a capital is a bit, as network people write it.
const DATA: [(&[&str], f64); 17] = [
    (&["B", "byte"], 1.0),
    (&["kB", "KB", "kilobyte"], 1e3),
    (&["MB", "megabyte"], 1e6),
    (&["GB", "gigabyte"], 1e9),
    (&["TB", "terabyte"], 1e12),
    (&["PB", "petabyte"], 1e15),
    (&["EB", "exabyte"], 1e18),
    (&["KiB", "kibibyte"], 1024.0),
    (&["MiB", "mebibyte"], 1_048_576.0),
    (&["GiB", "gibibyte"], 1_073_741_824.0),
    (&["TiB", "tebibyte"], 1_099_511_627_776.0),
    (&["PiB", "pebibyte"], 1_125_899_906_842_624.0),
    (&["bit"], 0.125),
    (&["kbit", "Kbit", "Kb", "kilobit"], 125.0),
    (&["Mbit", "Mb", "megabit"], 125e3),
    (&["Gbit", "Gb", "gigabit"], 125e6),
    (&["Tbit", "Tb", "terabit"], 125e9),
];

/// Rates written as one word.
const RATES: [(&str, &str); 12] = [
    ("bps", "bit/s"),
    ("kbps", "kbit/s"),
    ("Mbps", "Mbit/s"),
    ("Gbps", "Gbit/s"),
    ("Tbps", "Tbit/s"),
    ("rps", "/s"),
    ("qps", "/s"),
    ("tps", "/s"),
    ("ops", "/s"),
    ("iops", "/s"),
    ("rpm", "/min"),
    ("Hz", "/s"),
];

impl Unit {
    /// Reads a unit; what it does not know is a noun.
    pub fn parse(text: &str) -> Unit {
        let text = text.trim();
        let known = RATES
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text));
        let text = known.map_or(text, |(_, meaning)| meaning);
        let (amount, per) = parted(text);
        let (measure, size) = amount_of(amount.trim());
        Unit {
            measure,
            size,
            per,
            bare: text.is_empty(),
        }
    }

    /// A number without any word.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// What a number in this unit is multiplied with to be in `other`; `None` where it cannot be.
    pub fn factor_to(&self, other: &Unit) -> Option<f64> {
        if self.bare && other.measure == Measure::Percent && other.per.is_none() {
            return Some(1.0);
        }
        if self.measure != other.measure {
            return None;
        }
        match (self.per, other.per) {
            (None, None) => Some(self.size / other.size),
            (Some(mine), Some(theirs)) => Some(self.size / other.size * theirs / mine),
            _ => None,
        }
    }
}

/// `req/s` and `requests per second` as what is counted, and the seconds it is counted in.
fn parted(text: &str) -> (&str, Option<f64>) {
    let parts = text.rsplit_once('/').or_else(|| text.rsplit_once(" per "));
    let parts = parts.or_else(|| text.strip_prefix("per ").map(|time| ("", time)));
    match parts {
        // `entries/node` is a noun, not a rate.
        Some((amount, time)) => match find(&TIMES, time.trim()) {
            Some(seconds) => (amount, Some(seconds)),
            None => (text, None),
        },
        None => (text, None),
    }
}

fn amount_of(word: &str) -> (Measure, f64) {
    if matches!(word, "%" | "percent" | "per cent") {
        (Measure::Percent, 1.0)
    } else if let Some(seconds) = find(&TIMES, word) {
        (Measure::Time, seconds)
    } else if let Some(bytes) = find(&DATA, word) {
        (Measure::Data, bytes)
    } else {
        (Measure::Count, 1.0)
    }
}

/// Exactly as written first, since `Mb` is not `MB`; then whatever the case.
fn find(table: &[(&[&str], f64)], word: &str) -> Option<f64> {
    let exactly = |name: &str| name == word;
    let loosely = |name: &str| name.eq_ignore_ascii_case(word) || is_plural(name, word);
    let row = |fits: &dyn Fn(&str) -> bool| {
        table
            .iter()
            .find(|(names, _)| names.iter().any(|name| fits(name)))
    };
    row(&exactly)
        .or_else(|| row(&loosely))
        .map(|(_, size)| *size)
}

/// `minutes`, `mins`, `kbits`; not `ms` for `m` or `Bs` for `B`.
fn is_plural(name: &str, word: &str) -> bool {
    let singular = word.strip_suffix(['s', 'S']);
    name.len() > 1 && singular.is_some_and(|singular| singular.eq_ignore_ascii_case(name))
}
