-- Review cards of each deck: all, due on :today, new.
select deck, count(*),
    count(*) filter (where phase > 0 and suspended = 0 and due <= :today and (buried is null or buried < :today)),
    count(*) filter (where phase = 0 and suspended = 0)
from card
where note is not null
group by deck;
