-- The log, the cache that is computed from it, and the index of deck text.

create table meta (
    key text primary key,
    value text not null
) strict, without rowid;

create table deck (
    id integer primary key,
    slug text not null unique,
    title text not null,
    topic text,
    area text,
    level text,
    tags text not null default '[]',
    licence text,
    about text not null default '',
    -- Decks of a lower rank give their new cards first.
    rank integer not null,
    -- Null for a built-in deck.
    path text
) strict;

-- Deck files that were read, so that none is parsed again while it stands unchanged.
create table file (
    path text primary key,
    size integer not null,
    modified_ns integer not null,
    hash blob not null,
    -- Null where the file holds no deck, or none that could be read yet.
    deck integer references deck (id) on delete set null,
    -- What is wrong with it, as shown; the deck then stays as it was when last read.
    fault text
) strict, without rowid;

-- One heading of a deck.
create table note (
    id integer primary key,
    deck integer not null references deck (id) on delete cascade,
    slug text not null,
    position integer not null,
    line integer not null,
    level text,
    kind text not null,
    -- The card's own lines, heading first.
    source text not null,
    unique (deck, slug)
) strict;

-- One review card. The columns from `phase` on are a cache of the log.
create table card (
    id integer primary key,
    key text not null unique,
    -- Null where its text is gone: the history stays, and comes back with the text.
    note integer references note (id) on delete set null,
    deck integer references deck (id) on delete set null,
    -- The note again, where it has several review cards; they never meet on one day.
    family integer,
    -- Place among the new cards: rank of the deck, deck, position, part.
    place integer not null default 0,
    -- Place among the cards of one due day: a hash of the key.
    shuffle integer not null,
    phase integer not null default 0 check (phase between 0 and 3),
    due integer,
    stability real,
    difficulty real,
    last_day integer,
    interval integer not null default 0,
    reps integer not null default 0,
    lapses integer not null default 0,
    suspended integer not null default 0 check (suspended in (0, 1)),
    buried integer,
    flagged integer not null default 0 check (flagged in (0, 1)),
    last_event blob
) strict;

create index card_note on card (note);

-- What the queue and the counts of due cards read, and nothing else.
create index card_due on card (due, shuffle, family, deck, phase, buried, stability, last_day)
where note is not null and suspended = 0 and phase > 0;

-- New cards in the order in which they enter.
create index card_new on card (place, family, deck, buried)
where note is not null and suspended = 0 and phase = 0;

-- Few cards are suspended; they stand in neither of the two above.
create index card_suspended on card (note, phase) where suspended = 1;

-- The log. Appended to, never edited. The order of uids is the order of events.
create table event (
    uid blob primary key check (length(uid) = 16),
    card integer not null references card (id),
    kind integer not null,
    at_ms integer not null,
    utc_offset integer not null,
    day integer not null,
    device integer not null,
    rating integer check (rating between 1 and 4),
    interval integer,
    duration_ms integer,
    mode integer,
    predicted real,
    params integer,
    suggested integer,
    -- The event that this one takes back.
    voids blob,
    -- When it was written, where it tells of an earlier instant.
    written integer
) strict, without rowid;

create index event_card on event (card, uid);
create index event_void on event (voids) where voids is not null;
create index event_written on event (written) where written is not null;

create table device (
    id integer primary key,
    name text not null unique
) strict;
