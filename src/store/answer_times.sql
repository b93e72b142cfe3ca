-- The last :limit answers that count, newest first: grade, time, chance of recall, whether first.
-- A chance of recall is known only of cards that were answered before, and an answer without a
-- time tells nothing, so the look at the card's earlier events is seldom needed.
select
    rating, duration_ms, predicted,
    case
        when duration_ms is null or predicted is not null then 0
        else not exists (select 1 from event p where p.card = e.card and p.uid < e.uid)
    end
from event e
where kind = 1 and not exists (select 1 from event v where v.voids = e.uid)
order by uid desc
limit :limit;
