-- Every event but the undos, in the order of the log, as far as replay reads it.
select uid, card, day, kind, rating, interval, stability, difficulty, reps, lapses
from event
where kind <> 2
order by uid;
