-- Who publishes as IATI, from which day: a new row a change, the latest day that has come counts. The
-- organisation is in `record`.
CREATE TABLE own_publisher (
    id            $ID   NOT NULL CONSTRAINT own_publisher__id PRIMARY KEY REFERENCES record (id),
    since         $DATE NOT NULL,
    identifier    $TEXT NOT NULL,
    secondary     $INT  NOT NULL CONSTRAINT own_publisher__secondary CHECK (secondary IN (0, 1)),
    language      $TEXT NOT NULL,
    currency      $TEXT NOT NULL,
    flow          $TEXT NOT NULL
        CONSTRAINT own_publisher__flow CHECK (flow IN ('assistance', 'other_official', 'other')),
    contact_email $TEXT NOT NULL,
    CONSTRAINT own_publisher__since UNIQUE (since)
) $STRICT;

-- The identifier under which a project is known outside. Given once; whoever publishes later under
-- another name keeps it. `digest` is of what was told, so that the instant changes with it alone.
CREATE TABLE published_activity (
    project    $ID      NOT NULL CONSTRAINT published_activity__id PRIMARY KEY
        CONSTRAINT published_activity__project REFERENCES record (id),
    identifier $TEXT    NOT NULL,
    publisher  $TEXT    NOT NULL, -- whose identifier it begins with
    given_at   $INSTANT NOT NULL,
    digest     $TEXT    NOT NULL, -- empty: not told at the last publication
    changed_at $INSTANT NOT NULL,
    CONSTRAINT published_activity__identifier UNIQUE (identifier)
) $STRICT;

-- Each time that somebody published, with what came of it.
CREATE TABLE published_files (
    id                  $ID      NOT NULL CONSTRAINT published_files__id PRIMARY KEY,
    published_at        $INSTANT NOT NULL,
    activities          $INT     NOT NULL,
    left_out            $INT     NOT NULL,
    organisation_digest $TEXT    NOT NULL,
    organisation_at     $INSTANT NOT NULL
) $STRICT;

-- Parties whose own share and contribution everybody may read, once their project is public.
CREATE VIEW public_contribution AS
SELECT n.party AS party
FROM publication_consent n JOIN record c ON c.id = n.id AND c.state = 'given'
WHERE ' ' || n.topics || ' ' LIKE '% contribution %';
