-- Copies of a passport or a medical paper. The bytes are sealed with the person's own key and lie
-- with all other files; here is only whose they are.
CREATE TABLE training_sealed_file (
    file        $ID      NOT NULL CONSTRAINT training_sealed_file__file PRIMARY KEY
        CONSTRAINT training_sealed_file__stored REFERENCES file (id),
    application $ID      NOT NULL CONSTRAINT training_sealed_file__application
        REFERENCES record (id),
    document    $TEXT    NOT NULL CONSTRAINT training_sealed_file__document CHECK (document IN (
        'passport_copy', 'medical_certificate')),
    added       $INSTANT NOT NULL
) $STRICT;
CREATE INDEX training_sealed_file__application ON training_sealed_file (application, added, file);
