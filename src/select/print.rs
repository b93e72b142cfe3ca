//! A selector as text that parses to the same selector.

use super::{Field, Pattern, Selector};
use std::fmt::{self, Display, Formatter, Write as _};

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Selector::All => Ok(()),
            Selector::And(parts) => joined(f, parts, " ", |part| matches!(part, Selector::Or(_))),
            Selector::Or(parts) => joined(f, parts, " or ", |_| false),
            Selector::Not(inner) => {
                f.write_str(if is_arrowhead(inner) { "not " } else { "-" })?;
                grouped(
                    f,
                    inner,
                    matches!(**inner, Selector::And(_) | Selector::Or(_)),
                )
            }
            Selector::Word(pattern) => word(f, pattern),
            Selector::Text(pattern) => quoted(f, pattern),
            Selector::Named(field, pattern) => named(f, *field, pattern),
            Selector::Is(state) => write!(f, "is:{}", state.name()),
            Selector::Kind(kind) => write!(f, "kind:{}", kind.name()),
            Selector::Rated { days, rating: None } => write!(f, "rated:{days}"),
            Selector::Rated {
                days,
                rating: Some(rating),
            } => {
                write!(f, "rated:{days}:{}", rating.name())
            }
            Selector::Prop(property, compare, figure) => {
                write!(f, "prop:{}{}{figure}", property.name(), compare.name())
            }
        }
    }
}

/// A word that begins with `>`: a `-` before it would make an arrow, which is text.
fn is_arrowhead(selector: &Selector) -> bool {
    matches!(selector, Selector::Word(pattern) if pattern.pieces()[0].starts_with('>'))
}

fn joined(
    f: &mut Formatter<'_>,
    parts: &[Selector],
    between: &str,
    needs_brackets: impl Fn(&Selector) -> bool,
) -> fmt::Result {
    for (idx, part) in parts.iter().enumerate() {
        if 0 < idx {
            f.write_str(between)?;
        }
        grouped(f, part, needs_brackets(part))?;
    }
    Ok(())
}

fn grouped(f: &mut Formatter<'_>, selector: &Selector, in_brackets: bool) -> fmt::Result {
    if in_brackets {
        write!(f, "({selector})")
    } else {
        selector.fmt(f)
    }
}

fn word(f: &mut Formatter<'_>, pattern: &Pattern) -> fmt::Result {
    if pattern.pieces()[0].starts_with('-') {
        f.write_char('\\')?;
    }
    escaped(f, pattern, r#"\"*:()"#)
}

fn quoted(f: &mut Formatter<'_>, pattern: &Pattern) -> fmt::Result {
    f.write_char('"')?;
    escaped(f, pattern, r#"\"*"#)?;
    f.write_char('"')
}

fn named(f: &mut Formatter<'_>, field: Field, pattern: &Pattern) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    if pattern.pieces().concat().chars().all(is_plain) {
        return escaped(f, pattern, "");
    }
    quoted(f, pattern)
}

/// Writes the pieces with `*` between them and a backslash before each of `special`.
fn escaped(f: &mut Formatter<'_>, pattern: &Pattern, special: &str) -> fmt::Result {
    for (idx, piece) in pattern.pieces().iter().enumerate() {
        if 0 < idx {
            f.write_char('*')?;
        }
        for c in piece.chars() {
            if special.contains(c) {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
    }
    Ok(())
}
