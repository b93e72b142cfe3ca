-- Made when the tables are full. Older programs look up by these; those by `usn` only serve syncing.
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_notes_csum on notes (csum);
-- SQLite sorts in pieces of the size of its cache: of a long log small ones, which stay in the processor's.
pragma cache_size = -2048;
create index ix_revlog_cid on revlog (cid);
