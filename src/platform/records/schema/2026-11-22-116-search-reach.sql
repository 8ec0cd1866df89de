-- A search for a common word meets thousands of records of which a focal point sees a few. Whose they are
-- stands beside the words, so that the others' records are not read at all.
ALTER TABLE search_document ADD COLUMN country $TEXT;
ALTER TABLE search_document ADD COLUMN organisation $ID;
UPDATE search_document SET country = (SELECT r.country FROM record r WHERE r.id = search_document.record),
    organisation = (SELECT r.organisation FROM record r WHERE r.id = search_document.record);
-- only: sqlite
CREATE TRIGGER record__found_elsewhere AFTER UPDATE OF country, organisation ON record
WHEN NEW.country IS NOT OLD.country OR NEW.organisation IS NOT OLD.organisation
BEGIN
    UPDATE search_document SET country = NEW.country, organisation = NEW.organisation
    WHERE record = NEW.id;
END;
-- end
-- only: postgresql
CREATE FUNCTION record_found_elsewhere() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    UPDATE search_document SET country = NEW.country, organisation = NEW.organisation
    WHERE record = NEW.id;
    RETURN NULL;
END';
CREATE TRIGGER record__found_elsewhere AFTER UPDATE OF country, organisation ON record
    FOR EACH ROW WHEN (NEW.country IS DISTINCT FROM OLD.country
                       OR NEW.organisation IS DISTINCT FROM OLD.organisation)
    EXECUTE FUNCTION record_found_elsewhere();
-- end
