-- One person's application to a call. Name, country and the institute are in `record` and beside it.
CREATE TABLE training_application (
    id         $ID NOT NULL CONSTRAINT training_application__id PRIMARY KEY REFERENCES record (id),
    call       $ID NOT NULL CONSTRAINT training_application__call REFERENCES record (id),
    born_on    $DATE NOT NULL,
    sex        $TEXT NOT NULL
        CONSTRAINT training_application__sex CHECK (sex IN ('woman', 'man', 'unspecified')),
    email      $TEXT NOT NULL,
    employer   $TEXT NOT NULL,
    position   $TEXT NOT NULL,
    languages  $TEXT NOT NULL,
    education  $TEXT NOT NULL,
    motivation $TEXT NOT NULL,
    documents  $TEXT NOT NULL,
    had_course $INT NOT NULL
        CONSTRAINT training_application__had_course CHECK (had_course IN (0, 1)),
    paper      $TEXT NOT NULL,

    awaits        $TEXT CONSTRAINT training_application__awaits CHECK (awaits IN (
        'certify', 'nominate', 'forward', 'judge', 'shortlist', 'accept', 'propose',
        'confirm_place')), -- the verb whose turn it is, on the scheme's way
    submitted_on  $DATE,
    employer_email       $TEXT NOT NULL, -- to which the link for certifying was mailed
    employer_answered_on $DATE,
    certified_by  $TEXT NOT NULL,
    certificate   $TEXT NOT NULL,
    nominee_rank  $INT CONSTRAINT training_application__nominee_rank CHECK (nominee_rank > 0),
    nomination    $TEXT NOT NULL,
    forwarding    $TEXT NOT NULL,
    findings      $TEXT NOT NULL,
    assessment    $TEXT NOT NULL,
    proposed      $TEXT CONSTRAINT training_application__proposed CHECK (proposed IN (
        'selected', 'reserve', 'rejected')),
    place         $TEXT CONSTRAINT training_application__place CHECK (place IN (
        'country', 'discretionary')),
    reserve_rank  $INT CONSTRAINT training_application__reserve_rank CHECK (reserve_rank > 0),
    proposed_reason $TEXT NOT NULL, -- the reason, until results are told
    reason        $TEXT NOT NULL,
    confirmed_on  $DATE,
    batch         $ID -- of a proposal that was made for many at once, so that they are taken back together
) $STRICT;
CREATE INDEX training_application__batch ON training_application (batch, id);
CREATE INDEX training_application__call ON training_application (call, id);
CREATE INDEX training_application__born_on ON training_application (born_on, id);

-- A mailed link by which an employer without an account certifies. Only its hash is kept; it is good
-- for one application, once, for a time, and until a newer one is sent.
CREATE TABLE training_employer_link (
    application $ID      NOT NULL CONSTRAINT training_employer_link__application PRIMARY KEY
        CONSTRAINT training_employer_link__record REFERENCES record (id),
    token_hash  $BYTES   NOT NULL,
    made        $INSTANT NOT NULL,
    expires     $INSTANT NOT NULL,
    CONSTRAINT training_employer_link__token_hash UNIQUE (token_hash)
) $STRICT;
