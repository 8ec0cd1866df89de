-- Identifiers that reported activities name besides their own: by these an account of ours is found whatever
-- its title says. Made from the sources, once for each version; a number may be given again after an undo,
-- a batch's is not, so a row counts only where both are those of an activity.
CREATE TABLE other_identifier (
    text     $TEXT NOT NULL, -- folded
    activity $INT  NOT NULL,
    batch    $INT  NOT NULL,
    CONSTRAINT other_identifier__key PRIMARY KEY (text, activity, batch)
-- only: sqlite
) STRICT, WITHOUT ROWID;
-- end
-- only: postgresql
);
-- end

-- The last activity that was read, in the order of the imports.
CREATE TABLE other_identifier_read (
    id       $INT NOT NULL CONSTRAINT other_identifier_read__id PRIMARY KEY,
    batch    $INT NOT NULL,
    activity $INT NOT NULL
) $STRICT;
INSERT INTO other_identifier_read (id, batch, activity) VALUES (1, 0, 0);

-- What stands is looked at again, with these.
DELETE FROM reconciliation_search;
