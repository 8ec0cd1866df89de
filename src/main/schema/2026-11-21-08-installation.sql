-- What this database is: one row.
CREATE TABLE installation (
    id         $ID      NOT NULL CONSTRAINT installation__id PRIMARY KEY,
    name       $TEXT    NOT NULL,
    is_example $INT     NOT NULL CONSTRAINT installation__is_example CHECK (is_example IN (0, 1)),
    created_at $INSTANT NOT NULL
) $STRICT;
