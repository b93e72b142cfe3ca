//! The ledger of imports: where decks came from, what their cards were when they came.

use super::{Result, Store};
use crate::model::ledger::{LedgerCard, LedgerDeck, LedgerMedium, OriginRow};
use crate::model::time::Timestamp;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufWriter, Read};

/// Where decks came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub id: OriginRow,
    /// As it was named, made absolute.
    pub address: String,
    pub format: String,
    /// What else was said of the import, JSON.
    pub options: String,
    /// SHA-256 of all that was read.
    pub hash: Vec<u8>,
    /// What a server or repository calls this edition.
    pub revision: Option<String>,
    pub imported: Timestamp,
}

const ORIGIN: &str = "select id, address, format, options, hash, revision, imported_ms from origin";

impl Store {
    /// All origins, the oldest first.
    pub fn origins(&self) -> Result<Vec<Origin>> {
        self.read(|connection| {
            connection
                .prepare(&format!("{ORIGIN} order by id"))?
                .query_map([], origin)?
                .collect()
        })
    }

    /// The origin of that address.
    pub fn origin(&self, address: &str) -> Result<Option<Origin>> {
        self.read(|connection| {
            connection
                .prepare(&format!("{ORIGIN} where address = ?"))?
                .query_row([address], origin)
                .optional()
        })
    }

    /// The decks of all origins.
    pub fn origin_decks(&self) -> Result<Vec<LedgerDeck>> {
        self.read(|connection| {
            connection
                .prepare("select origin, name, slug, path from origin_deck order by origin, slug")?
                .query_map([], |row| {
                    let names: String = row.get(1)?;
                    Ok(LedgerDeck {
                        origin: row.get(0)?,
                        names: serde_json::from_str(&names).unwrap_or_default(),
                        slug: row.get(2)?,
                        path: row.get(3)?,
                    })
                })?
                .collect()
        })
    }

    /// The cards of all origins, as they were last imported.
    pub fn origin_cards(&self) -> Result<Vec<LedgerCard>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("select origin, deck, cards from origin_cards")?;
            let mut rows = statement.query([])?;
            let mut cards = Vec::new();
            while let Some(row) = rows.next()? {
                let (origin, deck) = (row.get(0)?, row.get::<_, String>(1)?);
                let json = json(row.get_ref(2)?)?;
                cards.extend(
                    kept(&json)?
                        .into_iter()
                        .map(|Kept(card, source_id, text, gone)| LedgerCard {
                            origin,
                            deck: deck.clone(),
                            card: card.into_owned(),
                            source_id: source_id.into_owned(),
                            text: text.into_owned(),
                            gone,
                        }),
                );
            }
            Ok(cards)
        })
    }

    /// Deck, card and what the source calls it, of all cards of that format.
    pub fn source_ids(&self, format: &str) -> Result<Vec<(String, String, String)>> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "select c.deck, c.cards from origin_cards c
                 join origin o on o.id = c.origin where o.format = ?",
            )?;
            let mut rows = statement.query([format])?;
            let mut ids = Vec::new();
            while let Some(row) = rows.next()? {
                let deck: String = row.get(0)?;
                let json = json(row.get_ref(1)?)?;
                let cards = kept(&json)?.into_iter();
                ids.extend(cards.map(|Kept(card, source_id, ..)| {
                    (deck.clone(), card.into_owned(), source_id.into_owned())
                }));
            }
            Ok(ids)
        })
    }

    /// The pictures and sounds of all origins, as they were last imported.
    pub fn origin_media(&self) -> Result<Vec<LedgerMedium>> {
        self.read(|connection| {
            connection
                .prepare("select origin, folder, name, file, hash from origin_media")?
                .query_map([], |row| {
                    Ok(LedgerMedium {
                        origin: row.get(0)?,
                        folder: row.get(1)?,
                        name: row.get(2)?,
                        file: row.get(3)?,
                        hash: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    /// Writes pictures and sounds of an origin. Their own `origin` is not read.
    pub fn put_media<'m>(
        &mut self,
        origin: OriginRow,
        media: impl Iterator<Item = &'m LedgerMedium>,
    ) -> Result<()> {
        self.write(|transaction| {
            let put = "insert or replace into origin_media (origin, folder, name, file, hash)
                       values (?, ?, ?, ?, ?)";
            let mut statement = transaction.prepare_cached(put)?;
            for one in media {
                statement.execute(params![origin, one.folder, one.name, one.file, one.hash])?;
            }
            Ok(())
        })
    }

    /// Writes an origin, new where its `id` is 0, with those of its decks that changed; returns its
    /// row. Their own `origin` is not read.
    pub fn put_origin(&mut self, origin: &Origin, decks: &[LedgerDeck]) -> Result<OriginRow> {
        self.write(|transaction| {
            let id = put_row(transaction, origin)?;
            for deck in decks {
                put_deck(transaction, id, deck)?;
            }
            Ok(id)
        })
    }

    /// Writes cards of an origin, beside those of their deck that are kept already.
    pub fn put_cards(&mut self, origin: OriginRow, sheet: &Sheet) -> Result<()> {
        self.write(|transaction| put_cards(transaction, origin, sheet))
    }

    /// Forgets an origin: its decks stay, and are no longer brought up to date.
    pub fn forget_origin(&mut self, id: OriginRow) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("delete from origin where id = ?", [id])
                .map(|_| ())
        })
    }
}

/// Cards of one deck, ready to be kept: of a large import it is a lot of text, which other threads can
/// write than the one that holds the store.
pub struct Sheet {
    deck: String,
    /// What keeps them where no others are kept.
    row: Vec<u8>,
}

impl Sheet {
    /// Cards of one deck; their own `origin` and `deck` are not read.
    pub fn of(deck: String, cards: &[LedgerCard]) -> Sheet {
        let row = row(&cards.iter().map(Kept::of).collect::<Vec<_>>());
        Sheet { deck, row }
    }
}

fn origin(row: &Row) -> rusqlite::Result<Origin> {
    Ok(Origin {
        id: row.get(0)?,
        address: row.get(1)?,
        format: row.get(2)?,
        options: row.get(3)?,
        hash: row.get(4)?,
        revision: row.get(5)?,
        imported: Timestamp(row.get(6)?),
    })
}

fn put_row(transaction: &Connection, origin: &Origin) -> rusqlite::Result<OriginRow> {
    let id = (origin.id != 0).then_some(origin.id);
    transaction
        .prepare_cached(
            "insert into origin (id, address, format, options, hash, revision, imported_ms)
             values (?, ?, ?, ?, ?, ?, ?)
             on conflict (id) do update set address = excluded.address, format = excluded.format,
                 options = excluded.options, hash = excluded.hash, revision = excluded.revision,
                 imported_ms = excluded.imported_ms
             returning id",
        )?
        .query_row(
            params![
                id,
                origin.address,
                origin.format,
                origin.options,
                origin.hash,
                origin.revision,
                origin.imported.0
            ],
            |row| row.get(0),
        )
}

fn put_deck(
    transaction: &Connection,
    origin: OriginRow,
    deck: &LedgerDeck,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "insert or replace into origin_deck (origin, name, slug, path) values (?, ?, ?, ?)",
        )?
        .execute(params![
            origin,
            serde_json::json!(deck.names).to_string(),
            deck.slug,
            deck.path
        ])
        .map(|_| ())
}

/// Id, name in the source, lines, whether it is gone.
#[derive(Serialize, Deserialize)]
struct Kept<'k>(
    #[serde(borrow)] Cow<'k, str>,
    #[serde(borrow)] Cow<'k, str>,
    #[serde(borrow)] Cow<'k, str>,
    bool,
);

