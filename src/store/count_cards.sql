-- Review cards that have a text, and those of them that were never answered. Each part is read from
-- an index: the table itself is ten times as large.
select
    (select count(*) from card where note is not null),
    (select count(*) from card indexed by card_new where note is not null and suspended = 0 and phase = 0)
    + (select count(*) from card indexed by card_suspended where suspended = 1 and note is not null and phase = 0);
