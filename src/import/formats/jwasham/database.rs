//! A stranger's SQLite file in memory: nothing of it is run, nothing is written, and reading it has
//! an end.

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

/// Bytes of one value at the most; a card has its own limit, which names the card.
const VALUE_MAX: i32 = 64 << 20;

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: i32 = 100_000;

/// An open file.
pub struct Database {
    connection: Connection,
    has_known: bool,
}

/// One card. A side is `None` where it is no text.
pub struct Row {
    pub id: i64,
    pub kind: i64,
    pub front: Option<String>,
    pub back: Option<String>,
    pub is_known: bool,
}

impl Database {
    /// Opens the file, and looks whether it has the table with its columns.
    pub fn open(bytes: &[u8]) -> Result<Database, String> {
        let connection = connect(bytes).map_err(in_words)?;
        let columns = columns(&connection, "cards").map_err(in_words)?;
        let has = |name: &str| {
            columns
                .iter()
                .any(|column| column.eq_ignore_ascii_case(name))
        };
        let missing = ["id", "type", "front", "back"]
            .into_iter()
            .find(|column| !has(column));
        match missing {
            Some(column) => Err(format!("it has no table `cards` with a column `{column}`")),
            None => Ok(Database {
                has_known: has("known"),
                connection,
            }),
        }
    }

    /// The names of types, where the file has them.
    pub fn tags(&self) -> Result<Vec<(i64, String)>, String> {
        let columns = columns(&self.connection, "tags").map_err(in_words)?;
        if !["id", "tagName"]
            .iter()
            .all(|name| columns.iter().any(|column| column == name))
        {
            return Ok(Vec::new());
        }
        let read = || {
            let mut statement = self
                .connection
                .prepare("select id, tagName from tags limit 1000")?;
            let mut rows = statement.query([])?;
            let mut tags = Vec::new();
            while let Some(row) = rows.next()? {
                let id = number(row.get_ref(0)?);
                tags.extend(text(row.get_ref(1)?).map(|name| (id, name)));
            }
            Ok(tags)
        };
        read().map_err(in_words)
    }

    /// Calls `take` for each card, in the order of their ids, until it says that it is enough.
    pub fn cards(&self, mut take: impl FnMut(Row) -> bool) -> Result<(), String> {
        let sql = match self.has_known {
            true => "select id, type, front, back, known from cards",
            false => "select id, type, front, back, 0 from cards",
        };
        let mut read = || {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let card = Row {
                    id: number(row.get_ref(0)?),
                    kind: number(row.get_ref(1)?),
                    front: text(row.get_ref(2)?),
                    back: text(row.get_ref(3)?),
                    is_known: number(row.get_ref(4)?) == 1,
                };
                if !take(card) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(in_words)
    }
}

fn connect(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut bytes = bytes.to_vec();
    // A write-ahead log cannot stand beside a database in memory.
    if let Some(versions) = bytes.get_mut(18..20) {
        versions.fill(1);
    }
    let len = bytes.len();
    let mut connection = Connection::open_in_memory()?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, VALUE_MAX),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 20),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ] {
        connection.set_limit(limit, value)?;
    }
    for config in [
        DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
        DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
        DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
    ] {
        connection.set_db_config(config, false)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), len, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.progress_handler(STEPS, Some(budget(len)))?;
    Ok(connection)
}

/// Ends the reading once it took more steps than an honest file of that size can need: pages that
/// point at each other have no end.
fn budget(len: usize) -> impl FnMut() -> bool + Send + 'static {
    let mut left = (len.saturating_mul(4) + 10_000_000) / STEPS as usize;
    move || {
        left = left.saturating_sub(1);
        left == 0
    }
}

/// The columns of a table; none where it is no table, or where a column is computed.
fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    const IS_TABLE: &str = "select count(*) from sqlite_schema
        where name = ? and type = 'table' and sql not like 'create virtual%'";
    let is_table: i64 = connection.query_row(IS_TABLE, [table], |row| row.get(0))?;
    if is_table == 0 {
        return Ok(Vec::new());
    }
    let sql = "select name from pragma_table_xinfo(?) where hidden = 0";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn text(value: ValueRef) -> Option<String> {
    match value {
        ValueRef::Null => Some(String::new()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        ValueRef::Blob(_) => None,
    }
}

/// 0 where it is no number.
fn number(value: ValueRef) -> i64 {
    match value {
        ValueRef::Integer(number) => number,
        ValueRef::Real(number) => number as i64,
        _ => 0,
    }
}

/// SQLite's errors in words.
fn in_words(error: rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => {
            "it is damaged: reading it takes more work than its size allows".to_string()
        }
        Some(ErrorCode::TooBig) => format!("a value of it has more than {VALUE_MAX} bytes"),
        _ => format!("it is damaged: {error}"),
    }
}
