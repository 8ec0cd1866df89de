-- Documents that the employing organisation fills in, not the nominee: part A of a form, say.
ALTER TABLE training_rules ADD COLUMN employer_documents $TEXT NOT NULL DEFAULT '';
