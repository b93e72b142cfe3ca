insert into note (deck, slug, position, line, level, kind, source, tags)
values (?, ?, ?, ?, ?, ?, ?, ?);
