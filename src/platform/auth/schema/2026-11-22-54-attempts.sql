-- Links by which applicants open accounts, and public codes that are looked up, are counted too.
-- only: sqlite
CREATE TABLE sign_in_attempt_new (
    id      $ID      NOT NULL CONSTRAINT sign_in_attempt__id PRIMARY KEY,
    purpose $TEXT    NOT NULL CONSTRAINT sign_in_attempt__purpose CHECK (purpose IN (
        'password', 'second_factor', 'reset', 'account', 'code')),
    subject $BYTES   NOT NULL,
    client  $TEXT    NOT NULL,
    at      $INSTANT NOT NULL,
    failed  $INT     NOT NULL CONSTRAINT sign_in_attempt__failed CHECK (failed IN (0, 1))
) $STRICT;
INSERT INTO sign_in_attempt_new SELECT id, purpose, subject, client, at, failed FROM sign_in_attempt;
DROP TABLE sign_in_attempt;
ALTER TABLE sign_in_attempt_new RENAME TO sign_in_attempt;
CREATE INDEX sign_in_attempt__subject__at ON sign_in_attempt (subject, at);
CREATE INDEX sign_in_attempt__client__at ON sign_in_attempt (client, at);
CREATE INDEX sign_in_attempt__at ON sign_in_attempt (at);
-- end
-- only: postgresql
ALTER TABLE sign_in_attempt DROP CONSTRAINT sign_in_attempt__purpose;
ALTER TABLE sign_in_attempt ADD CONSTRAINT sign_in_attempt__purpose CHECK (purpose IN (
    'password', 'second_factor', 'reset', 'account', 'code'));
-- end
