-- The last :limit answers that count, newest first: grade, time, chance of recall, whether first.
-- None of them is packed: the last ones of a foreign history never are.
-- Our own answers to a new card have no chance of recall; of an imported one (mode 2) the card was
-- new where no answer came before.
select
    rating, duration_ms, predicted,
    e.predicted is null
    and (
        e.mode <> 2
        or not exists (
            -- The first half of a uid is its instant; that of the first answer stands behind the second half.
            select 1 from past p
            where p.card = e.card and substr(p.answers, 9, 8) < substr(e.uid, 1, 8)
        ) and not exists (
            select 1 from event p
            where p.card = e.card and p.uid < e.uid and p.kind = 1
                and not exists (select 1 from event v where v.voids = p.uid)
        )
    )
from event e
where kind = 1 and not exists (select 1 from event v where v.voids = e.uid)
order by uid desc
limit :limit;
