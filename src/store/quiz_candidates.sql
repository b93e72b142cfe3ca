-- Cards that a quiz may ask, by key: not suspended, with text.
select c.id, c.key, coalesce(d.topic, d.slug), n.kind, coalesce(n.level, d.level), c.phase,
       c.stability, c.last_day,
       (select count(*) from listing l where l.topic = d.topic), d.area
from card c
join note n on n.id = c.note
join deck d on d.id = n.deck
where not c.suspended
order by c.key;
