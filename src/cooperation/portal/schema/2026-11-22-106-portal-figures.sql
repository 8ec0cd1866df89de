-- What each open project adds to the portal's figures, and the figures: at twenty thousand projects no
-- page could count them anew. A part is a fact of a public project that some figure counts, and its
-- address too: the projects behind a figure are those that have the part. Both are written in the
-- transaction of whatever changes them, as open_project is, and what is withdrawn leaves both at once.
CREATE TABLE open_part (
    project $ID   NOT NULL CONSTRAINT open_part__of REFERENCES record (id),
    kind    $TEXT NOT NULL CONSTRAINT open_part__kind CHECK (kind IN (
        'country', 'asks', 'provides', 'facilitates', 'sector', 'category', 'goal', 'modality',
        'provided', 'facilitated', 'provided_by_name', 'facilitated_by_name', 'people')),
    code    $TEXT NOT NULL, -- of a flow: where it goes
    other   $TEXT NOT NULL, -- of a flow: whence it comes, a country or a name
    people  $INT  NOT NULL, -- of 'people': whom the project reached, as verified
    CONSTRAINT open_part__project PRIMARY KEY (project, kind, code, other)
) $STRICT;
CREATE INDEX open_part__kind ON open_part (kind, code, other, project);

CREATE TABLE open_figure (
    kind     $TEXT NOT NULL,
    code     $TEXT NOT NULL,
    other    $TEXT NOT NULL,
    projects $INT  NOT NULL CONSTRAINT open_figure__projects CHECK (projects >= 0),
    people   $INT  NOT NULL,
    CONSTRAINT open_figure__kind PRIMARY KEY (kind, code, other)
) $STRICT;

-- Those who take part, with the country of the party or of its office.
CREATE VIEW open_party AS
SELECT pp.project AS project, ' ' || pp.roles || ' ' AS roles, pr.title AS name,
       coalesce(pr.country, o.country) AS country
FROM open_project t
JOIN project_party pp ON pp.project = t.project
JOIN record pr ON pr.id = pp.id AND pr.state IN ('accepted', 'bound')
LEFT JOIN record o ON o.id = pr.organisation;

-- only: sqlite
CREATE VIEW open_goal AS
SELECT t.project AS project, each_one.value AS code
FROM open_project t JOIN project p ON p.id = t.project
JOIN json_each(CASE WHEN json_valid('["' || replace(p.sdgs, ' ', '","') || '"]')
               THEN '["' || replace(p.sdgs, ' ', '","') || '"]' ELSE '[]' END) each_one;
CREATE VIEW open_modality AS
SELECT t.project AS project, each_one.value AS code
FROM open_project t JOIN project p ON p.id = t.project
JOIN json_each(CASE WHEN json_valid('["' || replace(p.modalities, ' ', '","') || '"]')
               THEN '["' || replace(p.modalities, ' ', '","') || '"]' ELSE '[]' END) each_one;
-- end
-- only: postgresql
CREATE VIEW open_goal AS
SELECT t.project AS project, each_one AS code
FROM open_project t JOIN project p ON p.id = t.project,
     unnest(string_to_array(p.sdgs, ' ')) each_one;
CREATE VIEW open_modality AS
SELECT t.project AS project, each_one AS code
FROM open_project t JOIN project p ON p.id = t.project,
     unnest(string_to_array(p.modalities, ' ')) each_one;
-- end

-- Equal partners both ask and provide. A target counts for its goal too, a purpose for its category; a
-- flow goes from who provides or facilitates to who asks, and nobody gives to themselves. What stands here
-- twice is one part: with UNION instead, SQLite would not carry the one project into the view.
CREATE VIEW open_part_decided AS
SELECT project, 'country' AS kind, country AS code, '' AS other, 0 AS people
FROM open_party WHERE country IS NOT NULL
UNION ALL
SELECT t.project, 'country', r.country, '', 0
FROM open_project t JOIN record r ON r.id = t.project WHERE r.country IS NOT NULL
UNION ALL
SELECT project, 'asks', country, '', 0 FROM open_party
WHERE country IS NOT NULL AND (roles LIKE '% requester %' OR roles LIKE '% partner %')
UNION ALL
SELECT project, 'provides', country, '', 0 FROM open_party
WHERE country IS NOT NULL AND (roles LIKE '% provider %' OR roles LIKE '% partner %')
UNION ALL
SELECT project, 'facilitates', country, '', 0 FROM open_party
WHERE country IS NOT NULL AND roles LIKE '% facilitator %'
UNION ALL
SELECT t.project, 'sector', p.sector, '', 0
FROM open_project t JOIN project p ON p.id = t.project WHERE p.sector <> ''
UNION ALL
SELECT t.project, 'category', substr(p.sector, 1, 3), '', 0
FROM open_project t JOIN project p ON p.id = t.project WHERE p.sector <> ''
UNION ALL
SELECT project, 'goal', code, '', 0 FROM open_goal WHERE code <> ''
UNION ALL
SELECT project, 'goal', substr(code, 1, CASE WHEN code LIKE '_.%' THEN 1 ELSE 2 END), '', 0
FROM open_goal WHERE code LIKE '%.%'
UNION ALL
SELECT project, 'modality', code, '', 0 FROM open_modality WHERE code <> ''
UNION ALL
SELECT g.project, CASE WHEN g.country IS NULL THEN 'provided_by_name' ELSE 'provided' END,
       a.country, coalesce(g.country, g.name), 0
