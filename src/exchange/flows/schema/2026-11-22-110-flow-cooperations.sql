-- Cooperation of the South as it is told: several publishers may tell of one, each in an account of its own.
-- Kept as rows, so that lists and sums over a million activities read what they show and no more.
CREATE TABLE flow_cooperation (
    id        $INT  NOT NULL CONSTRAINT flow_cooperation__id PRIMARY KEY, -- its newest activity
    standing  $TEXT NOT NULL CONSTRAINT flow_cooperation__standing
        CHECK (standing IN ('open', 'confirmed', 'perhaps', 'refused')),
    supported $INT  NOT NULL, -- somebody pays or facilitates
    received  $INT  NOT NULL, -- a country receives
    spent     $INT  NOT NULL, -- US cents, counted once
    committed $INT  NOT NULL,
    in_kind   $INT  NOT NULL, -- transactions
    CONSTRAINT flow_cooperation__supported CHECK (supported IN (0, 1)),
    CONSTRAINT flow_cooperation__received CHECK (received IN (0, 1))
) $STRICT;
CREATE INDEX flow_cooperation__standing_id ON flow_cooperation (standing, id);

-- Who tells of it. The first place tells it as its own.
CREATE TABLE flow_account (
    activity    $INT NOT NULL CONSTRAINT flow_account__activity PRIMARY KEY,
    identifier  $INT NOT NULL,
    cooperation $INT NOT NULL,
    place       $INT NOT NULL
) $STRICT;
CREATE INDEX flow_account__identifier ON flow_account (identifier);
CREATE INDEX flow_account__cooperation ON flow_account (cooperation, place);

-- Its countries, in whatever role.
CREATE TABLE flow_cooperation_country (
    country     $TEXT NOT NULL,
    cooperation $INT  NOT NULL,
    provides    $INT  NOT NULL,
    receives    $INT  NOT NULL,
    CONSTRAINT flow_cooperation_country__key PRIMARY KEY (country, cooperation)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX flow_cooperation_country__cooperation ON flow_cooperation_country (cooperation);

-- Its money by year; a row wherever there is a transaction.
CREATE TABLE flow_cooperation_year (
    year        $INT NOT NULL,
    cooperation $INT NOT NULL,
    spent       $INT NOT NULL,
    committed   $INT NOT NULL,
    in_kind     $INT NOT NULL,
    CONSTRAINT flow_cooperation_year__key PRIMARY KEY (year, cooperation)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX flow_cooperation_year__cooperation ON flow_cooperation_year (cooperation);

-- What a country of the South provides: to a country, or to all (no recipient).
CREATE TABLE flow_southern (
    provider     $TEXT NOT NULL,
    recipient    $TEXT NOT NULL,
    cooperations $INT  NOT NULL,
    supported    $INT  NOT NULL,
    spent        $INT  NOT NULL,
    committed    $INT  NOT NULL,
    in_kind      $INT  NOT NULL,
    CONSTRAINT flow_southern__key PRIMARY KEY (provider, recipient)
) $STRICT;

-- The largest of many are found without reading all.
CREATE INDEX flow_total__largest ON flow_total (dimension, measure, only_south, year, counted DESC, key);
CREATE INDEX flow_key__side ON flow_key (dimension, side, id) WHERE side = 'south';
CREATE INDEX flow_transaction__left_out ON flow_transaction (measure, ABS(left_out) DESC, activity, number)
    WHERE reason IS NOT NULL;
CREATE INDEX flow_finding__found ON flow_finding (activity) WHERE level <> 'no';
DROP INDEX flow_party__country; -- countries are asked of flow_cooperation_country now

-- They are counted anew, where they are, at the next start: no sides have this number.
UPDATE flow_state SET sides = -1;
DELETE FROM job_recurrence WHERE kind = 'flows.refresh';
