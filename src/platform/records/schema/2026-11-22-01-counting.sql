-- Who made a record may see it in any state, so that every count asked the table for `created_by`. With
-- it in the indexes that narrow lists, counting reads no records: thirty times faster at a million.
DROP INDEX record__kind__country__state__audience;
DROP INDEX record__kind__organisation__state__audience;
CREATE INDEX record__kind__country__state__audience__created_by
    ON record (kind, country, state, audience, created_by);
CREATE INDEX record__kind__organisation__state__audience__created_by
    ON record (kind, organisation, state, audience, created_by);
