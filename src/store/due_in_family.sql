-- Cards of one family that are due on :today. A family is the number of its note.
select id, family, deck, phase, due, shuffle
from card
where note = :family and suspended = 0 and phase > 0
    and due <= :today
    and (buried is null or buried < :today);
