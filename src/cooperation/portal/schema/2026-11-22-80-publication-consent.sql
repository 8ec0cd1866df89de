-- What each party of a project lets everybody read of it. One row a party, asked for once; what it
-- said before is in the history.
CREATE TABLE publication_consent (
    id            $ID NOT NULL CONSTRAINT publication_consent__id PRIMARY KEY REFERENCES record (id),
    project       $ID NOT NULL CONSTRAINT publication_consent__project REFERENCES record (id),
    party         $ID NOT NULL CONSTRAINT publication_consent__to_party REFERENCES record (id),
    topics        $TEXT NOT NULL,
    given_by      $TEXT NOT NULL,
    given_on      $DATE,
    document      $TEXT NOT NULL,
    ended_on      $DATE, -- declined or withdrawn
    reason        $TEXT NOT NULL,
    CONSTRAINT publication_consent__party UNIQUE (party)
) $STRICT;
CREATE INDEX publication_consent__project ON publication_consent (project, id);

-- A project's topics that everybody may read: the one place where the portal's rule stands in SQL
-- (in C++: decide_public, which a test compares with this). Every party that takes or took part has
-- given a consent that names the topic, and the title too, without which there is no page; parties
-- are two at least. Nothing of a project is public before its legal basis, or once it is cancelled.
CREATE VIEW public_topic AS
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
