-- Countries and organisations that take part in a record besides its own: grants look at them too.
CREATE TABLE record_party (
    record       $ID NOT NULL CONSTRAINT record_party__record REFERENCES record (id),
    country      $TEXT,
    organisation $ID CONSTRAINT record_party__organisation REFERENCES record (id)
) $STRICT;
CREATE INDEX record_party__record ON record_party (record);
