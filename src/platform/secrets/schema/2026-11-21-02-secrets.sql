-- One data key per person, wrapped by the keyring's master key of that version. An erased person's
-- row stays without its key, so that no second key is ever made for that person.
CREATE TABLE person_key (
    person  $ID      NOT NULL CONSTRAINT person_key__person PRIMARY KEY,
    master  $INT,
    wrapped $BYTES,
    created $INSTANT NOT NULL,
    erased  $INSTANT,
    CONSTRAINT person_key__wrapped CHECK ((wrapped IS NULL) = (master IS NULL)),
    CONSTRAINT person_key__erased CHECK ((wrapped IS NULL) = (erased IS NOT NULL))
) $STRICT;
CREATE INDEX person_key__master ON person_key (master);

-- The program's own data keys: one seals what belongs to no person, one makes the search indexes.
CREATE TABLE service_key (
    name    $TEXT    NOT NULL CONSTRAINT service_key__name PRIMARY KEY,
    master  $INT     NOT NULL,
    wrapped $BYTES   NOT NULL,
    created $INSTANT NOT NULL
) $STRICT;
