-- Decks and progress that come from elsewhere.

-- The card's own tags, a JSON array; those of the deck are not repeated.
alter table note add column tags text not null default '[]';

-- What a card brought along from another program: memory, and how often it was answered.
alter table event add column stability real;
alter table event add column difficulty real;
alter table event add column reps integer;
alter table event add column lapses integer;

-- Where decks came from, so that they can be brought up to date.
create table origin (
    id integer primary key,
    -- As it was named, made absolute; `built-in` for the decks of the program.
    address text not null unique,
    -- The name of the format; empty where the files are of several.
    format text not null,
    -- What else was said of the import, JSON.
    options text not null default '{}',
    -- SHA-256 of all that was read; what a server or repository calls this edition.
    hash blob not null,
    revision text,
    imported_ms integer not null
) strict;

-- The decks of an origin: what they are called there, and here.
create table origin_deck (
    origin integer not null references origin (id) on delete cascade,
    -- Names of the deck in the source, a JSON array.
    name text not null,
    slug text not null,
    path text not null,
    primary key (origin, name)
) strict, without rowid;

create index origin_deck_slug on origin_deck (slug);

-- Cards as they were last imported: the base of a three-way merge. They are only ever read and
-- written a deck at a time; a row for each would cost as much as the index of the cards itself.
create table origin_cards (
    id integer primary key,
    origin integer not null references origin (id) on delete cascade,
    deck text not null,
    -- A JSON array of arrays: id of the card, what the source calls it, for an export back, its
    -- lines as they were written, whether the source no longer has it.
    cards text not null,
    unique (deck, origin)
) strict;

create index origin_cards_origin on origin_cards (origin);
