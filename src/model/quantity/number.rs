//! The digits in front of a unit: grouping, signs, exponents, and what is refused.

/// Above this, and below one over it, a number is a slip of the keyboard.
const MAGNITUDE_MAX: f64 = 1e24;

/// More digits than a double keeps would come back changed.
const DIGITS_MAX: usize = 15;

/// The longest unit, in characters.
const UNIT_MAX: usize = 40;

/// Reads a number and what stands behind it: `9,100,000 writes` gives `(9100000.0, "writes")`.
pub fn with_unit(text: &str) -> Result<(f64, &str), String> {
    let text = text.trim();
    let (digits, rest) = split(text);
    if digits.is_empty() {
        return Err(format!(
            "`{}` does not start with a number",
            shortened(text)
        ));
    }
    let attached = !rest.starts_with([' ', '\u{a0}']);
    let (power, unit) = multiplier(rest.trim(), attached);
    check_unit(unit)?;
    Ok((value(&digits, power, text)?, unit))
}

/// Parts the characters of the number, made plain for the standard parser, from the rest.
fn split(text: &str) -> (String, &str) {
    let mut plain = String::new();
    let mut rest = text;
    if let Some(behind) = rest.strip_prefix(['-', '−']) {
        plain.push('-');
        rest = behind;
    } else if let Some(behind) = rest.strip_prefix('+') {
        rest = behind;
    }
    rest = take_digits(rest, &mut plain, true);
    if let Some(behind) = rest.strip_prefix('.')
        && behind.starts_with(|c: char| c.is_ascii_digit())
    {
        plain.push('.');
        rest = take_digits(behind, &mut plain, false);
    }
    rest = take_exponent(rest, &mut plain);
    match plain.bytes().any(|byte| byte.is_ascii_digit()) {
        true => (plain, rest),
        false => (String::new(), text),
    }
}

fn take_digits<'t>(mut rest: &'t str, plain: &mut String, grouping: bool) -> &'t str {
    loop {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        plain.push_str(&rest[..count]);
        rest = &rest[count..];
        match group(rest) {
            Some(behind) if grouping && count > 0 => rest = behind,
            _ => return rest,
        }
    }
}

/// Skips a separator in front of exactly three digits.
fn group(rest: &str) -> Option<&str> {
    let behind = rest.strip_prefix([',', '_', '\'', ' ', '\u{a0}', '\u{202f}', '\u{2009}'])?;
    let count = behind.bytes().take_while(u8::is_ascii_digit).count();
    (count == 3).then_some(behind)
}

/// `e9`, `E-3`; not the `e` of a unit.
fn take_exponent<'t>(rest: &'t str, plain: &mut String) -> &'t str {
    let Some(behind) = rest.strip_prefix(['e', 'E']) else {
        return rest;
    };
    let unsigned = behind.strip_prefix(['-', '+']).unwrap_or(behind);
    let count = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 {
        return rest;
    }
    let end = behind.len() - unsigned.len() + count;
    plain.push('e');
    plain.push_str(&behind[..end]);
    &behind[end..]
}

/// `1.5k`, `2 thousand million`: a power of ten, and the unit behind it.
fn multiplier(mut rest: &str, attached: bool) -> (i64, &str) {
    let mut power = 0;
    loop {
        let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        power += match word {
            "k" if attached && power == 0 => 3,
            "M" if attached && power == 0 => 6,
            "G" if attached && power == 0 => 9,
            "thousand" => 3,
            "million" | "mln" => 6,
            "billion" | "bn" => 9,
            _ => return (power, rest),
        };
        rest = behind.trim_start();
    }
}

fn value(digits: &str, power: i64, text: &str) -> Result<f64, String> {
    let shown = shortened(text);
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    let is_zero = mantissa
        .bytes()
        .all(|byte| matches!(byte, b'0' | b'.' | b'-'));
    if is_zero {
        // `-0` would be printed with its sign and compared without.
        return Ok(0.0);
    }
    if significant(mantissa) > DIGITS_MAX {
        return Err(format!("`{shown}` has more than {DIGITS_MAX} digits"));
    }
    let huge = if exponent.starts_with('-') { -999 } else { 999 };
    let exponent = exponent.parse().unwrap_or(huge).clamp(-999, 999) + power;
    // One decimal text and not a product: 1.005 times 1,000 is not 1,005 in doubles.
    let value: f64 = format!("{mantissa}e{exponent}")
        .parse()
        .map_err(|_| format!("`{shown}` is no number"))?;
    if value.abs() > MAGNITUDE_MAX {
        return Err(format!("`{shown}` is too large: at most 1e24"));
    }
    if value.abs() < 1.0 / MAGNITUDE_MAX {
        return Err(format!("`{shown}` is too small: at least 1e-24"));
    }
    Ok(value)
}

/// Counts the digits between the outer zeros.
fn significant(mantissa: &str) -> usize {
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}

fn check_unit(unit: &str) -> Result<(), String> {
    if unit.chars().count() > UNIT_MAX {
        return Err(format!("a unit has at most {UNIT_MAX} characters"));
    }
    let first = unit.chars().next();
    if first.is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+' | '±' | ':'))
    {
        return Err(format!("`{unit}` behind the number is no unit"));
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// `1234567.5` as `1,234,567.5`.
pub fn grouped(value: f64) -> String {
    let plain = value.to_string();
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(plain) => ("-", plain),
        None => ("", plain.as_str()),
    };
    let whole = plain.split('.').next().unwrap_or_default();
    let mut out = sign.to_string();
    for (idx, digit) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + &plain[whole.len()..]
}

/// Without the noise that a division left in the last digits: 7.000000000000001 is 7.
pub fn rounded(value: f64) -> f64 {
    let digits = format!("{value:.12e}");
    digits.parse().unwrap_or(value)
}
