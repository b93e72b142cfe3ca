insert into revlog (id, cid, usn, ease, ivl, lastivl, factor, time, type)
values (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8);
