-- Which roadmap lists which topic where: a copy of the built-in roadmaps, for selectors.
create table listing (
    topic text not null,
    roadmap text not null,
    section text not null,
    -- Empty where the roadmap gives none.
    priority text not null,
    primary key (topic, roadmap, section, priority)
) strict, without rowid;

-- The roadmaps that the learner follows, in the order of following.
create table follow (
    position integer primary key,
    roadmap text not null unique,
    -- The path through it; null for its own order.
    path text,
    -- The study day on which the learner began: the windows of the roadmap count from it.
    since integer not null
) strict;

-- Projects, outputs and checkpoints that the learner has behind them.
create table milestone (
    roadmap text not null,
    milestone text not null,
    day integer not null,
    link text,
    note text,
    primary key (roadmap, milestone)
) strict, without rowid;
