-- Figures that follow what changed. A chain is what has to be counted together: activities that tell of each
-- other, have one identifier, or pay each other. What changed is noted, its chains are counted anew, and the
-- sums take the difference. All but verdicts can be made again, so nothing is carried over.

DROP TABLE flow_state;
DROP TABLE flow_key;
DROP TABLE flow_rate;
DROP TABLE flow_transaction;
DROP TABLE flow_part;
DROP TABLE flow_total;
DROP TABLE flow_unrated;
DROP TABLE flow_finding;
DELETE FROM job_recurrence WHERE kind = 'flows.refresh'; -- so they are made at the next start

-- When figures were made, and from what.
CREATE TABLE flow_state (
    id           $INT     NOT NULL CONSTRAINT flow_state__id PRIMARY KEY,
    made_at      $INSTANT NOT NULL,
    is_complete  $INT     NOT NULL, -- 0: they are being made, and nothing is shown
    revision     $INT     NOT NULL, -- of the code lists: rates and groups
    sides        $INT     NOT NULL, -- which countries there are, and which are of the South
    activities   $INT     NOT NULL,
    transactions $INT     NOT NULL,
    CONSTRAINT flow_state__is_complete CHECK (is_complete IN (0, 1))
) $STRICT;

-- Identifiers of which something changed since. A list to be worked off: who imports only appends.
CREATE TABLE flow_changed (
    identifier $INT NOT NULL
) $STRICT;

-- What is being counted anew, chain after chain.
CREATE TABLE flow_recount (
    position   $INT NOT NULL CONSTRAINT flow_recount__position PRIMARY KEY,
    identifier $INT NOT NULL,
    chain      $INT NOT NULL
) $STRICT;

-- Identifiers that are counted together; those that are alone have no row. A chain is named by its smallest.
CREATE TABLE flow_chain (
    identifier $INT NOT NULL CONSTRAINT flow_chain__identifier PRIMARY KEY,
    chain      $INT NOT NULL
) $STRICT;
CREATE INDEX flow_chain__chain ON flow_chain (chain, identifier);

-- What is the same organisation, however somebody wrote it: its reference, else its name, folded.
CREATE TABLE flow_organisation (
    organisation $INT  NOT NULL CONSTRAINT flow_organisation__organisation PRIMARY KEY,
    code         $TEXT NOT NULL
) $STRICT;
CREATE INDEX flow_organisation__code ON flow_organisation (code, organisation);

-- By what money is added up: a country, a sector, an organisation.
CREATE TABLE flow_key (
    id        $INT  NOT NULL CONSTRAINT flow_key__id PRIMARY KEY,
    dimension $INT  NOT NULL,
    code      $TEXT NOT NULL, -- empty: what nobody said
    name      $TEXT NOT NULL, -- of organisations, as somebody wrote it; else empty
    country   $TEXT,          -- of an organisation
    side      $TEXT NOT NULL, -- of an organisation: south, north, multilateral, unknown
    provider  $INT,           -- of a corridor: the key of who pays
    CONSTRAINT flow_key__dimension__code UNIQUE (dimension, code)
) $STRICT;

-- A rate that was used.
CREATE TABLE flow_rate (
    id       $INT  NOT NULL CONSTRAINT flow_rate__id PRIMARY KEY,
    currency $TEXT NOT NULL,
    rated_on $INT  NOT NULL,
    kind     $TEXT NOT NULL,
    source   $TEXT NOT NULL,
    rate     $TEXT NOT NULL, -- US dollars for one unit of the currency
    CONSTRAINT flow_rate__currency__rated_on__kind UNIQUE (currency, rated_on, kind)
) $STRICT;

