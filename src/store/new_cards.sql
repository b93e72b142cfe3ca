-- New cards in the order in which they enter, at most :limit.
select id, family, deck
from card indexed by card_new
where note is not null and suspended = 0 and phase = 0
    and (buried is null or buried < :today)
order by place
limit :limit;
