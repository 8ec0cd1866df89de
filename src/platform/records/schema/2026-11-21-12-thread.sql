-- Which records are neighbours in a story: a match and its request. Each pair stands both ways, so
-- that a story is walked from either end by one index.
CREATE TABLE thread_link (
    record $ID NOT NULL CONSTRAINT thread_link__record REFERENCES record (id),
    other  $ID NOT NULL CONSTRAINT thread_link__other REFERENCES record (id),
    CONSTRAINT thread_link__record__other PRIMARY KEY (record, other)
) $STRICT;
CREATE INDEX thread_link__other ON thread_link (other);
