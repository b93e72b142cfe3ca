-- New cards in the order in which they enter, without those that have a sibling due on :today.
select id, family, deck
from card indexed by card_new
where note is not null and suspended = 0 and phase = 0
    and (buried is null or buried < :today)
    and (
        family is null
        or not exists (
            select 1 from card sibling
            where sibling.note = card.note and sibling.phase > 0 and sibling.suspended = 0
                and sibling.due <= :today
        )
    )
order by place;
