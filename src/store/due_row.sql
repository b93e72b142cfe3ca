-- One card, where it is due on :today.
select id, family, deck, phase, due, shuffle
from card
where id = :card and note is not null and suspended = 0 and phase > 0
    and due <= :today
    and (buried is null or buried < :today);
