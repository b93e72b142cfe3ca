-- Pictures and sounds as they were last imported, so that a new edition replaces them where the
-- learner has not.
create table origin_media (
    origin integer not null references origin (id) on delete cascade,
    -- Of the decks that show it, below the learner's folder.
    folder text not null,
    -- What the source calls it; what it is called here.
    name text not null,
    file text not null,
    -- SHA-256 of its bytes in the source.
    hash blob not null,
    primary key (origin, folder, name)
) strict, without rowid;
