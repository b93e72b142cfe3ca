-- Made when the tables are full. Older programs look up by these; those by `usn` only serve syncing.
-- SQLite sorts in pieces of the size of its cache: small ones stay in the processor's.
pragma cache_size = -2048;
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
