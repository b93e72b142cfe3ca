-- How many cards are due on :today, and how many of them were graded Again today; of siblings one.
select
    count(*) filter (where family is null) + count(distinct family),
    count(*) filter (where family is null and phase in (1, 3) and due = :today)
        + count(distinct case when phase in (1, 3) and due = :today then family end)
from card indexed by card_due
where note is not null and suspended = 0 and phase > 0
    and due <= :today
    and (buried is null or buried < :today);