FROM open_party g JOIN open_party a ON a.project = g.project
WHERE (g.roles LIKE '% provider %' OR g.roles LIKE '% partner %')
  AND (a.roles LIKE '% requester %' OR a.roles LIKE '% partner %')
  AND a.country IS NOT NULL AND (g.country IS NULL OR g.country <> a.country)
UNION ALL
SELECT g.project, CASE WHEN g.country IS NULL THEN 'facilitated_by_name' ELSE 'facilitated' END,
       a.country, coalesce(g.country, g.name), 0
FROM open_party g JOIN open_party a ON a.project = g.project
WHERE g.roles LIKE '% facilitator %'
  AND (a.roles LIKE '% requester %' OR a.roles LIKE '% partner %')
  AND a.country IS NOT NULL AND (g.country IS NULL OR g.country <> a.country)
UNION ALL
SELECT t.project, 'people', '', '',
       coalesce((SELECT CAST(sum(coalesce(a.reached_women, 0) + coalesce(a.reached_men, 0)) AS BIGINT)
                 FROM activity a JOIN record r ON r.id = a.id AND r.state = 'verified'
                 WHERE a.project = t.project), 0)
FROM open_project t WHERE t.people = 1;

INSERT INTO open_part SELECT DISTINCT * FROM open_part_decided;
INSERT INTO open_figure
SELECT kind, code, other, count(*), CAST(sum(people) AS BIGINT) FROM open_part
GROUP BY kind, code, other;

-- only: sqlite
CREATE TRIGGER open_part__counted AFTER INSERT ON open_part
BEGIN
    INSERT INTO open_figure VALUES (NEW.kind, NEW.code, NEW.other, 1, NEW.people)
    ON CONFLICT (kind, code, other) DO UPDATE
    SET projects = projects + 1, people = people + excluded.people;
END;
CREATE TRIGGER open_part__discounted AFTER DELETE ON open_part
BEGIN
    UPDATE open_figure SET projects = projects - 1, people = people - OLD.people
    WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other;
    DELETE FROM open_figure
    WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other AND projects = 0;
END;
CREATE TRIGGER open_project__opened AFTER INSERT ON open_project
BEGIN
    INSERT INTO open_part SELECT * FROM open_part_decided WHERE project = NEW.project
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER open_project__closed AFTER DELETE ON open_project
BEGIN DELETE FROM open_part WHERE project = OLD.project; END;

-- What the rule does not look at, but the figures do.
CREATE TRIGGER project__figures AFTER UPDATE OF sector, sdgs, modalities ON project
BEGIN INSERT INTO open_project_to_decide SELECT project FROM open_project WHERE project = NEW.id; END;
CREATE TRIGGER project_party__figures AFTER UPDATE OF roles ON project_party
BEGIN
    INSERT INTO open_project_to_decide SELECT project FROM open_project WHERE project = NEW.project;
END;
CREATE TRIGGER record__office_moved AFTER UPDATE OF country ON record
WHEN NEW.kind = 'organisation' AND NEW.country IS NOT OLD.country
BEGIN
    INSERT INTO open_project_to_decide
    SELECT DISTINCT t.project FROM record pr JOIN project_party pp ON pp.id = pr.id
    JOIN open_project t ON t.project = pp.project
    WHERE pr.organisation = NEW.id AND pr.kind = 'project_party';
END;
CREATE TRIGGER record__activity_verified AFTER UPDATE OF state ON record
WHEN NEW.kind = 'activity' AND (NEW.state = 'verified') <> (OLD.state = 'verified')
BEGIN
    INSERT INTO open_project_to_decide
    SELECT t.project FROM activity a JOIN open_project t ON t.project = a.project
    WHERE a.id = NEW.id AND t.people = 1;
END;
CREATE TRIGGER activity__reached AFTER UPDATE OF project, reached_women, reached_men ON activity
BEGIN
    INSERT INTO open_project_to_decide
    SELECT project FROM open_project WHERE project IN (OLD.project, NEW.project) AND people = 1;
