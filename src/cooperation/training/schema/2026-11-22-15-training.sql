-- A programme under which courses are given (ITEC, TICA's courses, JICA's Knowledge Co-Creation …).
CREATE TABLE training_scheme (
    id    $ID NOT NULL CONSTRAINT training_scheme__id PRIMARY KEY REFERENCES record (id),
    about $JSON NOT NULL
) $STRICT;

-- What a scheme wants of nominees, from a day on. Never changed once a call was published under it.
CREATE TABLE training_rules (
    id       $ID NOT NULL CONSTRAINT training_rules__id PRIMARY KEY REFERENCES record (id),
    scheme   $ID NOT NULL CONSTRAINT training_rules__scheme REFERENCES record (id),
    since    $DATE NOT NULL,
    nominees $INT CONSTRAINT training_rules__nominees CHECK (nominees > 0),
    places   $INT CONSTRAINT training_rules__places CHECK (places > 0),
    age_from $INT,
    age_to   $INT,
    no_second_course $INT NOT NULL
        CONSTRAINT training_rules__no_second_course CHECK (no_second_course IN (0, 1)),
    lead_months      $INT CONSTRAINT training_rules__lead_months CHECK (lead_months >= 0),
    discretionary_percent $INT
        CONSTRAINT training_rules__discretionary CHECK (discretionary_percent BETWEEN 0 AND 100),
    documents $TEXT NOT NULL,
    step_1   $TEXT,
    step_2   $TEXT,
    step_3   $TEXT,
    step_4   $TEXT,
    step_5   $TEXT,
    medical  $INT NOT NULL CONSTRAINT training_rules__medical CHECK (medical IN (0, 1)),
    paper_copies $INT CONSTRAINT training_rules__paper_copies CHECK (paper_copies >= 0),
    source   $TEXT NOT NULL,
    is_confirmed $INT NOT NULL
        CONSTRAINT training_rules__is_confirmed CHECK (is_confirmed IN (0, 1)),
    CONSTRAINT training_rules__ages CHECK (age_from IS NULL OR age_to IS NULL OR age_from <= age_to),
    CONSTRAINT training_rules__scheme__since UNIQUE (scheme, since)
) $STRICT;

-- An invitation to nominate people for a course. The institute that gives it is in `record`.
CREATE TABLE training_call (
    id          $ID NOT NULL CONSTRAINT training_call__id PRIMARY KEY REFERENCES record (id),
    activity    $ID NOT NULL CONSTRAINT training_call__activity REFERENCES record (id),
    scheme      $ID NOT NULL CONSTRAINT training_call__scheme REFERENCES record (id),
    titles      $JSON NOT NULL,
    information $JSON NOT NULL,
    languages   $TEXT NOT NULL,
    places      $INT NOT NULL CONSTRAINT training_call__places CHECK (places > 0),
    opens_on    $DATE,
    closes_on   $DATE,
    time_zone   $TEXT NOT NULL, -- IANA: where the deadline's day ends
    results_on  $DATE,

    rules       $ID CONSTRAINT training_call__rules REFERENCES record (id),
    discretionary $INT CONSTRAINT training_call__discretionary CHECK (discretionary >= 0),
    is_public   $INT NOT NULL CONSTRAINT training_call__is_public CHECK (is_public IN (0, 1)),
    people_informed $TEXT NOT NULL,
    held               $INT NOT NULL, -- places proposed or given, of all
    discretionary_held $INT NOT NULL, -- of those outside countries' quotas
    CONSTRAINT training_call__held CHECK (held BETWEEN 0 AND places),
    CONSTRAINT training_call__discretionary_held
        CHECK (discretionary_held BETWEEN 0 AND COALESCE(discretionary, 0)),
    CONSTRAINT training_call__period CHECK (opens_on IS NULL OR closes_on IS NULL
        OR opens_on <= closes_on)
) $STRICT;
CREATE INDEX training_call__activity ON training_call (activity, id);
CREATE INDEX training_call__scheme ON training_call (scheme, id);
CREATE INDEX training_call__rules ON training_call (rules, id);
CREATE INDEX training_call__closes_on ON training_call (closes_on, id);

-- How many of a country may be nominated, and how many places it may get. `held` counts the places
-- that are given: never more than there are, however many give them at once.
CREATE TABLE training_quota (
    id       $ID NOT NULL CONSTRAINT training_quota__id PRIMARY KEY REFERENCES record (id),
    call     $ID NOT NULL CONSTRAINT training_quota__call REFERENCES record (id),
    places   $INT NOT NULL CONSTRAINT training_quota__places CHECK (places >= 0),
    nominees $INT CONSTRAINT training_quota__nominees CHECK (nominees >= 0),
    held     $INT NOT NULL,
    CONSTRAINT training_quota__held CHECK (held BETWEEN 0 AND places)
) $STRICT;
CREATE INDEX training_quota__call ON training_quota (call, id);
