-- The database's own name, which clients see, and the largest number that a lease had when the log was last rewritten.
CREATE TABLE broker (
    id         TEXT    NOT NULL,
    last_lease INTEGER NOT NULL
) STRICT;

INSERT INTO broker (id, last_lease)
VALUES (lower(hex(randomblob(16))), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'lease'), 0));

-- Plans lie apart: they are large, and a list of studies must not read past them.
CREATE TABLE plan (
    study    INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    plan     BLOB    NOT NULL
) STRICT;

INSERT INTO plan (study, revision, plan) SELECT id, 0, plan FROM study;

-- A study. A superseded one belongs to an earlier run of the same workspace: it is kept only for the records that its
-- successor may take over, and dropped when that has ended. One without a successor waits for the next study.
CREATE TABLE new_study (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT    NOT NULL,
    workspace      TEXT    NOT NULL,
    owner          TEXT    NOT NULL,
    submitted      INTEGER NOT NULL,
    token          TEXT    NOT NULL DEFAULT '',
    parent_study   INTEGER,
    parent_ordinal INTEGER,
    parent_task    INTEGER,
    held           INTEGER NOT NULL DEFAULT 0,
    stopping       INTEGER NOT NULL DEFAULT 0,
    ended          INTEGER NOT NULL DEFAULT 0,
    closed         INTEGER,
    superseded     INTEGER NOT NULL DEFAULT 0,
    successor      INTEGER
) STRICT;

INSERT INTO sqlite_sequence (name, seq) SELECT 'new_study', seq FROM sqlite_sequence WHERE name = 'study';

INSERT INTO new_study (id, name, workspace, owner, submitted, stopping, ended, closed, superseded, successor)
SELECT id, name, workspace, owner, submitted, stopping, ended, closed, superseded,
       CASE WHEN superseded THEN (SELECT max(id) FROM study WHERE NOT superseded) END
FROM study;

DROP TABLE study;
ALTER TABLE new_study RENAME TO study;

CREATE INDEX study_open ON study (id) WHERE closed IS NULL AND superseded = 0;
CREATE INDEX study_superseded ON study (id) WHERE superseded = 1;
CREATE INDEX study_token ON study (owner, token) WHERE token <> '';
CREATE INDEX study_workspace ON study (workspace);

-- The users who may see and steer a study of somebody else.
CREATE TABLE study_share (
    study INTEGER NOT NULL,
    user  TEXT    NOT NULL,
    PRIMARY KEY (study, user)
) STRICT, WITHOUT ROWID;

ALTER TABLE task_array ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE task_array ADD COLUMN walltime INTEGER;
ALTER TABLE task_array ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;

-- Tasks during which workers were lost, until their study is closed.
CREATE TABLE task_loss (
    task_array INTEGER NOT NULL,
    task       INTEGER NOT NULL,
    any_losses INTEGER NOT NULL,
    alone      INTEGER NOT NULL,
    PRIMARY KEY (task_array, task)
) STRICT, WITHOUT ROWID;

-- The key that a consumer's identity is bound to, and the user behind it.
ALTER TABLE consumer ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE consumer ADD COLUMN owner TEXT NOT NULL DEFAULT '';

-- What happened to leases, one row for each turn, in order: a lease lives for a second, and most are gone before any
-- table of them would be read. Now and then the rows are replaced by what is open. Leases of version 1 ended with the
-- process that granted them.
CREATE TABLE lease_log (
    position INTEGER PRIMARY KEY,
    entries  BLOB    NOT NULL
) STRICT;

DROP TABLE lease;
DROP TABLE lease_change;
