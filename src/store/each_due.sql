-- Cards that are due on :today, in the order of the queue.
select id, family, deck, phase, due, shuffle
from card indexed by card_due
where note is not null and suspended = 0 and phase > 0
    and due <= :today
    and (buried is null or buried < :today)
order by due, shuffle;
