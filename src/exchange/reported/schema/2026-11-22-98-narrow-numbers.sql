-- On PostgreSQL a number has a width. These count activities, rows of one activity, days and codes: two
-- thousand millions of each are enough, and a third of these tables was the zeros before them. Amounts and
-- sizes in bytes keep theirs. And what is compressed is not compressed again.
-- only: postgresql
ALTER TABLE iati_activity
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN publisher TYPE integer,
    ALTER COLUMN identifier TYPE integer,
    ALTER COLUMN occurrence TYPE integer,
    ALTER COLUMN version TYPE integer,
    ALTER COLUMN batch TYPE integer,
    ALTER COLUMN ended_by TYPE integer,
    ALTER COLUMN is_vanished TYPE smallint,
    ALTER COLUMN start_on TYPE integer,
    ALTER COLUMN end_on TYPE integer,
    ALTER COLUMN humanitarian TYPE smallint,
    ALTER COLUMN problems TYPE integer;
ALTER TABLE iati_source
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN dictionary TYPE integer,
    ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE iati_dictionary ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE iati_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE iati_batch ALTER COLUMN layout SET STORAGE EXTERNAL;
ALTER TABLE iati_identifier ALTER COLUMN id TYPE integer;
ALTER TABLE iati_organisation ALTER COLUMN id TYPE integer;
ALTER TABLE iati_facet_name ALTER COLUMN id TYPE integer;
ALTER TABLE iati_transaction
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN number TYPE integer,
    ALTER COLUMN happened_on TYPE integer,
    ALTER COLUMN valued_on TYPE integer,
    ALTER COLUMN provider TYPE integer,
    ALTER COLUMN receiver TYPE integer,
    ALTER COLUMN provider_activity TYPE integer,
    ALTER COLUMN receiver_activity TYPE integer,
    ALTER COLUMN humanitarian TYPE smallint;
ALTER TABLE iati_budget
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN kind TYPE smallint,
    ALTER COLUMN number TYPE integer,
    ALTER COLUMN starts_on TYPE integer,
    ALTER COLUMN ends_on TYPE integer,
    ALTER COLUMN valued_on TYPE integer,
    ALTER COLUMN provider TYPE integer,
    ALTER COLUMN receiver TYPE integer;
ALTER TABLE iati_exact
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN kind TYPE smallint,
    ALTER COLUMN number TYPE integer;
ALTER TABLE iati_class
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN number TYPE integer,
    ALTER COLUMN transaction_number TYPE integer,
    ALTER COLUMN kind TYPE smallint; -- a policy marker's weight is whatever number was written
ALTER TABLE iati_participation
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN number TYPE integer,
    ALTER COLUMN organisation TYPE integer,
    ALTER COLUMN their_activity TYPE integer;
ALTER TABLE iati_relation
    ALTER COLUMN activity TYPE integer,
    ALTER COLUMN number TYPE integer,
    ALTER COLUMN other TYPE integer;
-- end
