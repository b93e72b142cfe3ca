-- Mock interviews, as far as they went. A sitting rewrites its row when a part ends.
create table mock (
    number integer primary key,
    -- When it began, milliseconds since 1970.
    at integer not null,
    -- What `--json` prints of it.
    record text not null check (json_valid(record)),
    -- Markdown.
    report text not null
) strict;

-- What each of them asked, so that it is not asked again soon.
create table mock_asked (
    mock integer not null references mock on delete cascade,
    -- `rapid-fire` with the key of a card, else the kind of a prompt with its id.
    kind text not null,
    id text not null,
    primary key (kind, id, mock)
) strict, without rowid;
