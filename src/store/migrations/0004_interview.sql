-- The dates for which the learner prepares.
create table interview (
    name text primary key,
    day integer not null,
    -- Minutes a day until then.
    minutes integer not null,
    -- Words of a selector: what may be asked. Empty for everything. A JSON array.
    focus text not null,
    -- Selectors with their weights: a JSON array of [words, number].
    weights text not null,
    -- The study day on which it was told to be over.
    done integer
) strict, without rowid;
