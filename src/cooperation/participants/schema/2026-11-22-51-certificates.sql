-- A certificate as it was issued: what stands on the paper is here and does not change. The
-- person's name, country and institute (as an organisation) are in `record`.
CREATE TABLE training_certificate (
    id          $ID NOT NULL CONSTRAINT training_certificate__id PRIMARY KEY REFERENCES record (id),
    participant $ID NOT NULL CONSTRAINT training_certificate__participant REFERENCES record (id),
    call        $ID NOT NULL CONSTRAINT training_certificate__call REFERENCES record (id),
    course      $TEXT NOT NULL,
    institute   $TEXT NOT NULL,
    starts      $DATE NOT NULL,
    ends        $DATE NOT NULL,
    language    $TEXT NOT NULL,
    issued_on   $DATE NOT NULL,
    ended_on    $DATE, -- revoked or replaced
    replaces    $ID CONSTRAINT training_certificate__replaces__record REFERENCES record (id),
    CONSTRAINT training_certificate__replaces UNIQUE (replaces)
) $STRICT;
CREATE INDEX training_certificate__participant ON training_certificate (participant, id);
CREATE INDEX training_certificate__call ON training_certificate (call, id);

-- The secret of the code on the paper: its hash finds the certificate, the sealed one draws the
-- paper anew. It never expires; whether the certificate is good is the record's state.
CREATE TABLE training_certificate_token (
    certificate $ID    NOT NULL CONSTRAINT training_certificate_token__certificate PRIMARY KEY
        CONSTRAINT training_certificate_token__record REFERENCES record (id),
    token_hash  $BYTES NOT NULL,
    sealed      $BYTES NOT NULL,
    CONSTRAINT training_certificate_token__token_hash UNIQUE (token_hash)
) $STRICT;
