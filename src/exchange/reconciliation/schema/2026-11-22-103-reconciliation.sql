-- What others report of projects of ours. What they tell stays where it came in; here stands who it is that
-- tells, which project it is of, and what an officer says of that.
CREATE TABLE counterpart (
    id         $ID   NOT NULL CONSTRAINT counterpart__id PRIMARY KEY REFERENCES record (id),
    project    $ID   NOT NULL CONSTRAINT counterpart__project REFERENCES record (id),
    teller     $TEXT NOT NULL,
    teller_ref $TEXT NOT NULL, -- reporting-org/@ref, or the register's name
    identifier $TEXT NOT NULL, -- the teller's own
    told_title $TEXT NOT NULL,
    source     $TEXT NOT NULL CONSTRAINT counterpart__source CHECK (source IN ('iati', 'reported')),
    reported   $ID CONSTRAINT counterpart__reported REFERENCES record (id),
    score      $INT CONSTRAINT counterpart__score CHECK (score BETWEEN 0 AND 100),
    reasons    $JSON NOT NULL DEFAULT '[]', -- as they were when it was judged, or found last
    found_by   $TEXT NOT NULL CONSTRAINT counterpart__found_by CHECK (found_by IN ('program', 'officer')),
    judged_on  $DATE,
    reason     $TEXT NOT NULL,
    CONSTRAINT counterpart__register CHECK ((source = 'reported') = (reported IS NOT NULL))
) $STRICT;
-- Of one teller's word on one project there is one: whoever makes one looks first, in its transaction.
CREATE INDEX counterpart__project ON counterpart (project, source, teller_ref, identifier);
CREATE INDEX counterpart__identifier ON counterpart (identifier, teller_ref);
CREATE INDEX counterpart__reported ON counterpart (reported);

-- What a project and a confirmed counterpart say differently, and who is right.
CREATE TABLE difference (
    id          $ID   NOT NULL CONSTRAINT difference__id PRIMARY KEY REFERENCES record (id),
    counterpart $ID   NOT NULL CONSTRAINT difference__counterpart REFERENCES record (id),
    project     $ID   NOT NULL CONSTRAINT difference__project REFERENCES record (id),
    teller      $TEXT NOT NULL,
    topic       $TEXT NOT NULL CONSTRAINT difference__topic
        CHECK (topic IN ('starts', 'ends', 'status', 'countries', 'budget', 'committed', 'spent')),
    ours        $TEXT NOT NULL, -- as they stood when it was found or settled
    theirs      $TEXT NOT NULL,
    dollars     $INT, -- by how much they differ, where it is money; whole
    percent     $INT, -- of the larger
    days        $INT,
    note        $TEXT NOT NULL,
    told_on     $DATE,
    settled_on  $DATE
) $STRICT;
CREATE INDEX difference__counterpart ON difference (counterpart, topic);
CREATE INDEX difference__project ON difference (project, id);

-- What the last search for counterparts had looked at.
CREATE TABLE reconciliation_search (
    id    $INT  NOT NULL CONSTRAINT reconciliation_search__id PRIMARY KEY,
    state $TEXT NOT NULL
) $STRICT;
