//! Which tables a collection has. A view or a virtual table under the name of a table could do
//! anything, and without end, as soon as it is read.

use super::wrong;
use crate::import::untrusted::Wrong;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Makes sure that `table` is a table of rows and has these columns, none of them computed.
pub fn require(connection: &Connection, table: &str, columns: &[&str]) -> Result<(), Wrong> {
    match kind(connection, table)?.as_deref() {
        Some("table") => check_columns(connection, table, columns),
        Some(kind) => {
            let what = format!("its `{table}` is no plain table but of the kind `{kind}`");
            Err(Wrong::new(what, "export it again from Anki"))
        }
        None => {
            let what = format!("it is no Anki collection: it has no table `{table}`");
            Err(Wrong::new(what, ""))
        }
    }
}

/// Whether there is anything of that name.
pub fn is_there(connection: &Connection, table: &str) -> Result<bool, Wrong> {
    Ok(kind(connection, table)?.is_some())
}

/// `table`, `view`, `virtual` or `shadow`, as SQLite itself understood the schema.
fn kind(connection: &Connection, table: &str) -> Result<Option<String>, Wrong> {
    let mut found = None;
    connection
        .pragma(None, "table_list", table, |row| {
            let schema: String = row.get("schema")?;
            if schema == "main" {
                found = Some(row.get("type")?);
            }
            Ok(())
        })
        .map_err(wrong)?;
    Ok(found)
}

fn check_columns(connection: &Connection, table: &str, columns: &[&str]) -> Result<(), Wrong> {
    let mut plain: Vec<String> = Vec::new();
    connection
        .pragma(None, "table_xinfo", table, |row| {
            // 0 is an ordinary column, others are hidden or computed.
            if row.get::<_, i64>("hidden")? == 0 {
                plain.push(row.get("name")?);
            }
            Ok(())
        })
        .map_err(wrong)?;
    let is_there = |column: &str| plain.iter().any(|name| name.eq_ignore_ascii_case(column));
    match columns.iter().find(|column| !is_there(column)) {
        None => Ok(()),
        Some(column) => {
            let what = format!("its table `{table}` has no column `{column}`");
            Err(Wrong::new(what, "export it again from Anki"))
        }
    }
}

/// The text of a value, if it is text and UTF-8.
pub fn text(value: ValueRef<'_>) -> Option<&str> {
    match value {
        ValueRef::Text(bytes) => str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// The whole number of a value; SQLite's columns do not hold to their types, so it may stand there
/// as a fraction or as text.
pub fn number(value: ValueRef) -> Option<i64> {
    let fraction = match value {
        ValueRef::Integer(number) => return Some(number),
        ValueRef::Real(number) => number,
        ValueRef::Text(_) => text(value)?.trim().parse().ok()?,
        _ => return None,
    };
    fraction.is_finite().then_some(fraction as i64)
}

/// The bytes of a value, be it a blob or text.
pub fn bytes(value: ValueRef<'_>) -> Option<&[u8]> {
    match value {
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(bytes),
        _ => None,
    }
}
