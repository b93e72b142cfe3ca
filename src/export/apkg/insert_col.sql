insert into col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags)
values (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}');
