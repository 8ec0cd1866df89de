-- only: sqlite
-- One project's row is decided from that project's parties alone. SQLite does not carry the condition into
-- the view of the rule: it would ask the rule about all projects each time (PostgreSQL carries it). The
-- rule is decided_topic's; the test that compares both with decide_public holds them together.
DROP TRIGGER open_project__decide;
CREATE TRIGGER open_project__decide AFTER INSERT ON open_project_to_decide
BEGIN
    DELETE FROM open_project WHERE project = NEW.project;
    INSERT INTO open_project
    SELECT NEW.project,
           max(CASE d.topic WHEN 'dates' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'places' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'money' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'people' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'results' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'documents' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'ratings' THEN 1 ELSE 0 END),
           max(CASE d.topic WHEN 'lessons' THEN 1 ELSE 0 END),
           (SELECT max(cr.changed_at) FROM publication_consent c JOIN record cr ON cr.id = c.id
            WHERE c.project = NEW.project)
    FROM (SELECT t.code AS topic
          FROM project_party pp
          JOIN record party ON party.id = pp.id AND party.state <> 'refused'
          JOIN record project ON project.id = pp.project
              AND project.state NOT IN
                  ('idea', 'concept', 'formulated', 'appraised', 'approved', 'cancelled')
          CROSS JOIN (SELECT 'summary' AS code UNION ALL SELECT 'dates' UNION ALL SELECT 'places'
                      UNION ALL SELECT 'money' UNION ALL SELECT 'people' UNION ALL SELECT 'results'
                      UNION ALL SELECT 'documents' UNION ALL SELECT 'ratings'
                      UNION ALL SELECT 'lessons') t
          LEFT JOIN publication_consent n ON n.party = pp.id
              AND ' ' || n.topics || ' ' LIKE '% summary %'
              AND ' ' || n.topics || ' ' LIKE '% ' || t.code || ' %'
          LEFT JOIN record c ON c.id = n.id AND c.state = 'given'
          WHERE pp.project = NEW.project
          GROUP BY t.code
          HAVING count(*) >= 2 AND count(c.id) = count(*)) d
    HAVING count(*) > 0;
    DELETE FROM open_project_to_decide;
END;
-- end
