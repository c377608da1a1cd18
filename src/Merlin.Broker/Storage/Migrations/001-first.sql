-- A study. A superseded one belongs to an earlier run of the same workspace: it is kept only for the records that a
-- later run may take over, and dropped when that run has ended.
CREATE TABLE study (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    workspace  TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    submitted  INTEGER NOT NULL,
    stopping   INTEGER NOT NULL DEFAULT 0,
    ended      INTEGER NOT NULL DEFAULT 0,
    closed     INTEGER,
    superseded INTEGER NOT NULL DEFAULT 0,
    plan       BLOB    NOT NULL
) STRICT;

-- A task array, with the statistics over its tasks that ran (microseconds).
CREATE TABLE task_array (
    id           INTEGER PRIMARY KEY,
    study        INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    queue        TEXT    NOT NULL,
    tasks        INTEGER NOT NULL,
    urgency      INTEGER NOT NULL,
    max_retries  INTEGER NOT NULL,
    retry_delay  INTEGER NOT NULL,
    dependencies BLOB    NOT NULL,
    ran          INTEGER NOT NULL DEFAULT 0,
    run_mean     REAL    NOT NULL DEFAULT 0,
    run_squares  REAL    NOT NULL DEFAULT 0,
    UNIQUE (study, ordinal)
) STRICT;

-- How many tasks of an array ended in which way.
CREATE TABLE ended_count (
    task_array INTEGER NOT NULL,
    outcome    INTEGER NOT NULL,
    tasks      INTEGER NOT NULL,
    PRIMARY KEY (task_array, outcome)
) STRICT, WITHOUT ROWID;

-- Consumers that ran tasks; their numbers stand in the task records.
CREATE TABLE consumer (
    id       INTEGER PRIMARY KEY,
    identity TEXT    NOT NULL UNIQUE,
    name     TEXT    NOT NULL
) STRICT;

-- Which consumers ran tasks of an array, in the order of their first report.
CREATE TABLE array_consumer (
    task_array INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    consumer   INTEGER NOT NULL,
    PRIMARY KEY (task_array, position)
) STRICT, WITHOUT ROWID;

-- Task records as columns: one row for each index-aligned block of 4096 tasks ...
CREATE TABLE task_block (
    task_array INTEGER NOT NULL,
    block      INTEGER NOT NULL,
    tasks      INTEGER NOT NULL,
    records    BLOB    NOT NULL,
    PRIMARY KEY (task_array, block)
) STRICT, WITHOUT ROWID;

-- ... and what was reported since the block was written.
CREATE TABLE task_tail (
    task_array INTEGER NOT NULL,
    block      INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    tasks      INTEGER NOT NULL,
    records    BLOB    NOT NULL,
    PRIMARY KEY (task_array, block, position)
) STRICT, WITHOUT ROWID;

-- Tasks that ended without a record each: first up to, not including, past_last.
CREATE TABLE ended_range (
    task_array INTEGER NOT NULL,
    first      INTEGER NOT NULL,
    past_last  INTEGER NOT NULL,
    outcome    INTEGER NOT NULL,
    PRIMARY KEY (task_array, first)
) STRICT, WITHOUT ROWID;

-- Tasks that are to be tried again.
CREATE TABLE attempt (
    task_array     INTEGER NOT NULL,
    task           INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    first_start    INTEGER NOT NULL,
    start_failures INTEGER NOT NULL,
    not_before     INTEGER NOT NULL,
    PRIMARY KEY (task_array, task)
) STRICT, WITHOUT ROWID;

-- Open leases as they were granted; what left them since without having ended, and what is shadowed, in order.
CREATE TABLE lease (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer TEXT    NOT NULL,
    chain    BLOB    NOT NULL,
    ranges   BLOB    NOT NULL
) STRICT;

CREATE TABLE lease_change (
    lease    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    study    INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    ranges   BLOB    NOT NULL,
    PRIMARY KEY (lease, position)
) STRICT, WITHOUT ROWID;
