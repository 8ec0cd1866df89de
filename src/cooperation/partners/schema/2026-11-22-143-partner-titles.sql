UPDATE record SET titles = (SELECT n.names FROM organisation n WHERE n.id = record.id)
WHERE id IN (SELECT id FROM organisation);
ALTER TABLE organisation DROP COLUMN names;

UPDATE record SET titles = (SELECT n.names FROM post n WHERE n.id = record.id)
WHERE id IN (SELECT id FROM post);
ALTER TABLE post DROP COLUMN names;
