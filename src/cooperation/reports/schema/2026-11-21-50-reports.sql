-- What others report of cooperation. Its own table, so that no sum over our own projects can take
-- it in by mistake.
CREATE TABLE reported_activity (
    id            $ID   NOT NULL CONSTRAINT reported_activity__id PRIMARY KEY REFERENCES record (id),
    reported_by   $TEXT NOT NULL,
    reported_id   $TEXT NOT NULL,
    description   $TEXT NOT NULL,
    countries     $TEXT NOT NULL, -- codes; where several take part
    recipient     $TEXT NOT NULL, -- as reported
    provider      $TEXT,          -- a country's code
    provider_name $TEXT NOT NULL, -- as reported
    sector        $TEXT NOT NULL, -- a code of the list of sectors
    sector_name   $TEXT NOT NULL, -- as reported
    goals         $TEXT NOT NULL, -- codes
    modality      $TEXT NOT NULL,
    status        $TEXT NOT NULL,
    year          $INT,
    start_on      $DATE,
    end_on        $DATE,
    amount        $TEXT NOT NULL, -- decimal digits as reported
    currency      $TEXT,
    amount_usd    $INT,           -- whole dollars, as reported
    is_countable  $INT  NOT NULL
        CONSTRAINT reported_activity__is_countable CHECK (is_countable IN (0, 1)),
    funding       $TEXT NOT NULL,
    implementing  $TEXT NOT NULL,
    sources       $TEXT NOT NULL,
    url           $TEXT NOT NULL,
    attribution   $TEXT NOT NULL
) $STRICT;
CREATE INDEX reported_activity__reported_by ON reported_activity (reported_by);
CREATE INDEX reported_activity__provider ON reported_activity (provider);
