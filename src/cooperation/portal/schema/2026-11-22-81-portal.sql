-- What the installation says of its portal: a new row a change of policy, the latest day that has come
-- counts.
CREATE TABLE publication_policy (
    id             $ID NOT NULL CONSTRAINT publication_policy__id PRIMARY KEY REFERENCES record (id),
    since          $DATE NOT NULL,
    about          $JSON NOT NULL,
    licence        $TEXT NOT NULL,
    licence_url    $TEXT NOT NULL,
    budget_from    $INT, -- the first plan year whose totals are public
    CONSTRAINT publication_policy__since UNIQUE (since)
) $STRICT;

-- The United Nations Day for South-South Cooperation, 12 September: the year's theme as the United
-- Nations set it, and what is done here.
CREATE TABLE south_south_day (
    id          $ID NOT NULL CONSTRAINT south_south_day__id PRIMARY KEY REFERENCES record (id),
    year        $INT NOT NULL CONSTRAINT south_south_day__range CHECK (year BETWEEN 2004 AND 2100),
    themes      $JSON NOT NULL,
    source      $TEXT NOT NULL,
    read_on     $DATE NOT NULL,
    agency_does $JSON NOT NULL,
    others_do   $JSON NOT NULL,
    CONSTRAINT south_south_day__year UNIQUE (year)
) $STRICT;
