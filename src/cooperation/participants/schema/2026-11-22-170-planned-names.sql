-- Sessions planned before planning kept their day: those whose title is, to the letter, what planning
-- wrote in one of the languages are called by their day in each reader's language too.
CREATE TABLE planned_name (
    title $TEXT NOT NULL PRIMARY KEY,
    course_day $INT NOT NULL,
    one_of_day $INT,
    titles $JSON NOT NULL
) $STRICT;
INSERT INTO planned_name (title, course_day, one_of_day, titles)
WITH RECURSIVE day(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < 366),
part(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM part WHERE n < 6),
name(course_day, one_of_day, en, id, fr, es, pt, ar) AS (
    SELECT n, CAST(NULL AS integer), 'Day ' || n, 'Hari ' || n, 'Jour ' || n, 'Día ' || n,
        'Dia ' || n, 'اليوم ' || n
    FROM day
    UNION ALL
    SELECT d.n, p.n, 'Day ' || d.n || ', session ' || p.n, 'Hari ' || d.n || ', sesi ' || p.n,
        'Jour ' || d.n || ', séance ' || p.n, 'Día ' || d.n || ', sesión ' || p.n,
        'Dia ' || d.n || ', sessão ' || p.n, 'اليوم ' || d.n || '، الجلسة ' || p.n
    FROM day d CROSS JOIN part p
),
told AS (
    SELECT n.*, '{"en":"' || en || '","id":"' || id || '","fr":"' || fr || '","es":"' || es
        || '","pt":"' || pt || '","ar":"' || ar || '","original":"en"}' AS titles
    FROM name n
)
SELECT en, course_day, one_of_day, titles FROM told
UNION ALL SELECT id, course_day, one_of_day, titles FROM told
UNION ALL SELECT fr, course_day, one_of_day, titles FROM told
UNION ALL SELECT es, course_day, one_of_day, titles FROM told
UNION ALL SELECT pt, course_day, one_of_day, titles FROM told
UNION ALL SELECT ar, course_day, one_of_day, titles FROM told;

UPDATE record SET titles = (SELECT p.titles FROM planned_name p WHERE p.title = record.title)
WHERE id IN (SELECT id FROM training_session WHERE course_day IS NULL)
    AND title IN (SELECT title FROM planned_name);
UPDATE training_session SET
    course_day = (SELECT p.course_day FROM planned_name p JOIN record r ON r.title = p.title
        WHERE r.id = training_session.id),
    one_of_day = (SELECT p.one_of_day FROM planned_name p JOIN record r ON r.title = p.title
        WHERE r.id = training_session.id)
WHERE course_day IS NULL
    AND id IN (SELECT r.id FROM record r JOIN planned_name p ON p.title = r.title
        WHERE r.kind = 'training_session');
DROP TABLE planned_name;
