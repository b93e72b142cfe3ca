-- Without its id, which is one more than that of the row before: with it SQLite would keep a copy of each page
-- that a statement of many rows touches, lest one be no number.
insert or fail into note (deck, slug, position, line, level, kind, source, tags)
values (?, ?, ?, ?, ?, ?, ?, ?)
