-- Appends one event to the log; one that is there already is left as it is. What fails ends the whole
-- transaction, so that SQLite need not keep what it would take to undo one statement of many rows.
insert or fail into event (
    uid, card, kind, at_ms, utc_offset, day, device,
    rating, interval, duration_ms, mode, predicted, params, suggested, voids, written,
    stability, difficulty, reps, lapses
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (uid) do nothing;