END;
CREATE TRIGGER activity__added AFTER INSERT ON activity
WHEN NEW.reached_women IS NOT NULL OR NEW.reached_men IS NOT NULL
BEGIN
    INSERT INTO open_project_to_decide
    SELECT project FROM open_project WHERE project = NEW.project AND people = 1;
END;
CREATE TRIGGER activity__removed AFTER DELETE ON activity
BEGIN
    INSERT INTO open_project_to_decide
    SELECT project FROM open_project WHERE project = OLD.project AND people = 1;
END;
-- end
-- only: postgresql
CREATE FUNCTION open_part_counted() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP = ''INSERT'' THEN
        INSERT INTO open_figure VALUES (NEW.kind, NEW.code, NEW.other, 1, NEW.people)
        ON CONFLICT (kind, code, other) DO UPDATE
        SET projects = open_figure.projects + 1, people = open_figure.people + excluded.people;
    ELSE
        UPDATE open_figure SET projects = projects - 1, people = people - OLD.people
        WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other;
        DELETE FROM open_figure
        WHERE kind = OLD.kind AND code = OLD.code AND other = OLD.other AND projects = 0;
    END IF;
    RETURN NULL;
END';
CREATE TRIGGER open_part__counted AFTER INSERT OR DELETE ON open_part
    FOR EACH ROW EXECUTE FUNCTION open_part_counted();
-- In one order, so that two who open projects of the same country seldom wait for each other in a ring;
-- when they do, one of them begins again.
CREATE FUNCTION open_project_parts() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP = ''DELETE'' THEN
        DELETE FROM open_part WHERE project = OLD.project;
    ELSE
        INSERT INTO open_part SELECT * FROM open_part_decided WHERE project = NEW.project
        ORDER BY kind, code, other
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END';
CREATE TRIGGER open_project__parts AFTER INSERT OR DELETE ON open_project
    FOR EACH ROW EXECUTE FUNCTION open_project_parts();

-- What the rule does not look at, but the figures do.
CREATE FUNCTION recount_open_project(wanted bytea) RETURNS void LANGUAGE plpgsql AS '
BEGIN
    IF EXISTS (SELECT 1 FROM open_project WHERE project = wanted) THEN
        PERFORM decide_open_project(wanted);
    END IF;
END';
CREATE FUNCTION project_figures() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    PERFORM recount_open_project(NEW.id);
    RETURN NULL;
END';
CREATE TRIGGER project__figures AFTER UPDATE OF sector, sdgs, modalities ON project
    FOR EACH ROW EXECUTE FUNCTION project_figures();
CREATE FUNCTION project_party_figures() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    PERFORM recount_open_project(NEW.project);
    RETURN NULL;
END';
CREATE TRIGGER project_party__figures AFTER UPDATE OF roles ON project_party
    FOR EACH ROW EXECUTE FUNCTION project_party_figures();
CREATE FUNCTION office_moved() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    PERFORM recount_open_project(concerned.project)
    FROM (SELECT DISTINCT pp.project FROM record pr JOIN project_party pp ON pp.id = pr.id
          WHERE pr.organisation = NEW.id AND pr.kind = ''project_party''
          ORDER BY pp.project) concerned;
    RETURN NULL;
END';
CREATE TRIGGER record__office_moved AFTER UPDATE OF country ON record
    FOR EACH ROW WHEN (NEW.kind = 'organisation' AND NEW.country IS DISTINCT FROM OLD.country)
    EXECUTE FUNCTION office_moved();
CREATE FUNCTION activity_verified() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    PERFORM recount_open_project(a.project) FROM activity a WHERE a.id = NEW.id;
    RETURN NULL;
END';
CREATE TRIGGER record__activity_verified AFTER UPDATE OF state ON record
    FOR EACH ROW WHEN (NEW.kind = 'activity'
                       AND (NEW.state = 'verified') <> (OLD.state = 'verified'))
    EXECUTE FUNCTION activity_verified();
CREATE FUNCTION activity_reached() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP <> ''INSERT'' THEN PERFORM recount_open_project(OLD.project); END IF;
    IF TG_OP <> ''DELETE'' THEN PERFORM recount_open_project(NEW.project); END IF;
    RETURN NULL;
END';
CREATE TRIGGER activity__reached AFTER UPDATE OF project, reached_women, reached_men OR DELETE
    ON activity FOR EACH ROW EXECUTE FUNCTION activity_reached();
CREATE TRIGGER activity__added AFTER INSERT ON activity
    FOR EACH ROW WHEN (NEW.reached_women IS NOT NULL OR NEW.reached_men IS NOT NULL)
    EXECUTE FUNCTION activity_reached();
-- end
