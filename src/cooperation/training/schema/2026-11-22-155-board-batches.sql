-- What was done on a call's board for many applications at once: whose application was how before,
-- and which version it had afterwards. As long as it has that version, nobody has acted on it since.
CREATE TABLE training_batch (
    batch       $ID   NOT NULL,
    application $ID   NOT NULL CONSTRAINT training_batch__application REFERENCES record (id),
    call        $ID   NOT NULL CONSTRAINT training_batch__call__record REFERENCES record (id),
    act         $TEXT NOT NULL,
    version     $INT  NOT NULL,
    state       $TEXT NOT NULL, -- before; the rest too
    awaits      $TEXT,
    findings    $TEXT NOT NULL,
    assessment  $TEXT NOT NULL,
    CONSTRAINT training_batch__batch__application PRIMARY KEY (batch, application)
) $STRICT;
CREATE INDEX training_batch__call ON training_batch (call, batch);
CREATE INDEX training_batch__application__version ON training_batch (application, version);

-- Proposals that stand as they were made.
INSERT INTO training_batch (batch, application, call, act, version, state, awaits, findings, assessment)
    SELECT a.batch, a.id, a.call,
        CASE WHEN a.proposed = 'reserve' THEN 'reserve' WHEN a.proposed = 'rejected' THEN 'rejection'
            ELSE a.place END,
        r.version, r.state, a.awaits, a.findings, a.assessment
    FROM training_application a JOIN record r ON r.id = a.id
    WHERE a.batch IS NOT NULL AND a.proposed IS NOT NULL
        AND r.state IN ('eligible', 'agency_shortlisted', 'institute_accepted');

DROP INDEX training_application__batch;
ALTER TABLE training_application DROP COLUMN batch;
