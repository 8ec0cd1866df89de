-- What participants will do at home: asked for by a mailed link, so many weeks after the course.
ALTER TABLE training_rules ADD COLUMN action_plan_weeks $INT
    CONSTRAINT training_rules__action_plan_weeks CHECK (action_plan_weeks > 0);

ALTER TABLE training_participant ADD COLUMN plan_handed_in_on $DATE;
ALTER TABLE training_participant ADD COLUMN plan_comment $TEXT NOT NULL DEFAULT '';

-- The link, good until the deadline, as often as it is used. Only its hash is kept; a newer one
-- replaces it. An expired one stays, so that whoever has it may ask for another.
CREATE TABLE training_action_plan_link (
    participant $ID      NOT NULL CONSTRAINT training_action_plan_link__participant PRIMARY KEY
        CONSTRAINT training_action_plan_link__record REFERENCES record (id),
    token_hash  $BYTES   NOT NULL,
    mailed      $INSTANT NOT NULL,
    expires     $INSTANT NOT NULL,
    CONSTRAINT training_action_plan_link__token_hash UNIQUE (token_hash)
) $STRICT;
