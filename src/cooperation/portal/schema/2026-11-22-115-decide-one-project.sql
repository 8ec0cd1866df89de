-- One project is decided in its own time, however many are put in at once. Each party has one consent at
-- most, so the rule needs no row for every topic: a topic is public while the least of all parties says so.
-- Both engines carry a project's id into this view, which makes it the one place where the rule stands in
-- SQL (in C++: decide_public, which a test compares with it).
-- only: sqlite
DROP TRIGGER open_project__decide;
-- end
DROP VIEW open_project_decided;
DROP VIEW decided_topic;
CREATE VIEW open_project_decided AS
SELECT pp.project AS project,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% dates %' THEN 1 ELSE 0 END) AS dates,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% places %' THEN 1 ELSE 0 END) AS places,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% money %' THEN 1 ELSE 0 END) AS money,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% people %' THEN 1 ELSE 0 END) AS people,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% results %' THEN 1 ELSE 0 END) AS results,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% documents %' THEN 1 ELSE 0 END) AS documents,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% ratings %' THEN 1 ELSE 0 END) AS ratings,
       min(CASE WHEN ' ' || n.topics || ' ' LIKE '% lessons %' THEN 1 ELSE 0 END) AS lessons,
       (SELECT max(cr.changed_at) FROM publication_consent any_consent
        JOIN record cr ON cr.id = any_consent.id
        WHERE any_consent.project = pp.project) AS published_at
FROM project_party pp
JOIN record party ON party.id = pp.id AND party.state <> 'refused'
JOIN record project ON project.id = pp.project
    AND project.state NOT IN
        ('idea', 'concept', 'formulated', 'appraised', 'approved', 'cancelled')
LEFT JOIN publication_consent n ON n.party = pp.id AND ' ' || n.topics || ' ' LIKE '% summary %'
LEFT JOIN record given ON given.id = n.id AND given.state = 'given'
GROUP BY pp.project
HAVING count(*) >= 2 AND count(given.id) = count(*);

-- only: sqlite
CREATE TRIGGER open_project__decide AFTER INSERT ON open_project_to_decide
BEGIN
    DELETE FROM open_project WHERE project = NEW.project;
    INSERT INTO open_project SELECT * FROM open_project_decided WHERE project = NEW.project;
    DELETE FROM open_project_to_decide;
END;
-- end
-- only: postgresql
-- A project's parts are compared with what they should be, and only what differs is written: a figure
-- that a thousand projects of one transaction share would otherwise leave thousands of dead rows, through
-- which each further change has to search.
DROP TRIGGER open_project__parts ON open_project;
DROP FUNCTION open_project_parts();
CREATE FUNCTION open_project_closed() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    DELETE FROM open_part WHERE project = OLD.project;
    RETURN NULL;
END';
CREATE TRIGGER open_project__closed AFTER DELETE ON open_project
    FOR EACH ROW EXECUTE FUNCTION open_project_closed();
CREATE OR REPLACE FUNCTION open_part_counted() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP = ''INSERT'' THEN
        INSERT INTO open_figure VALUES (NEW.kind, NEW.code, NEW.other, 1, NEW.people)
        ON CONFLICT (kind, code, other) DO UPDATE
        SET projects = open_figure.projects + 1, people = open_figure.people + excluded.people;
    ELSIF TG_OP = ''UPDATE'' THEN
        UPDATE open_figure SET people = people - OLD.people + NEW.people
        WHERE kind = NEW.kind AND code = NEW.code AND other = NEW.other;
    ELSE
        UPDATE open_figure SET projects = projects - 1, people = people - OLD.people
        WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other;
        DELETE FROM open_figure
        WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other AND projects = 0;
    END IF;
    RETURN NULL;
END';
DROP TRIGGER open_part__counted ON open_part;
CREATE TRIGGER open_part__counted AFTER INSERT OR UPDATE OF people OR DELETE ON open_part
    FOR EACH ROW EXECUTE FUNCTION open_part_counted();
-- The plan is made once, maybe while the tables are empty or hold what they held a million rows ago. It
-- finds rows by their indexes, one after the other, whatever the statistics say: right for the few parties
-- of one project, and no dearer on the day when there are many projects.
CREATE OR REPLACE FUNCTION decide_open_project(wanted bytea) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
AS '
BEGIN
    PERFORM 1 FROM record WHERE id = wanted FOR UPDATE;
    DELETE FROM open_project WHERE project = wanted
        AND NOT EXISTS (SELECT 1 FROM open_project_decided WHERE project = wanted);
    INSERT INTO open_project SELECT * FROM open_project_decided WHERE project = wanted
    ON CONFLICT (project) DO UPDATE
    SET dates = excluded.dates, places = excluded.places, money = excluded.money,
        people = excluded.people, results = excluded.results, documents = excluded.documents,
        ratings = excluded.ratings, lessons = excluded.lessons,
        published_at = excluded.published_at;
    IF NOT FOUND THEN RETURN; END IF;
    WITH decided AS MATERIALIZED (
        SELECT DISTINCT kind, code, other, people FROM open_part_decided WHERE project = wanted
    ), gone AS (
        DELETE FROM open_part p WHERE p.project = wanted AND NOT EXISTS (
            SELECT 1 FROM decided d
            WHERE d.kind = p.kind AND d.code = p.code AND d.other = p.other)
    )
    INSERT INTO open_part SELECT wanted, kind, code, other, people FROM decided
    ORDER BY kind, code, other
    ON CONFLICT (project, kind, code, other) DO UPDATE SET people = excluded.people
    WHERE open_part.people <> excluded.people;
END';
-- end
