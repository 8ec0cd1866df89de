-- What of a project is to change, from where, to where: the statement is the record's title.
CREATE TABLE indicator (
    id            $ID NOT NULL CONSTRAINT indicator__id PRIMARY KEY REFERENCES record (id),
    project       $ID NOT NULL CONSTRAINT indicator__project REFERENCES record (id),
    level         $TEXT NOT NULL
        CONSTRAINT indicator__level CHECK (level IN ('output', 'outcome', 'impact')),
    unit          $TEXT NOT NULL,
    direction     $TEXT NOT NULL
        CONSTRAINT indicator__direction CHECK (direction IN ('up', 'down')),
    origin        $TEXT NOT NULL
        CONSTRAINT indicator__origin CHECK (origin IN ('measured', 'people_reached')),
    baseline      $TEXT NOT NULL, -- a decimal, digit by digit; empty: not known
    baseline_year $INT CONSTRAINT indicator__baseline_year CHECK (baseline_year BETWEEN 1900 AND 2200),
    method        $TEXT NOT NULL,
    sdg           $TEXT NOT NULL,
    resilience    $TEXT NOT NULL
) $STRICT;
CREATE INDEX indicator__project ON indicator (project, id);

CREATE TABLE indicator_target (
    id        $ID NOT NULL CONSTRAINT indicator_target__id PRIMARY KEY REFERENCES record (id),
    indicator $ID NOT NULL CONSTRAINT indicator_target__indicator REFERENCES indicator (id),
    until     $DATE NOT NULL,
    value     $TEXT NOT NULL,
    CONSTRAINT indicator_target__indicator__until UNIQUE (indicator, until)
) $STRICT;

-- What was measured: of the whole, or of a part that is named and never added to it.
CREATE TABLE indicator_figure (
    id           $ID NOT NULL CONSTRAINT indicator_figure__id PRIMARY KEY REFERENCES record (id),
    indicator    $ID NOT NULL CONSTRAINT indicator_figure__indicator REFERENCES indicator (id),
    measured_on  $DATE NOT NULL,
    value        $TEXT NOT NULL,
    part         $TEXT NOT NULL,
    women        $INT CONSTRAINT indicator_figure__women CHECK (women >= 0),
    men          $INT CONSTRAINT indicator_figure__men CHECK (men >= 0),
    young        $INT CONSTRAINT indicator_figure__young CHECK (young >= 0),
    evidence     $TEXT NOT NULL,
    remark       $TEXT NOT NULL,
    verification $TEXT NOT NULL,
    verified_on  $DATE
) $STRICT;
CREATE INDEX indicator_figure__indicator ON indicator_figure (indicator, measured_on, id);

-- Somebody looks at a project before, during and after it.
CREATE TABLE evaluation (
    id              $ID NOT NULL CONSTRAINT evaluation__id PRIMARY KEY REFERENCES record (id),
    project         $ID NOT NULL CONSTRAINT evaluation__project REFERENCES record (id),
    occasion        $TEXT NOT NULL CONSTRAINT evaluation__occasion CHECK (occasion IN (
        'ex_ante', 'mid_term', 'at_end', 'ex_post')),
    planned_on      $DATE NOT NULL,
    evaluator       $TEXT NOT NULL,
    independent     $INT  NOT NULL
        CONSTRAINT evaluation__independent CHECK (independent IN (0, 1)),
    evaluated_on    $DATE,
    document        $TEXT NOT NULL,
    findings        $TEXT NOT NULL,
    recommendations $TEXT NOT NULL,
    response        $TEXT NOT NULL, -- what those who are responsible say to it
    responded_on    $DATE
) $STRICT;
CREATE INDEX evaluation__project ON evaluation (project, id);

-- The parties of a project rate their cooperation over a period; none sees another's before all have
-- rated or the last day is past.
CREATE TABLE rating_round (
    id           $ID NOT NULL CONSTRAINT rating_round__id PRIMARY KEY REFERENCES record (id),
    project      $ID NOT NULL CONSTRAINT rating_round__project REFERENCES record (id),
    period_from  $DATE NOT NULL,
    period_until $DATE NOT NULL,
    closes_on    $DATE NOT NULL,
    disclosed_on $DATE,
    CONSTRAINT rating_round__period CHECK (period_from <= period_until)
) $STRICT;
CREATE INDEX rating_round__project ON rating_round (project, id);

CREATE TABLE rating (
    id    $ID NOT NULL CONSTRAINT rating__id PRIMARY KEY REFERENCES record (id),
    round $ID NOT NULL CONSTRAINT rating__round REFERENCES rating_round (id),
    party $ID NOT NULL CONSTRAINT rating__party REFERENCES record (id),
    horizontality      $TEXT,
    horizontality_why  $TEXT NOT NULL,
    ownership          $TEXT,
    ownership_why      $TEXT NOT NULL,
    mutual_benefit     $TEXT,
    mutual_benefit_why $TEXT NOT NULL,
    usefulness         $TEXT,
    usefulness_why     $TEXT NOT NULL,
    rated_on           $DATE,
    consent_document   $TEXT NOT NULL, -- by which this party lets the public read it
    consented_on       $DATE,
    CONSTRAINT rating__round__party UNIQUE (round, party)
) $STRICT;
