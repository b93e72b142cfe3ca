-- Answers of long ago that another program tells of: most of what comes from elsewhere, and never touched again. Packed,
-- a row a card, they take a third of the room of rows of the log. A part of the log as these are: written once,
-- never edited.
create table past (
    card integer primary key references card (id),
    device integer not null references device (id),
    -- See `store/log/past.rs`.
    answers blob not null
) strict;

-- The study days that have any of them: for the streak.
create table past_day (
    day integer primary key
) strict;
