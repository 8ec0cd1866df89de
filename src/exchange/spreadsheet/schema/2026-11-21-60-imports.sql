-- Spreadsheets that came in: each file is a record (noun import_batch), with what it did.
CREATE TABLE import_batch (
    id           $ID   NOT NULL CONSTRAINT import_batch__id PRIMARY KEY REFERENCES record (id),
    target       $TEXT NOT NULL, -- the noun that rows became, or are to become
    source       $TEXT NOT NULL,
    mapping_name $TEXT NOT NULL,
    format       $TEXT NOT NULL,
    encoding     $TEXT NOT NULL,
    digest       $TEXT NOT NULL, -- SHA-256 of the file, in hexadecimal digits
    rows_read    $INT  NOT NULL DEFAULT 0,
    rows_new     $INT  NOT NULL DEFAULT 0,
    rows_changed $INT  NOT NULL DEFAULT 0,
    rows_same    $INT  NOT NULL DEFAULT 0,
    rows_failed  $INT  NOT NULL DEFAULT 0,
    file         $ID CONSTRAINT import_batch__file REFERENCES file (id),
    detected     $JSON,          -- what the file seems to hold
    mapping      $JSON,
    report       $JSON,          -- of the last dry run, or of the import
    job          $ID             -- the last that works or worked on it
) $STRICT;

-- Which record each row of a source became: what makes the same file change nothing.
CREATE TABLE import_row (
    kind    $TEXT  NOT NULL,
    source  $TEXT  NOT NULL,
    row_key $TEXT  NOT NULL,
    record  $ID    NOT NULL CONSTRAINT import_row__record REFERENCES record (id),
    digest  $BYTES NOT NULL, -- SHA-256 of what the row said, by its mapping
    version $INT   NOT NULL, -- of the record when the import had written it
    CONSTRAINT import_row__kind__source__row_key PRIMARY KEY (kind, source, row_key)
) $STRICT;
CREATE INDEX import_row__record ON import_row (record);

-- What a batch did to a record, so that it can be undone.
CREATE TABLE import_effect (
    batch    $ID   NOT NULL CONSTRAINT import_effect__batch REFERENCES record (id),
    record   $ID   NOT NULL CONSTRAINT import_effect__record REFERENCES record (id),
    row_key  $TEXT NOT NULL,
    version  $INT  NOT NULL, -- that the batch left
    before   $JSON,          -- the fields of a changed record; nothing: the batch made it
    digest_before $BYTES,    -- of the row that a changed record came from
    CONSTRAINT import_effect__batch__record PRIMARY KEY (batch, record)
) $STRICT;
CREATE INDEX import_effect__record ON import_effect (record);

-- How columns become fields: mappings that people keep for the next file of the same kind.
CREATE TABLE import_mapping (
    id      $ID      NOT NULL CONSTRAINT import_mapping__id PRIMARY KEY,
    name    $TEXT    NOT NULL,
    kind    $TEXT    NOT NULL,
    owner   $ID CONSTRAINT import_mapping__owner REFERENCES user_account (id),
    at      $INSTANT NOT NULL,
    mapping $JSON    NOT NULL,
    CONSTRAINT import_mapping__name UNIQUE (name)
) $STRICT;

-- Undoing takes records away, and the foreign key asks each time who points to one.
CREATE INDEX record__organisation ON record (organisation) WHERE organisation IS NOT NULL;
