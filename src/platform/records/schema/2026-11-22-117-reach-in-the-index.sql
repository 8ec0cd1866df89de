-- Whose a record is stands in the index, beside its words: a focal point's search for a common word asks for what
-- both have, and finds all of its own however many others have the word. One token for the kind, one for each
-- country and organisation whose it is or that takes part.
-- only: sqlite
CREATE VIEW record_reach AS
SELECT r.id AS record, 'kind' || replace(r.kind, '_', '') || coalesce(' ' || r.country, '')
    || coalesce(' ' || hex(r.organisation), '')
    || coalesce((SELECT group_concat(coalesce(' ' || p.country, '') || coalesce(' ' || hex(p.organisation), ''), '')
                 FROM record_party p WHERE p.record = r.id), '') AS reach
FROM record r;
DROP TRIGGER record__found_elsewhere;
ALTER TABLE search_document DROP COLUMN country;
ALTER TABLE search_document DROP COLUMN organisation;
ALTER TABLE search_tokens RENAME TO search_tokens_before;
CREATE VIRTUAL TABLE search_tokens USING fts5 (tokens, reach, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO search_tokens (rowid, tokens, reach)
SELECT t.rowid, t.tokens, v.reach
FROM search_tokens_before t JOIN search_document d ON d.id = t.rowid JOIN record_reach v ON v.record = d.record;
DROP TABLE search_tokens_before;
CREATE TRIGGER record__found_elsewhere AFTER UPDATE OF country, organisation ON record
WHEN NEW.country IS NOT OLD.country OR NEW.organisation IS NOT OLD.organisation
BEGIN
    UPDATE search_tokens SET reach = (SELECT v.reach FROM record_reach v WHERE v.record = NEW.id)
    WHERE rowid IN (SELECT id FROM search_document WHERE record = NEW.id);
END;
-- end
-- only: postgresql
CREATE VIEW record_reach AS
SELECT r.id AS record, array_remove(
    ARRAY[CAST('kind' || replace(r.kind, '_', '') AS text), CAST(r.country AS text), encode(r.organisation, 'hex')]
    || ARRAY(SELECT CAST(p.country AS text) FROM record_party p WHERE p.record = r.id)
    || ARRAY(SELECT encode(p.organisation, 'hex') FROM record_party p WHERE p.record = r.id), NULL) AS reach
FROM record r;
DROP TRIGGER record__found_elsewhere ON record;
DROP FUNCTION record_found_elsewhere();
ALTER TABLE search_document DROP COLUMN country, DROP COLUMN organisation, ADD COLUMN reach text[];
DROP INDEX search_document__tokens;
UPDATE search_document d SET reach = v.reach FROM record_reach v WHERE v.record = d.record;
ALTER TABLE search_document ALTER COLUMN reach SET NOT NULL;
-- No list of what is not yet sorted in: each search would read it.
CREATE INDEX search_document__tokens ON search_document USING gin (tokens, reach) WITH (fastupdate = off);
CREATE FUNCTION record_found_elsewhere() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    UPDATE search_document SET reach = v.reach FROM record_reach v
    WHERE search_document.record = NEW.id AND v.record = NEW.id;
    RETURN NULL;
END';
CREATE TRIGGER record__found_elsewhere AFTER UPDATE OF country, organisation ON record
    FOR EACH ROW WHEN (NEW.country IS DISTINCT FROM OLD.country
                       OR NEW.organisation IS DISTINCT FROM OLD.organisation)
    EXECUTE FUNCTION record_found_elsewhere();
-- end
