-- What others report about their cooperation (IATI). The source of an activity is kept byte for byte, and
-- is the truth; the tables of what it says hold only the activities that stand, and can be made again.
--
-- A million activities: so ids are numbers, dates are numbers like 20261122 (they sort, and the year is a
-- division away), and what repeats is a number too. Only the importer writes here, in one transaction
-- which gives out the numbers; foreign keys would look each of them up again.

-- Whose word it is: reporting-org/@ref. Nothing: the file does not say.
CREATE TABLE iati_publisher (
    id   $INT  NOT NULL CONSTRAINT iati_publisher__id PRIMARY KEY,
    ref  $TEXT NOT NULL,
    name $TEXT NOT NULL,
    type $TEXT NOT NULL, -- list OrganisationType; may be empty
    CONSTRAINT iati_publisher__ref UNIQUE (ref)
) $STRICT;

-- Identifiers of activities, of those that report and those that are only mentioned.
CREATE TABLE iati_identifier (
    id   $INT  NOT NULL CONSTRAINT iati_identifier__id PRIMARY KEY,
    text $TEXT NOT NULL,
    CONSTRAINT iati_identifier__text UNIQUE (text)
) $STRICT;

-- Organisations as somebody wrote them; one organisation may be written in several ways.
CREATE TABLE iati_organisation (
    id   $INT  NOT NULL CONSTRAINT iati_organisation__id PRIMARY KEY,
    ref  $TEXT NOT NULL,
    name $TEXT NOT NULL,
    type $TEXT NOT NULL,
    CONSTRAINT iati_organisation__ref__name__type UNIQUE (ref, name, type)
) $STRICT;

-- A file that came in.
CREATE TABLE iati_batch (
    id           $ID   NOT NULL CONSTRAINT iati_batch__id PRIMARY KEY REFERENCES record (id),
    number       $INT  NOT NULL DEFAULT 0, -- in the order of import; 0: not imported yet
    source       $TEXT NOT NULL, -- the file's name: the next of this name takes its place
    digest       $TEXT NOT NULL, -- SHA-256 of the file, in hexadecimal digits
    bytes        $INT  NOT NULL,
    iati_version $TEXT NOT NULL,
    generated    $TEXT NOT NULL, -- as the file says it
    publishers   $TEXT NOT NULL,
    activities   $INT  NOT NULL DEFAULT 0,
    fresh        $INT  NOT NULL DEFAULT 0,
    changed      $INT  NOT NULL DEFAULT 0,
    same         $INT  NOT NULL DEFAULT 0,
    vanished     $INT  NOT NULL DEFAULT 0,
    problems     $INT  NOT NULL DEFAULT 0,
    job          $ID,    -- that works or worked on it
    layout       $BYTES, -- what stood around the activities, and which they are: the file's other half
    report       $JSON   -- the first notes, or why it did not come in
) $STRICT;
CREATE INDEX iati_batch__number ON iati_batch (number);
CREATE INDEX iati_batch__source ON iati_batch (source, number);

-- The file itself in compressed pieces: until it has come in, and for good where it is not UTF-8.
CREATE TABLE iati_piece (
    batch  $ID    NOT NULL,
    number $INT   NOT NULL,
    bytes  $BYTES NOT NULL,
    CONSTRAINT iati_piece__batch__number PRIMARY KEY (batch, number)
) $STRICT;

-- What a file told of each publisher's.
CREATE TABLE iati_batch_publisher (
    batch      $INT NOT NULL,
    publisher  $INT NOT NULL,
    activities $INT NOT NULL,
    fresh      $INT NOT NULL,
    changed    $INT NOT NULL,
    same       $INT NOT NULL,
    vanished   $INT NOT NULL,
    problems   $INT NOT NULL,
    CONSTRAINT iati_batch_publisher__batch__publisher PRIMARY KEY (batch, publisher)
) $STRICT;
CREATE INDEX iati_batch_publisher__publisher ON iati_batch_publisher (publisher, batch);

-- One publisher's word on one activity, at one time. It stands while nothing ended it.
CREATE TABLE iati_activity (
    id            $INT   NOT NULL CONSTRAINT iati_activity__id PRIMARY KEY,
    publisher     $INT   NOT NULL,
    identifier    $INT   NOT NULL,
    occurrence    $INT   NOT NULL, -- 2: the second of this identifier in one file
    version       $INT   NOT NULL, -- 2: told differently before
    batch         $INT   NOT NULL, -- the number of the batch that brought it
    ended_by      $INT,            -- of the batch that replaced it, or that no longer had it
    is_vanished   $INT   NOT NULL DEFAULT 0, -- ended because it was no longer there
    digest        $BYTES NOT NULL, -- of its source: 16 bytes of BLAKE2b
    source_size   $INT   NOT NULL,
    title         $TEXT  NOT NULL, -- in the activity's own language
    titles        $JSON,           -- by language, where there are several
    status        $TEXT,
    start_on      $INT,            -- actual, else planned
    end_on        $INT,
    currency      $TEXT,           -- default
    hierarchy     $INT,
    collaboration $TEXT,
    humanitarian  $INT   NOT NULL DEFAULT 0,
    problems      $INT   NOT NULL DEFAULT 0,
    facets        $BYTES NOT NULL  -- which rows of iati_facet are its
) $STRICT;
CREATE UNIQUE INDEX iati_activity__identifier__publisher__occurrence__version
    ON iati_activity (identifier, publisher, occurrence, version);
