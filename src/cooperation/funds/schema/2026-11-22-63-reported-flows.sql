-- What others report of money that went or was promised: a recipient's register, a provider's books.
-- Its own table: no account knows it, and no sum over the ledger can take it in by mistake.
CREATE TABLE reported_flow (
    id            $ID   NOT NULL CONSTRAINT reported_flow__id PRIMARY KEY REFERENCES record (id),
    reported_by   $TEXT NOT NULL,
    reported_id   $TEXT NOT NULL, -- the reporter's own identifier of the flow
    activity_id   $TEXT NOT NULL, -- and of the activity that it belongs to
    kind          $TEXT NOT NULL
        CONSTRAINT reported_flow__kind CHECK (kind IN ('commitment', 'disbursement')),
    year          $INT  NOT NULL,
    on_day        $DATE,
    amount        $TEXT NOT NULL, -- decimal digits as reported
    currency      $TEXT NOT NULL,
    amount_usd    $INT,           -- whole dollars, as reported
    provider_name $TEXT NOT NULL, -- as reported
    attribution   $TEXT NOT NULL
) $STRICT;
CREATE INDEX reported_flow__activity ON reported_flow (reported_by, activity_id);
-- From a flow to the activity that the same reporter tells of.
CREATE INDEX reported_activity__reported_id ON reported_activity (reported_by, reported_id);
