-- Appends one event to the log.
insert into event (
    uid, card, kind, at_ms, utc_offset, day, device,
    rating, interval, duration_ms, mode, predicted, params, suggested, voids
)
values (
    :uid, :card, :kind, :at_ms, :utc_offset, :day, :device,
    :rating, :interval, :duration_ms, :mode, :predicted, :params, :suggested, :voids
);
