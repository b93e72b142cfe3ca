-- Overwrites the cached state of one card.
update card set
    phase = :phase, due = :due, stability = :stability, difficulty = :difficulty,
    last_day = :last_day, interval = :interval, reps = :reps, lapses = :lapses,
    suspended = :suspended, buried = :buried, flagged = :flagged, last_event = :last_event
where id = :id;
