-- An older word that stands again: a file of one name had told it differently since, and does no longer,
-- while the file that told it first still does. Whoever undoes that import needs to know what had ended it.
CREATE TABLE iati_return (
    batch    $INT NOT NULL, -- whose file no longer tells it
    activity $INT NOT NULL,
    ended_by $INT NOT NULL, -- as iati_activity had it before
    CONSTRAINT iati_return__batch__activity PRIMARY KEY (batch, activity)
) $STRICT;
