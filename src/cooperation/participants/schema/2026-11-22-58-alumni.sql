-- What alumni are looked for by besides their country and year: the scheme, the sector of the course's
-- project, and the employer as the application named it. Written when somebody is enrolled.
ALTER TABLE training_participant ADD COLUMN scheme $ID
    CONSTRAINT training_participant__scheme REFERENCES record (id);
ALTER TABLE training_participant ADD COLUMN sector $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_participant ADD COLUMN employer $TEXT NOT NULL DEFAULT '';
UPDATE training_participant SET
    scheme = (SELECT c.scheme FROM training_call c WHERE c.id = training_participant.call),
    sector = COALESCE((SELECT p.sector FROM training_call c JOIN activity a ON a.id = c.activity
        JOIN project p ON p.id = a.project WHERE c.id = training_participant.call), ''),
    employer = COALESCE((SELECT n.employer FROM training_application n
        WHERE n.id = training_participant.application), '');
CREATE INDEX training_participant__scheme ON training_participant (scheme, id);
CREATE INDEX training_participant__sector ON training_participant (sector, id);
