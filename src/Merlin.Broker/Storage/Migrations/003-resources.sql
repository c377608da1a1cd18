-- What one running task of an array holds.
ALTER TABLE task_array ADD COLUMN nodes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task_array ADD COLUMN procs INTEGER NOT NULL DEFAULT 1;
ALTER TABLE task_array ADD COLUMN cores_per_proc INTEGER NOT NULL DEFAULT 1;
ALTER TABLE task_array ADD COLUMN gpus_per_proc INTEGER NOT NULL DEFAULT 0;

-- The host that a consumer runs on, and the Flux job that its instance is; empty when that is not known.
ALTER TABLE consumer ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE consumer ADD COLUMN job TEXT NOT NULL DEFAULT '';
