-- The plan year, its ceilings, its lines and what they hold. Titles, countries, organisations and
-- states are in `record`: grants look at them. Amounts are whole units of a currency.

CREATE TABLE plan_year (
    id                   $ID   NOT NULL CONSTRAINT plan_year__id PRIMARY KEY REFERENCES record (id),
    year                 $INT  NOT NULL
        CONSTRAINT plan_year__range CHECK (year BETWEEN 2000 AND 2100),
    currency             $TEXT NOT NULL,
    proposals_due        $DATE,
    appraisal_due        $DATE,
    ceilings_due         $DATE,
    establishment_due    $DATE,
    notes                $TEXT NOT NULL,
    revision             $INT  NOT NULL CONSTRAINT plan_year__revision CHECK (revision >= 0),
    over_committed       $INT  NOT NULL
        CONSTRAINT plan_year__over_committed CHECK (over_committed IN (0, 1)),
    established_on       $DATE,
    established_document $TEXT NOT NULL,
    budget_document      $TEXT NOT NULL,
    audit_document       $TEXT NOT NULL,
    CONSTRAINT plan_year__year UNIQUE (year)
) $STRICT;

-- Appended, never changed: the latest day of a scope counts, and of one day what was entered last.
CREATE TABLE plan_ceiling (
    id            $ID   NOT NULL CONSTRAINT plan_ceiling__id PRIMARY KEY REFERENCES record (id),
    plan          $ID   NOT NULL CONSTRAINT plan_ceiling__plan REFERENCES record (id),
    scope         $TEXT NOT NULL
        CONSTRAINT plan_ceiling__scope CHECK (scope IN ('total', 'fund', 'country_group')),
    fund          $ID CONSTRAINT plan_ceiling__fund REFERENCES record (id),
    country_group $TEXT NOT NULL,
    stage         $TEXT NOT NULL
        CONSTRAINT plan_ceiling__stage CHECK (stage IN ('indicative', 'allocated', 'revised')),
    amount        $INT  NOT NULL CONSTRAINT plan_ceiling__amount CHECK (amount >= 0),
    from_day      $DATE NOT NULL,
    document      $TEXT NOT NULL,
    CONSTRAINT plan_ceiling__of_its_scope
        CHECK ((scope = 'fund') = (fund IS NOT NULL)
               AND (scope = 'country_group') = (country_group <> ''))
) $STRICT;
CREATE INDEX plan_ceiling__plan ON plan_ceiling (plan, scope, from_day, id);

CREATE TABLE plan_line (
    id            $ID   NOT NULL CONSTRAINT plan_line__id PRIMARY KEY REFERENCES record (id),
    plan          $ID   NOT NULL CONSTRAINT plan_line__plan REFERENCES record (id),
    fund          $ID CONSTRAINT plan_line__fund REFERENCES record (id),
    source        $TEXT NOT NULL
        CONSTRAINT plan_line__source
        CHECK (source IN ('match', 'request', 'proposal', 'renewal', 'humanitarian', 'own_budget',
                          'carried_over')),
    request_match $ID CONSTRAINT plan_line__request_match REFERENCES record (id),
    request       $ID CONSTRAINT plan_line__request REFERENCES record (id),
    sector        $TEXT NOT NULL,
    modality      $TEXT NOT NULL,
    amount        $INT  NOT NULL CONSTRAINT plan_line__amount CHECK (amount > 0),
    currency      $TEXT NOT NULL,
    countries     $TEXT NOT NULL, -- besides its own: what else it counts for
    justification $TEXT NOT NULL,
    authority     $TEXT NOT NULL, -- to commit later years
    finding       $TEXT CONSTRAINT plan_line__finding
        CHECK (finding IN ('recommended', 'with_conditions', 'not_recommended')),
    appraisal     $TEXT NOT NULL,
    appraised_on  $DATE,
    rank          $INT CONSTRAINT plan_line__rank CHECK (rank > 0),
    included      $INT  NOT NULL CONSTRAINT plan_line__included CHECK (included IN (0, 1)),
    plan_amount   $INT CONSTRAINT plan_line__plan_amount CHECK (plan_amount >= 0),
    rate          $TEXT NOT NULL, -- a decimal: units of the plan's currency for one of the line's
    rate_on       $DATE,
    rate_source   $TEXT NOT NULL,
    last_document $TEXT NOT NULL, -- of the last change of the established amount
    deferred_to   $INT,
    earlier       $ID CONSTRAINT plan_line__earlier REFERENCES record (id),
    CONSTRAINT plan_line__frozen CHECK ((plan_amount IS NULL) = (rate_on IS NULL)),
    CONSTRAINT plan_line__plan__earlier UNIQUE (plan, earlier) -- carried over once
) $STRICT;
CREATE INDEX plan_line__request ON plan_line (request, id);
CREATE INDEX plan_line__request_match ON plan_line (request_match, id);

