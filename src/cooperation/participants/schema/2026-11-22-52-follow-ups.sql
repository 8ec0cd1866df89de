-- When a scheme asks what became of participants: months after the course.
ALTER TABLE training_rules ADD COLUMN follow_up_1 $INT
    CONSTRAINT training_rules__follow_up_1 CHECK (follow_up_1 > 0);
ALTER TABLE training_rules ADD COLUMN follow_up_2 $INT
    CONSTRAINT training_rules__follow_up_2 CHECK (follow_up_2 > 0);
ALTER TABLE training_rules ADD COLUMN follow_up_3 $INT
    CONSTRAINT training_rules__follow_up_3 CHECK (follow_up_3 > 0);

ALTER TABLE training_participant ADD COLUMN action_plan $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_participant ADD COLUMN post_now $TEXT NOT NULL DEFAULT '';

-- One question to one participant, months after the course, and the answer.
CREATE TABLE training_follow_up (
    id          $ID NOT NULL CONSTRAINT training_follow_up__id PRIMARY KEY REFERENCES record (id),
    participant $ID NOT NULL CONSTRAINT training_follow_up__participant REFERENCES record (id),
    call        $ID NOT NULL CONSTRAINT training_follow_up__call REFERENCES record (id),
    months      $INT NOT NULL,
    asked_on    $DATE NOT NULL,
    answered_on $DATE,
    work_now    $TEXT CONSTRAINT training_follow_up__work_now CHECK (work_now IN (
        'same_post', 'same_employer', 'elsewhere')),
    post_now    $TEXT NOT NULL,
    promoted    $INT NOT NULL CONSTRAINT training_follow_up__promoted CHECK (promoted IN (0, 1)),
    used        $TEXT CONSTRAINT training_follow_up__used CHECK (used IN (
        'fully', 'partly', 'not_used')),
    account     $TEXT NOT NULL,
    CONSTRAINT training_follow_up__participant__months UNIQUE (participant, months)
) $STRICT;
CREATE INDEX training_follow_up__call ON training_follow_up (call, months, id);

-- The mailed link by which it is answered. Only its hash is kept; a reminder replaces it.
CREATE TABLE training_follow_up_link (
    follow_up  $ID      NOT NULL CONSTRAINT training_follow_up_link__follow_up PRIMARY KEY
        CONSTRAINT training_follow_up_link__record REFERENCES record (id),
    token_hash $BYTES   NOT NULL,
    mailed     $INSTANT NOT NULL, -- when it was last mailed
    times      $INT     NOT NULL, -- how often
    expires    $INSTANT NOT NULL,
    CONSTRAINT training_follow_up_link__token_hash UNIQUE (token_hash)
) $STRICT;
