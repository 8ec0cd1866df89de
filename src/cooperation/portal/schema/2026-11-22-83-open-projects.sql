-- The rule of what everybody may read (2026-11-22-80) under its own name, and what it decides for each
-- project kept beside it: at twenty thousand projects no page could ask the rule about all of them. A
-- project's row is decided anew in the transaction of whatever the rule looks at: a consent, a party, a
-- state. So a withdrawal still works from that moment.
CREATE VIEW decided_topic AS
SELECT pp.project AS project, t.code AS topic
FROM project_party pp
JOIN record party ON party.id = pp.id AND party.state <> 'refused'
JOIN record project ON project.id = pp.project
    AND project.state NOT IN
        ('idea', 'concept', 'formulated', 'appraised', 'approved', 'cancelled')
CROSS JOIN (SELECT 'summary' AS code UNION ALL SELECT 'dates' UNION ALL SELECT 'places'
            UNION ALL SELECT 'money' UNION ALL SELECT 'people' UNION ALL SELECT 'results'
            UNION ALL SELECT 'documents' UNION ALL SELECT 'ratings'
            UNION ALL SELECT 'lessons') t
LEFT JOIN (SELECT n.party, ' ' || n.topics || ' ' AS topics
           FROM publication_consent n JOIN record c ON c.id = n.id AND c.state = 'given') given
    ON given.party = pp.id AND given.topics LIKE '% summary %'
    AND given.topics LIKE '% ' || t.code || ' %'
GROUP BY pp.project, t.code
HAVING count(*) >= 2 AND count(given.party) = count(*);

CREATE TABLE open_project (
    project      $ID NOT NULL CONSTRAINT open_project__project PRIMARY KEY REFERENCES record (id),
    dates        $INT NOT NULL,
    places       $INT NOT NULL,
    money        $INT NOT NULL,
    people       $INT NOT NULL,
    results      $INT NOT NULL,
    documents    $INT NOT NULL,
    ratings      $INT NOT NULL,
    lessons      $INT NOT NULL,
    published_at $INSTANT NOT NULL -- when the last of the consents was given
) $STRICT;
CREATE INDEX open_project__published_at ON open_project (published_at, project);
CREATE INDEX publication_consent__of_party ON publication_consent (party, id);

CREATE VIEW open_project_decided AS
SELECT d.project AS project,
       max(CASE d.topic WHEN 'dates' THEN 1 ELSE 0 END) AS dates,
       max(CASE d.topic WHEN 'places' THEN 1 ELSE 0 END) AS places,
       max(CASE d.topic WHEN 'money' THEN 1 ELSE 0 END) AS money,
       max(CASE d.topic WHEN 'people' THEN 1 ELSE 0 END) AS people,
       max(CASE d.topic WHEN 'results' THEN 1 ELSE 0 END) AS results,
       max(CASE d.topic WHEN 'documents' THEN 1 ELSE 0 END) AS documents,
       max(CASE d.topic WHEN 'ratings' THEN 1 ELSE 0 END) AS ratings,
       max(CASE d.topic WHEN 'lessons' THEN 1 ELSE 0 END) AS lessons,
       (SELECT max(cr.changed_at) FROM publication_consent c JOIN record cr ON cr.id = c.id
        WHERE c.project = d.project) AS published_at
FROM decided_topic d GROUP BY d.project;

INSERT INTO open_project SELECT * FROM open_project_decided;

DROP VIEW public_topic;
CREATE VIEW public_topic AS
SELECT project, 'summary' AS topic FROM open_project
UNION ALL SELECT project, 'dates' FROM open_project WHERE dates = 1
UNION ALL SELECT project, 'places' FROM open_project WHERE places = 1
UNION ALL SELECT project, 'money' FROM open_project WHERE money = 1
UNION ALL SELECT project, 'people' FROM open_project WHERE people = 1
UNION ALL SELECT project, 'results' FROM open_project WHERE results = 1
UNION ALL SELECT project, 'documents' FROM open_project WHERE documents = 1
UNION ALL SELECT project, 'ratings' FROM open_project WHERE ratings = 1
UNION ALL SELECT project, 'lessons' FROM open_project WHERE lessons = 1;

