-- Whether the study day :day has an answer that counts, among the uids from :from up to :to.
select exists (
    select 1
    from event e
    where :from <= e.uid and e.uid < :to and e.day = :day and e.kind = 1
        and not exists (select 1 from event v where v.voids = e.uid)
)
or exists (select 1 from past_day where day = :day);