-- What a line of several years needs in the years after its plan's.
CREATE TABLE plan_slice (
    id     $ID   NOT NULL CONSTRAINT plan_slice__id PRIMARY KEY REFERENCES record (id),
    line   $ID   NOT NULL CONSTRAINT plan_slice__line REFERENCES record (id),
    year   $INT  NOT NULL CONSTRAINT plan_slice__year CHECK (year BETWEEN 2000 AND 2100),
    amount $INT  NOT NULL CONSTRAINT plan_slice__amount CHECK (amount > 0),
    note   $TEXT NOT NULL,
    CONSTRAINT plan_slice__line__year UNIQUE (line, year)
) $STRICT;
CREATE INDEX plan_slice__year ON plan_slice (year, line);

-- The ceiling in force of each scope and what the established lines hold of it. A cut below that is
-- recorded all the same: `frozen` is then what was held, and nothing more passes until enough was
-- given back. The check is what two officers at once meet in the end, whatever the program thinks.
CREATE TABLE plan_hold (
    id     $ID   NOT NULL CONSTRAINT plan_hold__id PRIMARY KEY,
    plan   $ID   NOT NULL CONSTRAINT plan_hold__plan REFERENCES record (id),
    scope  $TEXT NOT NULL
        CONSTRAINT plan_hold__scope CHECK (scope IN ('total', 'fund', 'country_group')),
    code   $TEXT NOT NULL, -- the fund's id or the group's code
    stage  $TEXT NOT NULL,
    amount $INT  NOT NULL CONSTRAINT plan_hold__amount CHECK (amount >= 0),
    held   $INT  NOT NULL CONSTRAINT plan_hold__none_negative CHECK (held >= 0),
    frozen $INT  NOT NULL CONSTRAINT plan_hold__frozen CHECK (frozen = 0 OR frozen > amount),
    CONSTRAINT plan_hold__plan__scope__code UNIQUE (plan, scope, code),
    CONSTRAINT plan_hold__held CHECK (held <= CASE WHEN frozen > amount THEN frozen ELSE amount END)
) $STRICT;

-- What each established line holds of each ceiling: `held` above is the sum of these.
CREATE TABLE plan_commitment (
    line   $ID  NOT NULL CONSTRAINT plan_commitment__line REFERENCES record (id),
    hold   $ID  NOT NULL CONSTRAINT plan_commitment__hold REFERENCES plan_hold (id),
    amount $INT NOT NULL CONSTRAINT plan_commitment__amount CHECK (amount >= 0),
    CONSTRAINT plan_commitment__line__hold PRIMARY KEY (line, hold)
) $STRICT;
CREATE INDEX plan_commitment__hold ON plan_commitment (hold, line);

-- The plan as it was when it began to be revised: kept whole, because its records move on.
CREATE TABLE plan_revision (
    plan     $ID      NOT NULL CONSTRAINT plan_revision__plan REFERENCES record (id),
    number   $INT     NOT NULL CONSTRAINT plan_revision__number CHECK (number > 0),
    kept_at  $INSTANT NOT NULL,
    reason   $TEXT    NOT NULL,
    document $TEXT    NOT NULL,
    content  $JSON    NOT NULL,
    CONSTRAINT plan_revision__plan__number PRIMARY KEY (plan, number)
) $STRICT;
