-- Where a transaction has no day of its own, its value's stands for it: what was in no total for that is counted
-- at the next start. What has no day at all is told apart, and found without reading the rest.
INSERT INTO flow_changed (identifier)
    SELECT DISTINCT a.identifier FROM iati_transaction x JOIN iati_activity a ON a.id = x.activity
    WHERE x.happened_on IS NULL AND x.valued_on IS NOT NULL AND a.ended_by IS NULL;
DELETE FROM job_recurrence WHERE kind = 'flows.refresh';

CREATE INDEX iati_transaction__no_day ON iati_transaction (activity, number)
    WHERE happened_on IS NULL AND valued_on IS NULL;
CREATE INDEX iati_budget__no_day ON iati_budget (activity, number) WHERE kind = 1 AND starts_on IS NULL;
