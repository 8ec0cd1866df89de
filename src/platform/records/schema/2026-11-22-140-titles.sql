-- What a record is called in other languages, as its noun's field prints it.
ALTER TABLE record ADD COLUMN titles $JSON NOT NULL DEFAULT '';
