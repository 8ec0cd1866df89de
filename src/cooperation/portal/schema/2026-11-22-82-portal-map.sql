-- Whose names and boundaries the portal's map shows, and the sentence under it; without them, no map.
ALTER TABLE publication_policy ADD COLUMN map_viewpoint $TEXT NOT NULL DEFAULT '';
ALTER TABLE publication_policy ADD COLUMN map_disclaimer $JSON NOT NULL DEFAULT '';
