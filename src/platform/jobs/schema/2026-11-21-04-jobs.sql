CREATE TABLE job (
    id           $ID      NOT NULL CONSTRAINT job__id PRIMARY KEY,
    kind         $TEXT    NOT NULL,
    payload      $JSON    NOT NULL,
    state        $TEXT    NOT NULL
        CONSTRAINT job__state CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    unique_key   $TEXT,
    attempts     $INT     NOT NULL,
    max_attempts $INT     NOT NULL CONSTRAINT job__max_attempts CHECK (max_attempts > 0),
    created      $INSTANT NOT NULL,
    run_at       $INSTANT NOT NULL,
    started      $INSTANT,
    finished     $INSTANT,
    claim        $ID, -- drawn anew for each attempt: what a runner must still hold to end it
    done         $INT     NOT NULL,
    total        $INT     NOT NULL,
    message      $TEXT    NOT NULL,
    error        $TEXT    NOT NULL,
    CONSTRAINT job__claim CHECK ((state = 'running') = (claim IS NOT NULL)),
    CONSTRAINT job__finished CHECK ((state IN ('done', 'dead')) = (finished IS NOT NULL))
) $STRICT;
CREATE INDEX job__state__run_at__id ON job (state, run_at, id);
CREATE INDEX job__kind__id ON job (kind, id);
-- One that waits is enough; one that runs may have missed what happened since it began.
CREATE UNIQUE INDEX job__unique_key ON job (unique_key) WHERE state = 'waiting';

-- Who leads, and until when. One row.
CREATE TABLE leader_lease (
    name    $TEXT    NOT NULL CONSTRAINT leader_lease__name PRIMARY KEY,
    holder  $ID      NOT NULL,
    expires $INSTANT NOT NULL
) $STRICT;

-- When what recurs is due next.
CREATE TABLE job_recurrence (
    kind $TEXT    NOT NULL CONSTRAINT job_recurrence__kind PRIMARY KEY,
    next $INSTANT NOT NULL
) $STRICT;