-- What became of a transaction: in US cents, how much of it is in a total already, and whose it is. Keys of
-- what has it as a whole; where several share it, flow_part says how.
CREATE TABLE flow_transaction (
    identifier $INT NOT NULL, -- first: what changed is found by it, also when the activity is gone
    activity   $INT NOT NULL,
    number     $INT NOT NULL,
    measure    $INT NOT NULL, -- 0 committed, 1 spent, 2 incoming
    year       $INT NOT NULL,
    is_south   $INT NOT NULL, -- of an activity that is South-South or triangular
    usd        $INT,          -- nothing: there is no rate
    rate       $INT,          -- nothing where usd is: US dollars as reported
    left_out   $INT NOT NULL, -- of usd; without a rate, of the amount as reported
    reason     $TEXT,
    instead    $INT,          -- the activity that is counted instead
    publisher  $INT,
    provider   $INT,
    receiver   $INT,
    in_kind    $INT,
    country    $INT,
    sector     $INT,
    goal       $INT,
    currency   $TEXT,         -- of what has no rate; empty: the file names none
    amount     $INT,
    CONSTRAINT flow_transaction__identifier__activity__number PRIMARY KEY (identifier, activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX flow_transaction__publisher ON flow_transaction (publisher, measure, year) WHERE publisher IS NOT NULL;
CREATE INDEX flow_transaction__provider ON flow_transaction (provider, measure, year) WHERE provider IS NOT NULL;
CREATE INDEX flow_transaction__receiver ON flow_transaction (receiver, measure, year) WHERE receiver IS NOT NULL;
CREATE INDEX flow_transaction__in_kind ON flow_transaction (in_kind, measure, year) WHERE in_kind IS NOT NULL;
CREATE INDEX flow_transaction__country ON flow_transaction (country, measure, year) WHERE country IS NOT NULL;
CREATE INDEX flow_transaction__sector ON flow_transaction (sector, measure, year) WHERE sector IS NOT NULL;
CREATE INDEX flow_transaction__goal ON flow_transaction (goal, measure, year) WHERE goal IS NOT NULL;

-- Parts of transactions that several countries, sectors or goals share.
CREATE TABLE flow_part (
    identifier $INT NOT NULL,
    activity   $INT NOT NULL,
    number     $INT NOT NULL,
    key        $INT NOT NULL,
    counted    $INT NOT NULL, -- US cents
    left_out   $INT NOT NULL,
    CONSTRAINT flow_part__key PRIMARY KEY (identifier, activity, number, key)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX flow_part__by_key ON flow_part (key);

-- The figures themselves, one row for each that is asked: year 0 is every year, only_south 0 everything.
CREATE TABLE flow_total (
    dimension    $INT NOT NULL,
    measure      $INT NOT NULL,
    only_south   $INT NOT NULL,
    year         $INT NOT NULL,
    key          $INT NOT NULL,
    counted      $INT NOT NULL,
    left_out     $INT NOT NULL,
    transactions $INT NOT NULL,
    CONSTRAINT flow_total__key PRIMARY KEY (dimension, measure, only_south, year, key)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX flow_total__empty ON flow_total (transactions) WHERE transactions = 0;

-- By how much they change; empty but for a moment.
CREATE TABLE flow_difference (
    dimension    $INT NOT NULL,
    measure      $INT NOT NULL,
    only_south   $INT NOT NULL,
    year         $INT NOT NULL,
    key          $INT NOT NULL,
    counted      $INT NOT NULL,
    left_out     $INT NOT NULL,
    transactions $INT NOT NULL
) $STRICT;

-- Money for which there is no rate: in no total, and told apart. Hundredths of its currency's unit.
CREATE TABLE flow_unrated (
    currency     $TEXT NOT NULL, -- empty: the file names none
    measure      $INT  NOT NULL,
    year         $INT  NOT NULL,
    amount       $INT  NOT NULL,
    transactions $INT  NOT NULL,
    CONSTRAINT flow_unrated__currency__measure__year PRIMARY KEY (currency, measure, year)
) $STRICT;

-- Whether an activity is South-South cooperation, as the program reads it. Made once for each version: the
-- number of an undone activity is given again, its batch's is not.
CREATE TABLE flow_finding (
    activity   $INT  NOT NULL CONSTRAINT flow_finding__activity PRIMARY KEY,
    publisher  $INT  NOT NULL,
    identifier $INT  NOT NULL,
    batch      $INT  NOT NULL,
    level      $TEXT NOT NULL,
    evidence   $JSON NOT NULL
) $STRICT;
CREATE INDEX flow_finding__level ON flow_finding (level, activity);
CREATE INDEX flow_finding__identifier ON flow_finding (identifier, publisher);

-- Who takes part in what was found, and as what.
CREATE TABLE flow_party (
    activity $INT  NOT NULL,
    number   $INT  NOT NULL,
    role     $TEXT NOT NULL
        CONSTRAINT flow_party__role CHECK (role IN ('supporter', 'provider', 'recipient')),
    country  $TEXT,
    name     $TEXT NOT NULL, -- of an organisation
    CONSTRAINT flow_party__activity__number PRIMARY KEY (activity, number)
) $STRICT;
CREATE INDEX flow_party__country ON flow_party (country, role, activity);
