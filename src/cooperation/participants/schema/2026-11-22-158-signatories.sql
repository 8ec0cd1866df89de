-- Who signs the certificates of a course: asked when they are issued, kept on the call for the next,
-- and on each certificate as it was on the paper.
ALTER TABLE training_call ADD COLUMN signatory $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_call ADD COLUMN signatory_post $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_certificate ADD COLUMN signatory $TEXT NOT NULL DEFAULT '';
ALTER TABLE training_certificate ADD COLUMN signatory_post $TEXT NOT NULL DEFAULT '';
