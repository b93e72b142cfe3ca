-- The answers of the study day :day that count, oldest first, from the uid :since on; the last
-- column says whether the card was new. Our own answers know that, since no recall was predicted;
-- of an imported one (mode 2) it is so where no answer came before.
-- `cross join` keeps the tail of the log in the outer loop: left alone, SQLite would go through
-- the events of every card.
select
    e.uid, e.card, c.family, c.deck, e.day, e.at_ms, e.rating,
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
from event e cross join card c on c.id = e.card
where :since <= e.uid and e.day = :day and e.kind = 1
    and not exists (select 1 from event v where v.voids = e.uid)
order by e.uid;
