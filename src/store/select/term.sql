-- Whether the card's `Terms:` field, which may wrap onto indented lines, has the term.
exists (
    select 1
    from (
        select ',' || replace(replace(field, ', ', ','), ' ,', ',') || ',' as terms
        from (
            select trim(replace(replace(substr(tail, 1, instr(tail || char(10), char(10)) - 1),
                '  ', ' '), '  ', ' ')) as field
            from (
                select substr(joined, instr(joined, char(10) || 'Terms:') + 7) as tail
                from (select replace(n.source, char(10) || ' ', ' ') as joined)
                where instr(joined, char(10) || 'Terms:') > 0
            )
        )
    )
    where terms like ? escape '\'
)
