-- Adds a review card that has no row yet. An update on conflict in the same statement would make
-- SQLite keep a copy of each page that it touches, and so would an abort of one statement alone.
insert or fail into card (
    key, note, deck, family, place, shuffle,
    phase, due, stability, difficulty, last_day, interval, reps, lapses, suspended, buried, flagged, last_event
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (key) do nothing;
