-- The question put to several offices about one record, and what each office says to it. Names,
-- states, countries and due dates are in `record`; of an opinion, `record.organisation` is the
-- office that answers: grants look at it.
CREATE TABLE consultation (
    id          $ID   NOT NULL CONSTRAINT consultation__id PRIMARY KEY REFERENCES record (id),
    subject     $ID   NOT NULL CONSTRAINT consultation__subject REFERENCES record (id),
    purpose     $TEXT NOT NULL
        CONSTRAINT consultation__purpose CHECK (purpose IN ('screening', 'appraisal', 'approval')),
    question    $TEXT NOT NULL,
    deadline    $DATE NOT NULL, -- the latest that an office was given
    outstanding $INT  NOT NULL CONSTRAINT consultation__outstanding CHECK (outstanding >= 0),
    conclusion  $TEXT NOT NULL
) $STRICT;
CREATE INDEX consultation__subject ON consultation (subject, purpose, id);

CREATE TABLE opinion (
    id           $ID   NOT NULL CONSTRAINT opinion__id PRIMARY KEY REFERENCES record (id),
    consultation $ID   NOT NULL CONSTRAINT opinion__consultation REFERENCES record (id),
    asked        $ID   NOT NULL CONSTRAINT opinion__asked REFERENCES record (id), -- never changes
    -- The question as its office reads it: access goes by record, and an office reads its own
    -- opinion, not the consultation with all the others.
    subject      $ID   NOT NULL CONSTRAINT opinion__subject REFERENCES record (id),
    purpose      $TEXT NOT NULL
        CONSTRAINT opinion__purpose CHECK (purpose IN ('screening', 'appraisal', 'approval')),
    question     $TEXT NOT NULL,
    deadline     $DATE NOT NULL,

    given_on     $DATE, -- NULL: not given
    given_by     $ID CONSTRAINT opinion__given_by REFERENCES record (id),
    in_name_of   $ID CONSTRAINT opinion__in_name_of REFERENCES record (id),
    conditions   $TEXT NOT NULL,
    reason       $TEXT NOT NULL,
    document     $TEXT NOT NULL,
    late         $INT  NOT NULL CONSTRAINT opinion__late CHECK (late IN (0, 1)),
    CONSTRAINT opinion__consultation__asked UNIQUE (consultation, asked)
) $STRICT;
CREATE INDEX opinion__subject ON opinion (subject, purpose, id);

-- Letters that went out: each office is asked once, and reminded once.
CREATE TABLE opinion_notice (
    opinion  $ID      NOT NULL CONSTRAINT opinion_notice__opinion REFERENCES record (id),
    office   $ID      NOT NULL CONSTRAINT opinion_notice__office REFERENCES record (id),
    occasion $TEXT    NOT NULL
        CONSTRAINT opinion_notice__occasion CHECK (occasion IN ('asked', 'before')),
    sent     $INSTANT NOT NULL,
    CONSTRAINT opinion_notice__opinion__office__occasion PRIMARY KEY (opinion, office, occasion)
) $STRICT;
