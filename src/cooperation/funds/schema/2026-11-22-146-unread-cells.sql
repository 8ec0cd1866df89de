-- What stood in the cell that could not be read, so that people see it without opening the file.
ALTER TABLE payment_row ADD COLUMN unread $TEXT NOT NULL DEFAULT '';
