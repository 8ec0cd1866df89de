-- What a lesson was learned from is the house's to know: released, it does not lead there.
UPDATE thread_link SET audience = 2 WHERE EXISTS (
    SELECT 1 FROM lesson l
    WHERE (l.id = thread_link.record AND l.source = thread_link.other)
       OR (l.id = thread_link.other AND l.source = thread_link.record));
