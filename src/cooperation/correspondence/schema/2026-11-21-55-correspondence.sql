-- What came in. Subject, country and sending organisation, state, deadline and lead are in `record`.
CREATE TABLE incoming_note (
    id             $ID   NOT NULL CONSTRAINT incoming_note__id PRIMARY KEY REFERENCES record (id),
    number         $TEXT NOT NULL,
    dated          $DATE,
    received_on    $DATE NOT NULL,
    channel        $TEXT NOT NULL
        CONSTRAINT incoming_note__channel CHECK (channel IN ('portal', 'mission', 'post', 'email', 'hand',
            'meeting')),
    language       $TEXT NOT NULL,
    classification $TEXT NOT NULL
        CONSTRAINT incoming_note__classification CHECK (classification IN ('ordinary', 'restricted',
            'confidential')),
    summary        $TEXT NOT NULL,
    about          $ID CONSTRAINT incoming_note__about REFERENCES record (id),
    post           $ID CONSTRAINT incoming_note__post REFERENCES record (id),
    instruction    $TEXT NOT NULL,
    outcome        $TEXT NOT NULL,
    settled_on     $DATE,
    fingerprint    $TEXT NOT NULL, -- of the scan; empty without one
    CONSTRAINT incoming_note__dates CHECK (dated IS NULL OR dated <= received_on)
) $STRICT;
CREATE INDEX incoming_note__about ON incoming_note (about);
-- Duplicates are looked for by either.
CREATE INDEX incoming_note__number ON incoming_note (number);
CREATE INDEX incoming_note__fingerprint ON incoming_note (fingerprint);

CREATE TABLE letter_template (
    id      $ID   NOT NULL CONSTRAINT letter_template__id PRIMARY KEY REFERENCES record (id),
    kind    $TEXT NOT NULL
        CONSTRAINT letter_template__kind CHECK (kind IN ('note_verbale', 'letter', 'email')),
    effect  $TEXT NOT NULL
        CONSTRAINT letter_template__effect CHECK (effect IN ('none', 'answer_request', 'ask_for_missing',
            'offer_to_parties')),
    subject $JSON NOT NULL,
    body    $JSON NOT NULL
) $STRICT;

CREATE TABLE letter (
    id              $ID   NOT NULL CONSTRAINT letter__id PRIMARY KEY REFERENCES record (id),
    kind            $TEXT NOT NULL
        CONSTRAINT letter__kind CHECK (kind IN ('note_verbale', 'letter', 'email')),
    about           $ID CONSTRAINT letter__about REFERENCES record (id),
    mission         $ID CONSTRAINT letter__mission REFERENCES record (id),
    first_language  $TEXT NOT NULL,
    second_language $TEXT,
    subject         $JSON NOT NULL,
    body            $JSON NOT NULL,
    effect          $TEXT NOT NULL
        CONSTRAINT letter__effect CHECK (effect IN ('none', 'answer_request', 'ask_for_missing',
            'offer_to_parties')),
    signatory       $ID CONSTRAINT letter__signatory REFERENCES record (id),

    -- From here on, written by verbs alone.
    letter_template $ID CONSTRAINT letter__letter_template REFERENCES record (id),
    next_post       $ID CONSTRAINT letter__next_post REFERENCES record (id),
    number          $TEXT NOT NULL, -- empty until it is signed
    dated           $DATE,
    signed_as       $ID CONSTRAINT letter__signed_as REFERENCES record (id),
    signed_by       $TEXT NOT NULL,
    fingerprint     $TEXT NOT NULL, -- of the document that was signed elsewhere
    dispatched_on   $DATE,
    channel         $TEXT
        CONSTRAINT letter__channel CHECK (channel IN ('portal', 'mission', 'post', 'email', 'hand', 'meeting')),
    proof           $TEXT NOT NULL,
    CONSTRAINT letter__signed CHECK ((number <> '') = (dated IS NOT NULL)),
    CONSTRAINT letter__dispatched CHECK (dispatched_on IS NULL OR dispatched_on >= dated)
) $STRICT;
CREATE INDEX letter__about ON letter (about);
-- A number names one letter, wherever it was drawn.
CREATE UNIQUE INDEX letter__number ON letter (number) WHERE number <> '';

CREATE TABLE letter_initial (
    id          $ID   NOT NULL CONSTRAINT letter_initial__id PRIMARY KEY REFERENCES record (id),
    letter      $ID   NOT NULL CONSTRAINT letter_initial__letter REFERENCES record (id),
    post        $ID   NOT NULL CONSTRAINT letter_initial__post REFERENCES record (id),
    position    $INT  NOT NULL CONSTRAINT letter_initial__position CHECK (position BETWEEN 1 AND 99),
    decided_by  $TEXT NOT NULL,
    decided_on  $DATE,
    acting_post $ID CONSTRAINT letter_initial__acting_post REFERENCES record (id),
    remark      $TEXT NOT NULL
) $STRICT;
CREATE INDEX letter_initial__letter__position ON letter_initial (letter, position);

-- The last number that an office drew in a year.
CREATE TABLE letter_counter (
    office      $ID  NOT NULL CONSTRAINT letter_counter__office REFERENCES record (id),
    year        $INT NOT NULL,
    last_number $INT NOT NULL,
    CONSTRAINT letter_counter__office__year PRIMARY KEY (office, year)
) $STRICT;
