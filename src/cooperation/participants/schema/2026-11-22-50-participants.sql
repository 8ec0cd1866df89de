-- How much of a course somebody must have attended to complete it, where the scheme says so.
ALTER TABLE training_rules ADD COLUMN attendance_percent $INT
    CONSTRAINT training_rules__attendance_percent CHECK (attendance_percent BETWEEN 1 AND 100);

-- A person on a course: made when the place is confirmed. Name, country and institute are in
-- `record`.
CREATE TABLE training_participant (
    id          $ID NOT NULL CONSTRAINT training_participant__id PRIMARY KEY REFERENCES record (id),
    call        $ID NOT NULL CONSTRAINT training_participant__call REFERENCES record (id),
    application $ID NOT NULL CONSTRAINT training_participant__application__record
        REFERENCES record (id),
    language    $TEXT NOT NULL, -- of letters and the certificate
    visa        $TEXT NOT NULL CONSTRAINT training_participant__visa CHECK (visa IN (
        'not_needed', 'to_apply', 'applied', 'granted', 'refused')),
    ticket      $TEXT NOT NULL,
    arrives_on  $DATE,
    departs_on  $DATE,

    sessions     $INT, -- held, and attended of them, when it was concluded
    attended     $INT,
    shortfall    $TEXT CONSTRAINT training_participant__shortfall CHECK (shortfall IN (
        'attendance', 'never_arrived', 'left_early', 'illness', 'repatriated', 'absconded',
        'conduct')), -- why the course was not completed
    remark       $TEXT NOT NULL,
    concluded_on $DATE,
    CONSTRAINT training_participant__application UNIQUE (application),
    CONSTRAINT training_participant__stay CHECK (arrives_on IS NULL OR departs_on IS NULL
        OR arrives_on <= departs_on),
    CONSTRAINT training_participant__attended CHECK (attended IS NULL OR attended <= sessions)
) $STRICT;
CREATE INDEX training_participant__call ON training_participant (call, id);

-- What is attended or missed as one: usually a day of the course.
CREATE TABLE training_session (
    id          $ID NOT NULL CONSTRAINT training_session__id PRIMARY KEY REFERENCES record (id),
    call        $ID NOT NULL CONSTRAINT training_session__call REFERENCES record (id),
    held_on     $DATE NOT NULL,
    present     $INT,
    recorded_on $DATE
) $STRICT;
CREATE INDEX training_session__call ON training_session (call, held_on, id);
CREATE INDEX training_session__held_on ON training_session (held_on, id);

-- Who was there. Nobody's row means absent, once the session is recorded.
CREATE TABLE training_attendance (
    session     $ID NOT NULL CONSTRAINT training_attendance__session REFERENCES record (id),
    participant $ID NOT NULL CONSTRAINT training_attendance__participant REFERENCES record (id),
    CONSTRAINT training_attendance__session__participant PRIMARY KEY (session, participant)
) $STRICT;
CREATE INDEX training_attendance__participant ON training_attendance (participant, session);
