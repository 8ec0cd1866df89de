-- By what activities are found: 256 activities of a facet in one row instead of each in its own. A fifth of
-- the space, a quarter of the rows to write, and a list reads a few rows where it read thousands.
CREATE TABLE iati_facet_block (
-- only: sqlite
    facet   INTEGER NOT NULL,
    block   INTEGER NOT NULL, -- the activity's number by 256
    members TEXT    NOT NULL, -- the rest, of each activity: two hexadecimal digits, in any order
    CONSTRAINT iati_facet_block__facet__block PRIMARY KEY (facet, block)
) STRICT, WITHOUT ROWID;
INSERT INTO iati_facet_block (facet, block, members)
    SELECT facet, activity / 256, group_concat(printf('%02x', activity % 256), '')
    FROM iati_facet GROUP BY facet, activity / 256;
-- end
-- only: postgresql
    facet   integer NOT NULL,
    block   integer NOT NULL, -- the activity's number by 256
    members text COLLATE "C" NOT NULL, -- the rest, of each: two hexadecimal digits, in any order
    CONSTRAINT iati_facet_block__facet__block PRIMARY KEY (facet, block)
);
INSERT INTO iati_facet_block (facet, block, members)
    SELECT facet, activity / 256, string_agg(lpad(to_hex(activity % 256), 2, '0'), '')
    FROM iati_facet GROUP BY facet, activity / 256;
-- end
DROP TABLE iati_facet;
