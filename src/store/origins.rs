//! The ledger of imports: where decks came from, what their cards were when they came.

use super::{Result, Store};
use crate::model::ledger::{LedgerCard, LedgerDeck, OriginRow};
use crate::model::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

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
            connection
                .prepare("select origin, deck, card, source_id, text, gone from origin_card")?
                .query_map([], |row| {
                    Ok(LedgerCard {
                        origin: row.get(0)?,
                        deck: row.get(1)?,
                        card: row.get(2)?,
                        source_id: row.get(3)?,
                        text: row.get(4)?,
                        gone: row.get(5)?,
                    })
                })?
                .collect()
        })
    }

    /// Deck, card and what the source calls it, of all cards of formats whose name starts so.
    pub fn source_ids(&self, format: &str) -> Result<Vec<(String, String, String)>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select c.deck, c.card, c.source_id from origin_card c
                     join origin o on o.id = c.origin where o.format = ?",
                )?
                .query_map([format], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
    }

    /// Writes an origin, new where its `id` is 0, with those of its decks and cards that changed.
    /// Their own `origin` is not read.
    pub fn put_origin(
        &mut self,
        origin: &Origin,
        decks: &[LedgerDeck],
        cards: &[LedgerCard],
    ) -> Result<()> {
        self.with_large_cache(|store| {
            store.write(|transaction| {
                let id = put_row(transaction, origin)?;
                for deck in decks {
                    put_deck(transaction, id, deck)?;
                }
                for card in cards {
                    put_card(transaction, id, card)?;
                }
                Ok(())
            })
        })
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

fn put_card(
    transaction: &Connection,
    origin: OriginRow,
    card: &LedgerCard,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "insert or replace into origin_card (origin, deck, card, source_id, text, gone)
             values (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            origin,
            card.deck,
            card.card,
            card.source_id,
            card.text,
            card.gone
        ])
        .map(|_| ())
}
