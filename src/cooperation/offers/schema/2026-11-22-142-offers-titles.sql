UPDATE record SET titles = (SELECT n.titles FROM offer n WHERE n.id = record.id)
WHERE id IN (SELECT id FROM offer);
ALTER TABLE offer DROP COLUMN titles;