CREATE INDEX iati_activity__batch ON iati_activity (batch);
CREATE INDEX iati_activity__ended_by ON iati_activity (ended_by) WHERE ended_by IS NOT NULL;

-- What compresses the sources of one publisher's activities: one of its files' beginning.
CREATE TABLE iati_dictionary (
    id        $INT   NOT NULL CONSTRAINT iati_dictionary__id PRIMARY KEY,
    publisher $INT   NOT NULL,
    batch     $INT   NOT NULL,
    bytes     $BYTES NOT NULL
) $STRICT;
CREATE INDEX iati_dictionary__publisher ON iati_dictionary (publisher, id);

-- The activity's element as it was written (UTF-8), compressed (zstd).
CREATE TABLE iati_source (
    activity   $INT   NOT NULL CONSTRAINT iati_source__activity PRIMARY KEY,
    dictionary $INT,
    bytes      $BYTES NOT NULL
) $STRICT;

-- Money that was moved, promised or received. Amounts are hundredths of the currency's unit, whatever the
-- currency; where the file was more exact, its own text stands in iati_exact.
CREATE TABLE iati_transaction (
    activity          $INT NOT NULL,
    number            $INT NOT NULL, -- from 1, in the order of the file
    type              $TEXT,
    happened_on       $INT,
    amount            $INT,
    currency          $TEXT,         -- its own, else the activity's
    valued_on         $INT,          -- nothing: the day that it happened
    provider          $INT,          -- iati_organisation
    receiver          $INT,
    provider_activity $INT,          -- iati_identifier
    receiver_activity $INT,
    flow              $TEXT,         -- its own, else the activity's; so the next three
    finance           $TEXT,
    aid               $TEXT,         -- of vocabulary 1
    tied              $TEXT,
    channel           $TEXT,
    humanitarian      $INT,
    CONSTRAINT iati_transaction__activity__number PRIMARY KEY (activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- Budgets (kind 1) and planned disbursements (kind 2).
CREATE TABLE iati_budget (
    activity  $INT NOT NULL,
    kind      $INT NOT NULL,
    number    $INT NOT NULL,
    type      $TEXT, -- original, revised
    status    $TEXT, -- indicative, committed
    starts_on $INT,
    ends_on   $INT,
    amount    $INT,
    currency  $TEXT,
    valued_on $INT,  -- nothing: the first day of the period
    provider  $INT,
    receiver  $INT,
    CONSTRAINT iati_budget__activity__kind__number PRIMARY KEY (activity, kind, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- An amount as it was written, where hundredths do not hold it: kind 0 a transaction, 1 and 2 as above.
CREATE TABLE iati_exact (
    activity $INT  NOT NULL,
    kind     $INT  NOT NULL,
    number   $INT  NOT NULL,
    amount   $TEXT NOT NULL,
    CONSTRAINT iati_exact__activity__kind__number PRIMARY KEY (activity, kind, number)
) $STRICT;

-- Where, what for, under which tags. Kind: 1 country, 2 region, 3 sector, 4 tag, 5 policy marker.
CREATE TABLE iati_class (
    activity           $INT  NOT NULL,
    number             $INT  NOT NULL, -- from 1, in the activity
    transaction_number $INT  NOT NULL, -- 0: of the activity as a whole
    kind               $INT  NOT NULL,
    vocabulary         $TEXT NOT NULL, -- the default is written out
    code               $TEXT NOT NULL,
    weight             $INT, -- 1, 2, 3: millionths of the whole; 5: the significance; nothing: not said
    CONSTRAINT iati_class__activity__number PRIMARY KEY (activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- Who takes part, as list OrganisationRole has it: 1 funding, 2 accountable, 3 extending, 4 implementing.
CREATE TABLE iati_participation (
    activity       $INT NOT NULL,
    number         $INT NOT NULL,
    role           $TEXT,
    organisation   $INT NOT NULL,
    their_activity $INT, -- iati_identifier
    CONSTRAINT iati_participation__activity__number PRIMARY KEY (activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- related-activity: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party.
CREATE TABLE iati_relation (
    activity $INT NOT NULL,
    number   $INT NOT NULL,
    type     $TEXT,
    other    $INT NOT NULL, -- iati_identifier
    CONSTRAINT iati_relation__activity__number PRIMARY KEY (activity, number)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end
CREATE INDEX iati_relation__other ON iati_relation (other, activity);

-- By what activities are found: a country, a year, an organisation in a role, a word of the title. Which
-- activities have it is one range of one index, newest last, so every list is a keyset.
CREATE TABLE iati_facet_name (
    id   $INT  NOT NULL CONSTRAINT iati_facet_name__id PRIMARY KEY,
    name $TEXT NOT NULL, -- "country:TL", "sector:1:15110", "role4:XM-DAC-41114", "word:water"
    CONSTRAINT iati_facet_name__name UNIQUE (name)
) $STRICT;
CREATE TABLE iati_facet (
    facet    $INT NOT NULL,
    activity $INT NOT NULL,
    CONSTRAINT iati_facet__facet__activity PRIMARY KEY (facet, activity)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- Whoever imports takes this row first, so that imports come one after the other.
CREATE TABLE iati_turn (
    id   $INT NOT NULL CONSTRAINT iati_turn__id PRIMARY KEY,
    last $INT NOT NULL -- the number of the last batch
) $STRICT;
INSERT INTO iati_turn (id, last) VALUES (1, 0);
