-- One thing that is done under a project: a course, an expert's assignment, a delivery of equipment.
-- The country served and the implementer are in `record`.
CREATE TABLE activity (
    id            $ID NOT NULL CONSTRAINT activity__id PRIMARY KEY REFERENCES record (id),
    project       $ID NOT NULL CONSTRAINT activity__project REFERENCES record (id),
    modality      $TEXT NOT NULL,
    purpose       $TEXT NOT NULL,
    starts        $DATE,
    ends          $DATE,
    time_zone     $TEXT NOT NULL, -- IANA: on whose calendar the days are days
    venue         $TEXT NOT NULL,
    venue_country $TEXT,
    unit          $TEXT CONSTRAINT activity__unit CHECK (unit IN (
        'expert_days', 'days', 'months', 'items', 'tonnes')),
    planned_quantity $INT CONSTRAINT activity__planned_quantity CHECK (planned_quantity >= 0),
    planned_women    $INT CONSTRAINT activity__planned_women CHECK (planned_women >= 0),
    planned_men      $INT CONSTRAINT activity__planned_men CHECK (planned_men >= 0),

    cost          $INT CONSTRAINT activity__cost CHECK (cost >= 0), -- whole units of the currency
    currency      $TEXT,
    cost_basis    $TEXT NOT NULL,
    started_on    $DATE,
    delivered_on  $DATE,
    delivered_quantity $INT
        CONSTRAINT activity__delivered_quantity CHECK (delivered_quantity >= 0),
    reached_women $INT CONSTRAINT activity__reached_women CHECK (reached_women >= 0),
    reached_men   $INT CONSTRAINT activity__reached_men CHECK (reached_men >= 0),
    report        $TEXT NOT NULL,
    verification  $TEXT NOT NULL,
    verified_on   $DATE,
    costs_borne_by  $TEXT NOT NULL,
    people_informed $TEXT NOT NULL,
    CONSTRAINT activity__period CHECK (starts IS NULL OR ends IS NULL OR starts <= ends),
    CONSTRAINT activity__delivery CHECK (started_on IS NULL OR delivered_on IS NULL
        OR started_on <= delivered_on),
    CONSTRAINT activity__costed CHECK (cost IS NULL OR currency IS NOT NULL)
) $STRICT;
CREATE INDEX activity__project ON activity (project, id);
CREATE INDEX activity__starts ON activity (starts, id);

-- The secret address at which one person's calendar program reads the calendar. Only its hash is kept.
CREATE TABLE calendar_feed (
    account    $ID      NOT NULL CONSTRAINT calendar_feed__account PRIMARY KEY
        CONSTRAINT calendar_feed__user_account REFERENCES user_account (id),
    token_hash $BYTES   NOT NULL,
    made       $INSTANT NOT NULL,
    CONSTRAINT calendar_feed__token_hash UNIQUE (token_hash)
) $STRICT;
