UPDATE record SET titles = (SELECT n.titles FROM training_call n WHERE n.id = record.id)
WHERE id IN (SELECT id FROM training_call);
ALTER TABLE training_call DROP COLUMN titles;
