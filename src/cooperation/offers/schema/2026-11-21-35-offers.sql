-- What countries can do for others. Title, country, organisation and state are in `record`.

CREATE TABLE offer (
    id                 $ID   NOT NULL CONSTRAINT offer__id PRIMARY KEY REFERENCES record (id),
    titles             $JSON NOT NULL,
    modality           $TEXT NOT NULL,
    summary            $JSON NOT NULL,
    offered            $TEXT NOT NULL,
    sectors            $TEXT NOT NULL,
    sdgs               $TEXT NOT NULL,
    languages          $TEXT NOT NULL,
    eligible_groups    $TEXT NOT NULL,
    eligible_countries $TEXT NOT NULL,
    places             $INT CONSTRAINT offer__places CHECK (places > 0), -- NULL: not limited
    unit               $TEXT NOT NULL
        CONSTRAINT offer__unit CHECK (unit IN ('places', 'expert_days', 'items')),
    unit_cost          $INT CONSTRAINT offer__unit_cost CHECK (unit_cost >= 0),
    currency           $TEXT,
    unit_cost_usd      $INT CONSTRAINT offer__unit_cost_usd CHECK (unit_cost_usd >= 0),
    cost_basis         $TEXT NOT NULL,
    duration_days      $INT CONSTRAINT offer__duration_days CHECK (duration_days > 0),
    track_record       $TEXT NOT NULL,
    valid_from         $DATE,
    valid_until        $DATE,
    unsolicited        $INT  NOT NULL CONSTRAINT offer__unsolicited CHECK (unsolicited IN (0, 1)),
    validated_by       $ID CONSTRAINT offer__validated_by REFERENCES record (id),
    validated_on       $DATE,
    CONSTRAINT offer__period CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_from <= valid_until),
    CONSTRAINT offer__money CHECK (unit_cost IS NULL OR currency IS NOT NULL),
    CONSTRAINT offer__validation CHECK ((validated_by IS NULL) = (validated_on IS NULL))
) $STRICT;
CREATE INDEX offer__valid_until ON offer (valid_until) WHERE valid_until IS NOT NULL;

-- Of a limited offer, the places of a year and how many of them are promised. Changed in the
-- transaction that agrees a match: the last place is taken once.
CREATE TABLE offer_capacity (
    offer    $ID  NOT NULL CONSTRAINT offer_capacity__offer REFERENCES record (id),
    year     $INT NOT NULL,
    capacity $INT NOT NULL,
    held     $INT NOT NULL CONSTRAINT offer_capacity__none_negative CHECK (held >= 0),
    CONSTRAINT offer_capacity__offer__year PRIMARY KEY (offer, year),
    CONSTRAINT offer_capacity__held CHECK (held <= capacity)
) $STRICT;

-- What was agreed to be taken, match by match: the figures above and the track record open to these.
CREATE TABLE offer_taking (
    agreed_match $ID  NOT NULL CONSTRAINT offer_taking__agreed_match PRIMARY KEY REFERENCES record (id),
    offer        $ID  NOT NULL CONSTRAINT offer_taking__offer REFERENCES record (id),
    country      $TEXT NOT NULL,
    year         $INT NOT NULL,
    places       $INT NOT NULL CONSTRAINT offer_taking__places CHECK (places > 0)
) $STRICT;
CREATE INDEX offer_taking__offer ON offer_taking (offer, year);

-- Another value whenever what is published, or what is left of it, changes: snapshots ask this one
-- row. Drawn, not counted, so that two databases never show the same.
CREATE TABLE offer_stamp (
    id    $INT NOT NULL CONSTRAINT offer_stamp__id PRIMARY KEY CONSTRAINT offer_stamp__one CHECK (id = 1),
    stamp $ID  NOT NULL
) $STRICT;
