insert into notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data)
values (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '');
