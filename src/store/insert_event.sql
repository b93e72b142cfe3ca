-- Appends one event to the log; one that is there already is left as it is.
insert into event (
    uid, card, kind, at_ms, utc_offset, day, device,
    rating, interval, duration_ms, mode, predicted, params, suggested, voids
)
values (
    :uid, :card, :kind, :at_ms, :utc_offset, :day, :device,
    :rating, :interval, :duration_ms, :mode, :predicted, :params, :suggested, :voids
)
on conflict (uid) do nothing;
