-- How many cards are due on :today, of siblings one, and how many of them are pending.
select
    count(*) filter (where family is null) + count(distinct family),
    count(*) filter (where phase in (1, 3))
from card indexed by card_due
where note is not null and suspended = 0 and phase > 0
    and due <= :today
    and (buried is null or buried < :today);
