-- The ledger's cards as bytes, so that those of a large deck may be packed.

create table packed_cards (
    id integer primary key,
    origin integer not null references origin (id) on delete cascade,
    deck text not null,
    -- A JSON array of arrays: id of the card, what the source calls it, for an export back, its
    -- lines as they were written, whether the source no longer has it. Packed by zlib where it does not
    -- begin with `[`.
    cards blob not null,
    unique (deck, origin)
) strict;

insert into packed_cards select id, origin, deck, cast(cards as blob) from origin_cards;
drop table origin_cards;
alter table packed_cards rename to origin_cards;
create index origin_cards_origin on origin_cards (origin);
