-- Quizzes: what was asked, as it was shown, and what was answered. They change no schedule.
create table quiz (
    id integer primary key,
    -- A name that no other quiz has, on any machine.
    uid blob not null unique check (length(uid) = 16),
    started_ms integer not null,
    -- The study day on which it began.
    day integer not null,
    -- Null while it can be continued.
    ended_ms integer,
    exam integer not null check (exam in (0, 1)),
    seed integer not null,
    -- Minutes allowed; null for any.
    minutes integer,
    -- Time spent on it, also in sittings that were broken off.
    spent_ms integer not null default 0,
    -- The selector, as it was written.
    selector text not null
) strict;

create index quiz_open on quiz (id) where ended_ms is null;

create table quiz_question (
    quiz integer not null references quiz (id) on delete cascade,
    -- From 1.
    number integer not null,
    -- Key of the review card; its text may be gone.
    card text not null,
    -- The topic, or the deck where it has none.
    topic text not null,
    way text not null,
    question text not null,
    -- Choices or steps in the order shown, JSON.
    shown text not null,
    -- The chance of hitting the answer blindly.
    chance real not null,
    flagged integer not null default 0 check (flagged in (0, 1)),
    -- As typed, without the sign of confidence; empty for a blank; null while it is open.
    answer text,
    -- Null while it is open, or waits for the learner's own judgement.
    outcome text,
    confidence text,
    -- From question to answer.
    duration_ms integer,
    answered_ms integer,
    -- Whether it was let count as Again.
    counted integer not null default 0 check (counted in (0, 1)),
    primary key (quiz, number)
) strict, without rowid;

create index quiz_question_topic on quiz_question (topic, quiz);
