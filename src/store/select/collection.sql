-- What the tests of selectors select from. Today is study day 20000.
insert into deck (id, slug, title, topic, area, level, tags, rank) values
    (1, 'kafka', 'Event streams with Kafka', 'kafka', 'messaging-data', 'senior', '["event log"]', 0),
    (2, 'sql', 'SQL', 'sql', 'databases', null, '["lang::sql"]', 1),
    (3, 'mine-a', 'Notes', null, null, null, '[]', 2);

insert into note (id, deck, slug, position, line, level, kind, source) values
    (1, 1, 'acks', 0, 1, 'senior', 'choices', '## How many replicas ack? {#acks}

- [x] all in sync
- [ ] one

Terms: ISR'),
    (2, 1, 'port', 1, 9, 'foundation', 'typed', '## Which port? {#port .typed}

- [ ] 80
* [x] 9092

Accept: 9092'),
    (3, 1, 'groups', 2, 15, null, 'basic', '## What parts partitions?

A consumer group.

Terms: Partition,
  Consumer group, Offset
Source: acks'),
    (4, 1, 'offsets', 3, 20, 'senior', 'cloze', '## Offsets

{{c1::log}} {{c2::end}}

Terms: Offset'),
    (5, 2, 'lines', 0, 1, 'senior', 'basic', '## A phrase over two
lines'),
    (6, 2, 'signs', 1, 5, null, 'basic', '## 100% of snake_case matches \d'),
    (7, 3, 'own', 0, 1, null, 'basic', '## Überlauf: it''s full');
update note set kind = 'order' where id = 5;
update note set tags = '["own::sub"]' where id = 7;

insert into card (
    id, key, note, deck, place, shuffle, phase, due, stability, difficulty, last_day,
    interval, reps, lapses, suspended, buried, flagged
) values
    (1, 'kafka/acks', 1, 1, 1, 0, 2, 20000, 10.0, 5.0, 19990, 10, 4, 1, 0, null, 1),
    (2, 'kafka/port', 2, 1, 2, 0, 1, 20000, 1.0, 8.0, 19994, 0, 1, 0, 0, 19999, 0),
    (3, 'kafka/groups', 3, 1, 3, 0, 2, 19990, 10.0, 5.0, 19950, 9, 3, 0, 0, 20000, 0),
    (4, 'kafka/offsets/c1', 4, 1, 4, 0, 3, 19999, 2.0, 6.0, 19997, 0, 5, 3, 0, null, 0),
    (5, 'kafka/offsets/c2', 4, 1, 5, 0, 2, 20000, 10.0, 5.0, 19970, 20, 3, 0, 1, null, 0),
    (6, 'sql/lines', 5, 2, 6, 0, 2, 20001, 40.0, 9.0, 20000, 30, 30, 9, 0, null, 0),
    (7, 'sql/signs', 6, 2, 7, 0, 0, null, null, null, null, 0, 0, 0, 0, null, 0),
    (8, 'sql/signs/reversed', 6, 2, 8, 0, 0, null, null, null, null, 0, 0, 0, 0, null, 0),
    (9, 'mine-a/own', 7, 3, 9, 0, 0, null, null, null, null, 0, 0, 0, 0, null, 0),
    (10, 'gone/card', null, null, 0, 0, 2, 19000, 10.0, 5.0, 18000, 9, 3, 0, 0, null, 0);
