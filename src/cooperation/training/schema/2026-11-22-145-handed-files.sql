-- Every file that was handed in for a document that is wanted. What is sealed lies as bytes sealed
-- with the person's own key; the rest is attached to the application too, where the offices read it.
CREATE TABLE training_file (
    file        $ID      NOT NULL CONSTRAINT training_file__file PRIMARY KEY
        CONSTRAINT training_file__stored REFERENCES file (id),
    application $ID      NOT NULL CONSTRAINT training_file__application REFERENCES record (id),
    document    $TEXT    NOT NULL,
    sealed      $INT     NOT NULL CONSTRAINT training_file__sealed CHECK (sealed IN (0, 1)),
    added       $INSTANT NOT NULL
) $STRICT;
CREATE INDEX training_file__application ON training_file (application, added, file);

INSERT INTO training_file (file, application, document, sealed, added)
SELECT file, application, document, 0, added FROM training_own_file;
INSERT INTO training_file (file, application, document, sealed, added)
SELECT file, application, document, 1, added FROM training_sealed_file;

DROP TABLE training_own_file;
DROP TABLE training_sealed_file;
