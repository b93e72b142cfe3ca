insert or fail into note (id, deck, slug, position, line, level, kind, source, tags)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
