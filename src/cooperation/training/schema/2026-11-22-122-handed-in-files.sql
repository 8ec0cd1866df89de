-- Which file an applicant handed in for which document that is wanted. The file is attached to the
-- application too, where the offices read it.
CREATE TABLE training_own_file (
    file        $ID      NOT NULL CONSTRAINT training_own_file__file PRIMARY KEY
        CONSTRAINT training_own_file__stored REFERENCES file (id),
    application $ID      NOT NULL CONSTRAINT training_own_file__application REFERENCES record (id),
    document    $TEXT    NOT NULL,
    added       $INSTANT NOT NULL
) $STRICT;
CREATE INDEX training_own_file__application ON training_own_file (application, added, file);
