-- Adds a deck or replaces what is known of it; returns its row.
insert into deck (slug, title, topic, area, level, tags, licence, about, rank, path)
values (:slug, :title, :topic, :area, :level, :tags, :licence, :about, :rank, :path)
on conflict (slug) do update set
    title = excluded.title, topic = excluded.topic, area = excluded.area, level = excluded.level,
    tags = excluded.tags, licence = excluded.licence, about = excluded.about,
    rank = excluded.rank, path = excluded.path
returning id;
