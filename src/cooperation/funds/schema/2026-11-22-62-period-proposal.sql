-- A period is closed by two people: what the first one asked for stands here until the second agrees.
ALTER TABLE fund ADD COLUMN asked_until $DATE;
ALTER TABLE fund ADD COLUMN period_document $TEXT NOT NULL DEFAULT '';
