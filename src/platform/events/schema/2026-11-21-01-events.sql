-- One row per act, appended and never changed, but for its place in the chain, given once.
CREATE TABLE event (
    id          $ID      NOT NULL CONSTRAINT event__id PRIMARY KEY,
    at          $INSTANT NOT NULL,
    actor_user  $ID,
    actor_post  $ID,
    via         $TEXT    NOT NULL,
    kind        $TEXT    NOT NULL,
    record      $ID      NOT NULL,
    verb        $TEXT    NOT NULL,
    reason      $TEXT    NOT NULL,
    audience    $TEXT    NOT NULL
        CONSTRAINT event__audience CHECK (audience IN ('public', 'partner', 'internal', 'restricted')),
    digest      $BYTES,
    sequence    $INT,
    chain       $BYTES,
    CONSTRAINT event__sealed CHECK ((sequence IS NULL) = (chain IS NULL))
) $STRICT;
CREATE INDEX event__record__id ON event (record, id);
CREATE INDEX event__at__id ON event (at, id);
CREATE UNIQUE INDEX event__sequence ON event (sequence);
CREATE INDEX event__unsealed ON event (id) WHERE sequence IS NULL;

-- Old and new values. Erasing a person deletes rows here; event.digest keeps the chain whole.
CREATE TABLE event_payload (
    event   $ID    NOT NULL CONSTRAINT event_payload__event PRIMARY KEY REFERENCES event (id),
    salt    $BYTES NOT NULL,
    changes $JSON  NOT NULL
) $STRICT;
