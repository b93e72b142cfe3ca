//! Figures in words: durations, intervals, counts, days.

/// Days in a month and a year, as intervals count them.
const MONTH: f64 = 30.4375;
const YEAR: f64 = 365.25;

/// Returns how long something takes, rounded to minutes: `<1 min`, `4 min`, `1 h 5 min`.
pub fn duration(seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "<1 min".to_string(),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Returns when a card comes back, as short as a button needs: `now`, `12 d`, `1.2 mo`, `2.3 y`.
pub fn interval(days: u32) -> String {
    match days {
        0 => "now".to_string(),
        1..=30 => format!("{days} d"),
        31..=364 => format!("{} mo", one_decimal(f64::from(days) / MONTH)),
        _ => format!("{} y", one_decimal(f64::from(days) / YEAR)),
    }
}

/// `1.2`, but `3` for 3.0.
fn one_decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_string).unwrap_or(text)
}

/// Returns a figure with its noun: `1 card`, `2 cards`. The noun takes a plain `s`.
pub fn count(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(n as u64)),
    }
}

/// Returns the figure with a comma between thousands.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if 0 < idx && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns when something is, `days` from today on: `today`, `in 12 days`, `3 days ago`.
pub fn due(days: i32) -> String {
    match days {
        0 => "today".to_string(),
        1 => "tomorrow".to_string(),
        -1 => "yesterday".to_string(),
        2.. => format!("in {} days", grouped(days.unsigned_abs().into())),
        _ => format!("{} days ago", grouped(days.unsigned_abs().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_to_minutes() {
        let cases = [(0, "<1 min"), (29, "<1 min"), (30, "1 min"), (240, "4 min")];
        for (seconds, words) in cases
            .into_iter()
            .chain([(3600, "1 h"), (3900, "1 h 5 min")])
        {
            assert_eq!(duration(seconds), words);
        }
    }

    #[test]
    fn intervals_are_short_and_never_0() {
        let cases = [
            (0, "now"),
            (1, "1 d"),
            (30, "30 d"),
            (31, "1 mo"),
            (37, "1.2 mo"),
        ];
        for (days, words) in cases
            .into_iter()
            .chain([(364, "12 mo"), (365, "1 y"), (840, "2.3 y")])
        {
            assert_eq!(interval(days), words);
        }
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "card"), "1 card");
        assert_eq!(count(0, "card"), "0 cards");
        assert_eq!(count(12_345, "card"), "12,345 cards");
    }

    #[test]
    fn days_near_today_have_names() {
        let words: Vec<String> = [-3, -1, 0, 1, 12].into_iter().map(due).collect();
        assert_eq!(
            words,
            ["3 days ago", "yesterday", "today", "tomorrow", "in 12 days"]
        );
        assert_eq!(due(i32::MIN), "2,147,483,648 days ago");
    }
}
