-- Passport and medical part of an application, sealed with a key of the person's own: nothing here is
-- worth anything without the keyring, and destroying the key erases it everywhere.
CREATE TABLE training_restricted (
    application $ID      NOT NULL CONSTRAINT training_restricted__application PRIMARY KEY
        CONSTRAINT training_restricted__record REFERENCES record (id),
    passport    $BYTES   NOT NULL,
    expiry      $BYTES   NOT NULL,
    medical     $BYTES   NOT NULL,
    changed     $INSTANT NOT NULL
) $STRICT;
