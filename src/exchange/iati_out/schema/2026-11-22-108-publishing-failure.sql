-- What kept the files from being published of themselves, for whoever can mend it; empty again once they
-- were.
ALTER TABLE own_publisher ADD COLUMN failed_on $DATE;
ALTER TABLE own_publisher ADD COLUMN failure $TEXT NOT NULL DEFAULT '';
