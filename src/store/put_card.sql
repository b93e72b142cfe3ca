-- Gives a review card its text; its progress stays as it is.
insert into card (key, note, deck, family, place, shuffle)
values (:key, :note, :deck, :family, :place, :shuffle)
on conflict (key) do update set
    note = excluded.note, deck = excluded.deck, family = excluded.family, place = excluded.place;
