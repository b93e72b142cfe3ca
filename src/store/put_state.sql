-- Overwrites the cached state of one card.
update card set
    phase = ?, due = ?, stability = ?, difficulty = ?, last_day = ?, interval = ?, reps = ?,
    lapses = ?, suspended = ?, buried = ?, flagged = ?, last_event = ?
where id = ?;
