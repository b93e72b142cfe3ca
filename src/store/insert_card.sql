-- Adds a review card that has no row yet. An update on conflict in the same statement would make
-- SQLite keep a copy of each page that it touches.
insert into card (key, note, deck, family, place, shuffle)
values (?, ?, ?, ?, ?, ?)
on conflict (key) do nothing;