-- only: sqlite
-- Whatever changes what the rule looks at names the project here; the row is gone at once.
CREATE TABLE open_project_to_decide (project BLOB NOT NULL) STRICT;
CREATE TRIGGER open_project__decide AFTER INSERT ON open_project_to_decide
BEGIN
    DELETE FROM open_project WHERE project = NEW.project;
    INSERT INTO open_project SELECT * FROM open_project_decided WHERE project = NEW.project;
    DELETE FROM open_project_to_decide;
END;
CREATE TRIGGER publication_consent__added AFTER INSERT ON publication_consent
BEGIN INSERT INTO open_project_to_decide VALUES (NEW.project); END;
CREATE TRIGGER publication_consent__changed AFTER UPDATE ON publication_consent
BEGIN INSERT INTO open_project_to_decide VALUES (NEW.project); END;
CREATE TRIGGER publication_consent__removed AFTER DELETE ON publication_consent
BEGIN INSERT INTO open_project_to_decide VALUES (OLD.project); END;
CREATE TRIGGER project_party__added AFTER INSERT ON project_party
BEGIN INSERT INTO open_project_to_decide VALUES (NEW.project); END;
CREATE TRIGGER project_party__moved AFTER UPDATE OF project ON project_party
BEGIN
    INSERT INTO open_project_to_decide VALUES (OLD.project);
    INSERT INTO open_project_to_decide VALUES (NEW.project);
END;
CREATE TRIGGER project_party__removed AFTER DELETE ON project_party
BEGIN INSERT INTO open_project_to_decide VALUES (OLD.project); END;
CREATE TRIGGER record__decides_project AFTER UPDATE OF state, changed_at ON record
WHEN NEW.kind IN ('project', 'project_party', 'publication_consent')
BEGIN
    INSERT INTO open_project_to_decide
    SELECT NEW.id WHERE NEW.kind = 'project'
    UNION ALL SELECT project FROM project_party WHERE id = NEW.id
    UNION ALL SELECT project FROM publication_consent WHERE id = NEW.id;
END;
CREATE TRIGGER project__closed_to_all BEFORE DELETE ON project
BEGIN DELETE FROM open_project WHERE project = OLD.id; END;
-- end
-- only: postgresql
-- Two consents of one project that come at once are decided one after the other: the later one sees the
-- earlier, because it waits for the project's row.
CREATE FUNCTION decide_open_project(wanted bytea) RETURNS void LANGUAGE plpgsql AS '
BEGIN
    PERFORM 1 FROM record WHERE id = wanted FOR UPDATE;
    DELETE FROM open_project WHERE project = wanted;
    INSERT INTO open_project SELECT * FROM open_project_decided WHERE project = wanted;
END';
CREATE FUNCTION open_project_changed() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP <> ''INSERT'' THEN PERFORM decide_open_project(OLD.project); END IF;
    IF TG_OP <> ''DELETE'' THEN PERFORM decide_open_project(NEW.project); END IF;
    RETURN NULL;
END';
CREATE FUNCTION open_project_state() RETURNS trigger LANGUAGE plpgsql AS '
DECLARE concerned bytea;
BEGIN
    IF NEW.kind = ''project'' THEN concerned := NEW.id;
    ELSIF NEW.kind = ''project_party'' THEN
        SELECT project INTO concerned FROM project_party WHERE id = NEW.id;
    ELSE
        SELECT project INTO concerned FROM publication_consent WHERE id = NEW.id;
    END IF;
    IF concerned IS NOT NULL THEN PERFORM decide_open_project(concerned); END IF;
    RETURN NULL;
END';
CREATE FUNCTION open_project_removed() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    DELETE FROM open_project WHERE project = OLD.id;
    RETURN OLD;
END';
CREATE TRIGGER publication_consent__changed AFTER INSERT OR UPDATE OR DELETE ON publication_consent
    FOR EACH ROW EXECUTE FUNCTION open_project_changed();
CREATE TRIGGER project_party__changed AFTER INSERT OR DELETE OR UPDATE OF project ON project_party
    FOR EACH ROW EXECUTE FUNCTION open_project_changed();
CREATE TRIGGER record__decides_project AFTER UPDATE OF state, changed_at ON record
    FOR EACH ROW WHEN (NEW.kind IN ('project', 'project_party', 'publication_consent'))
    EXECUTE FUNCTION open_project_state();
CREATE TRIGGER project__closed_to_all BEFORE DELETE ON project
    FOR EACH ROW EXECUTE FUNCTION open_project_removed();
-- end
