-- How many cards fall due on each day from :from to :to.
select due, count(*)
from card indexed by card_due
where note is not null and suspended = 0 and phase > 0
    and due between :from and :to
group by due;
