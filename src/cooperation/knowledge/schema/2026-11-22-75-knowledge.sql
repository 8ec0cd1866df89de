-- What was learned, good or bad: what happened, why, what to do and what to leave. Its texts are in
-- several languages.
CREATE TABLE lesson (
    id            $ID NOT NULL CONSTRAINT lesson__id PRIMARY KEY REFERENCES record (id),
    happened      $TEXT NOT NULL,
    why           $TEXT NOT NULL,
    to_do         $TEXT NOT NULL,
    not_to_do     $TEXT NOT NULL,
    conditions    $TEXT NOT NULL, -- under which it holds
    sector        $TEXT NOT NULL,
    modalities    $TEXT NOT NULL,
    sdgs          $TEXT NOT NULL,
    countries     $TEXT NOT NULL,
    source        $ID CONSTRAINT lesson__source REFERENCES record (id),

    anonymised    $TEXT NOT NULL, -- what was taken out, never the thing itself
    validation    $TEXT NOT NULL,
    nature        $TEXT CONSTRAINT lesson__nature CHECK (nature IN ('positive', 'negative', 'mixed')),
    reach         $TEXT CONSTRAINT lesson__reach CHECK (reach IN ('internal', 'partners', 'public')),
    our_consent   $TEXT NOT NULL,
    released_on   $DATE,
    superseded_by $ID CONSTRAINT lesson__superseded_by REFERENCES record (id)
) $STRICT;
CREATE INDEX lesson__sector ON lesson (sector, id);
CREATE INDEX lesson__source ON lesson (source, id);

-- A partner whom a lesson concerns is asked how far it may go. Silence is never consent.
CREATE TABLE lesson_consultation (
    id              $ID NOT NULL CONSTRAINT lesson_consultation__id PRIMARY KEY REFERENCES record (id),
    lesson          $ID NOT NULL CONSTRAINT lesson_consultation__lesson REFERENCES lesson (id),
    asked_on        $DATE NOT NULL,
    deadline        $DATE NOT NULL,
    reach           $TEXT CONSTRAINT lesson_consultation__reach CHECK (reach IN (
        'internal', 'partners', 'public')),
    answer          $TEXT NOT NULL,
    answer_document $TEXT NOT NULL,
    answered_on     $DATE
) $STRICT;
CREATE INDEX lesson_consultation__lesson ON lesson_consultation (lesson, id);

-- A record that was written with a lesson in mind.
CREATE TABLE lesson_use (
    id     $ID NOT NULL CONSTRAINT lesson_use__id PRIMARY KEY REFERENCES record (id),
    lesson $ID NOT NULL CONSTRAINT lesson_use__lesson REFERENCES lesson (id),
    used_in $ID NOT NULL CONSTRAINT lesson_use__used_in REFERENCES record (id),
    how    $TEXT NOT NULL,
    CONSTRAINT lesson_use__lesson__used_in UNIQUE (lesson, used_in)
) $STRICT;