impl Kept<'_> {
    fn of(card: &LedgerCard) -> Kept<'_> {
        Kept(
            card.card.as_str().into(),
            card.source_id.as_str().into(),
            card.text.as_str().into(),
            card.gone,
        )
    }
}

/// Bytes of text up to which it is kept as it is.
const SMALL: usize = 4096;

/// Rows of the ledger as the column has them: JSON, packed as zlib does where there is much of it. Cards of one
/// deck are alike, and what need not be written is time.
fn row(cards: &[Kept]) -> Vec<u8> {
    let sizes =
        { cards.iter() }.map(|Kept(id, source, text, _)| id.len() + source.len() + text.len());
    if sizes.sum::<usize>() <= SMALL {
        return serde_json::to_vec(cards).expect("strings are JSON");
    }
    // Through a part of it at a time: all of it as JSON would need memory again.
    let packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut packed = BufWriter::with_capacity(1 << 16, packed);
    serde_json::to_writer(&mut packed, cards).expect("strings are JSON");
    let packed = packed
        .into_inner()
        .ok()
        .and_then(|packed| packed.finish().ok());
    packed.expect("memory can be written")
}

/// The JSON of the column.
fn json(value: ValueRef<'_>) -> rusqlite::Result<Cow<'_, [u8]>> {
    let bytes = value.as_blob()?;
    match bytes.first() {
        Some(b'[') => Ok(bytes.into()),
        _ => {
            let mut json = Vec::new();
            let read = ZlibDecoder::new(bytes).read_to_end(&mut json);
            read.map_err(damaged)?;
            Ok(json.into())
        }
    }
}

fn kept(json: &[u8]) -> rusqlite::Result<Vec<Kept<'_>>> {
    serde_json::from_slice(json).map_err(damaged)
}

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(2, Type::Blob, Box::new(error))
}

/// Keeps cards of one deck beside those that are kept already. A card is of one origin only.
fn put_cards(transaction: &Connection, origin: OriginRow, sheet: &Sheet) -> rusqlite::Result<()> {
    let Sheet { deck, row: new } = sheet;
    let before: Vec<(OriginRow, Vec<u8>)> = transaction
        .prepare_cached("select origin, cards from origin_cards where deck = ?")?
        .query_map([deck], |row| {
            Ok((row.get(0)?, json(row.get_ref(1)?)?.into_owned()))
        })?
        .collect::<rusqlite::Result<_>>()?;
    if before.is_empty() {
        return put_rows(transaction, origin, deck, new);
    }
    let new = json(ValueRef::Blob(new))?;
    let new = kept(&new)?;
    let ids: HashSet<&str> = new.iter().map(|Kept(card, ..)| card.as_ref()).collect();
    let mut own: Vec<Kept> = Vec::with_capacity(new.len());
    for (other, json) in &before {
        let mut rows = kept(json)?;
        let n_rows = rows.len();
        rows.retain(|Kept(card, ..)| !ids.contains(card.as_ref()));
        if *other == origin {
            own = rows;
        } else if rows.len() < n_rows {
            put_rows(transaction, *other, deck, &row(&rows))?;
        }
    }
    own.extend(new);
    put_rows(transaction, origin, deck, &row(&own))
}

fn put_rows(
    transaction: &Connection,
    origin: OriginRow,
    deck: &str,
    row: &[u8],
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "insert into origin_cards (origin, deck, cards) values (?, ?, ?)
             on conflict (deck, origin) do update set cards = excluded.cards",
        )?
        .execute(params![origin, deck, row])
        .map(|_| ())
}

#[cfg(test)]
mod tests;
