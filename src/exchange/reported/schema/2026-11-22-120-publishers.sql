-- What stands of a publisher, from how many files (by name), and the last import that told of it: who lists
-- publishers need not read what every file told. The importer keeps them.
ALTER TABLE iati_publisher ADD COLUMN standing $INT NOT NULL DEFAULT 0;
ALTER TABLE iati_publisher ADD COLUMN files $INT NOT NULL DEFAULT 0;
ALTER TABLE iati_publisher ADD COLUMN last_batch $INT; -- nothing: all imports that told of it were undone
UPDATE iati_publisher SET
    standing = (SELECT coalesce(sum(t.fresh) - sum(t.vanished), 0) FROM iati_batch_publisher t
        WHERE t.publisher = iati_publisher.id),
    files = (SELECT count(DISTINCT b.source) FROM iati_batch_publisher t JOIN iati_batch b ON b.number = t.batch
        WHERE t.publisher = iati_publisher.id),
    last_batch = (SELECT max(t.batch) FROM iati_batch_publisher t WHERE t.publisher = iati_publisher.id);
