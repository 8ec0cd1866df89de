-- An employer may say no by the mailed link, and why.
ALTER TABLE training_application ADD COLUMN employer_refused_by $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_application ADD COLUMN employer_refusal $TEXT NOT NULL DEFAULT '';
