-- A mailed link by which somebody opens an account to apply. Only its hash is kept, and nothing else
-- of an address whose owner has not shown that it is theirs; a newer link replaces it.
CREATE TABLE training_applicant_link (
    email      $TEXT    NOT NULL CONSTRAINT training_applicant_link__email PRIMARY KEY,
    call       $ID      NOT NULL CONSTRAINT training_applicant_link__call REFERENCES record (id),
    language   $TEXT    NOT NULL,
    token_hash $BYTES   NOT NULL,
    expires    $INSTANT NOT NULL,
    CONSTRAINT training_applicant_link__token_hash UNIQUE (token_hash)
) $STRICT;
CREATE INDEX training_applicant_link__expires ON training_applicant_link (expires);

-- One part of an application that is not submitted yet: what was typed, as it was typed.
CREATE TABLE training_application_draft (
    account $ID      NOT NULL CONSTRAINT training_application_draft__account
        REFERENCES user_account (id),
    call    $ID      NOT NULL CONSTRAINT training_application_draft__call REFERENCES record (id),
    section $TEXT    NOT NULL CONSTRAINT training_application_draft__section CHECK (section IN (
        'person', 'work', 'course')),
    typed   $JSON    NOT NULL,
    saved   $INSTANT NOT NULL,
    CONSTRAINT training_application_draft__account__call__section
        PRIMARY KEY (account, call, section)
) $STRICT;
CREATE INDEX training_application_draft__call ON training_application_draft (call);

-- Whose application it is, where the applicant wrote it: one for each call.
CREATE TABLE training_own_application (
    application $ID NOT NULL CONSTRAINT training_own_application__application PRIMARY KEY
        CONSTRAINT training_own_application__record REFERENCES record (id),
    account     $ID NOT NULL CONSTRAINT training_own_application__user_account
        REFERENCES user_account (id),
    call        $ID NOT NULL CONSTRAINT training_own_application__call REFERENCES record (id),
    CONSTRAINT training_own_application__account__call UNIQUE (account, call)
) $STRICT;

-- What the applicant agreed to, with the application.
CREATE TABLE training_consent (
    application $ID      NOT NULL CONSTRAINT training_consent__application REFERENCES record (id),
    what        $TEXT    NOT NULL CONSTRAINT training_consent__what CHECK (what IN (
        'truth', 'processing', 'contact')),
    given       $INSTANT NOT NULL,
    CONSTRAINT training_consent__application__what PRIMARY KEY (application, what)
) $STRICT;
