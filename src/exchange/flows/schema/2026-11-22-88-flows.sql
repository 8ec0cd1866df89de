-- Figures about what others report. All but verdicts is made from the tables of reported activities and can
-- be made again at any time (`selatan iati flows --refresh`); years and days are numbers, as there.

-- When it was made, and from what.
CREATE TABLE flow_state (
    id           $INT     NOT NULL CONSTRAINT flow_state__id PRIMARY KEY,
    made_at      $INSTANT NOT NULL,
    revision     $INT     NOT NULL, -- of the code lists: rates and groups
    activities   $INT     NOT NULL,
    transactions $INT     NOT NULL
) $STRICT;

-- By what money is added up: a country, a sector, an organisation.
CREATE TABLE flow_key (
    id        $INT  NOT NULL CONSTRAINT flow_key__id PRIMARY KEY,
    dimension $INT  NOT NULL,
    code      $TEXT NOT NULL, -- empty: what nobody said
    name      $TEXT NOT NULL, -- of organisations, as somebody wrote it; else empty
    country   $TEXT,          -- of an organisation
    side      $TEXT NOT NULL, -- of an organisation: south, north, multilateral, unknown
    CONSTRAINT flow_key__dimension__code UNIQUE (dimension, code)
) $STRICT;

-- A rate that was used: units of the currency for one US dollar.
CREATE TABLE flow_rate (
    id       $INT  NOT NULL CONSTRAINT flow_rate__id PRIMARY KEY,
    currency $TEXT NOT NULL,
    rated_on $INT  NOT NULL,
    kind     $TEXT NOT NULL,
    source   $TEXT NOT NULL,
    rate     $TEXT NOT NULL -- US dollars for one unit of the currency
) $STRICT;

-- What became of a transaction: in US cents, and how much of it is in a total already.
CREATE TABLE flow_transaction (
    activity $INT NOT NULL,
    number   $INT NOT NULL,
    measure  $INT NOT NULL, -- 0 committed, 1 spent, 2 incoming
    year     $INT NOT NULL,
    usd      $INT,          -- nothing: there is no rate
    rate     $INT,          -- nothing where usd is: US dollars as reported
    left_out $INT NOT NULL, -- of usd; without a rate, of the amount as reported
    reason   $TEXT,
    instead  $INT,          -- the activity that is counted instead
    CONSTRAINT flow_transaction__activity__number PRIMARY KEY (activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- A transaction's part in a figure.
CREATE TABLE flow_part (
    dimension $INT NOT NULL,
    key       $INT NOT NULL,
    measure   $INT NOT NULL,
    year      $INT NOT NULL,
    activity  $INT NOT NULL,
    number    $INT NOT NULL,
    is_south  $INT NOT NULL, -- of an activity that is South-South or triangular
    counted   $INT NOT NULL, -- US cents
    left_out  $INT NOT NULL,
    CONSTRAINT flow_part__key PRIMARY KEY (dimension, key, measure, year, activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- The figures themselves: sums over flow_part.
CREATE TABLE flow_total (
    dimension    $INT NOT NULL,
    measure      $INT NOT NULL,
    is_south     $INT NOT NULL,
    key          $INT NOT NULL,
    year         $INT NOT NULL,
    counted      $INT NOT NULL,
    left_out     $INT NOT NULL,
    transactions $INT NOT NULL,
    CONSTRAINT flow_total__key PRIMARY KEY (dimension, measure, is_south, key, year)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- Money for which there is no rate: in no total, and told apart. Hundredths of its currency's unit.
CREATE TABLE flow_unrated (
    currency     $TEXT NOT NULL, -- empty: the file names none
    measure      $INT  NOT NULL,
    year         $INT  NOT NULL,
    amount       $INT  NOT NULL,
    transactions $INT  NOT NULL,
    CONSTRAINT flow_unrated__currency__measure__year PRIMARY KEY (currency, measure, year)
) $STRICT;

-- Whether an activity is South-South cooperation, as the program reads it. Made once for each version.
CREATE TABLE flow_finding (
    activity   $INT  NOT NULL CONSTRAINT flow_finding__activity PRIMARY KEY,
    publisher  $INT  NOT NULL,
    identifier $INT  NOT NULL,
    level      $TEXT NOT NULL,
    evidence   $JSON NOT NULL
) $STRICT;
CREATE INDEX flow_finding__level ON flow_finding (level, activity);
CREATE INDEX flow_finding__identifier ON flow_finding (identifier, publisher);

-- What officers say of it. The latest decides; it holds for all versions of the publisher's activity.
CREATE TABLE flow_verdict (
    id         $ID      NOT NULL CONSTRAINT flow_verdict__id PRIMARY KEY,
    publisher  $INT     NOT NULL,
    identifier $INT     NOT NULL,
    verdict    $TEXT    NOT NULL
        CONSTRAINT flow_verdict__verdict CHECK (verdict IN ('south_south', 'triangular', 'neither')),
    reason     $TEXT    NOT NULL,
    said_by    $ID      NOT NULL,
    said_at    $INSTANT NOT NULL,
    replaced   $INT     NOT NULL DEFAULT 0,
    CONSTRAINT flow_verdict__replaced CHECK (replaced IN (0, 1))
) $STRICT;
CREATE UNIQUE INDEX flow_verdict__identifier__publisher ON flow_verdict (identifier, publisher) WHERE replaced = 0;
