-- How a project ends: its operations are closed, then its accounts, and later somebody looks at what
-- is left of it.
ALTER TABLE project ADD COLUMN operations_closed_on $DATE;
ALTER TABLE project ADD COLUMN completion_document $TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN left_reason $TEXT NOT NULL DEFAULT ''; -- why, though something was left
ALTER TABLE project ADD COLUMN accounts_closed_on $DATE;
ALTER TABLE project ADD COLUMN accounts_document $TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN evaluated_on $DATE;
