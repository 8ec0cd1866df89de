-- Lists count what their reader may see, up to ten thousand. What narrows most lists, and who may
-- see a record, stand in these indexes, so that counting reads no records.
CREATE INDEX record__kind__country__state__audience ON record (kind, country, state, audience);
CREATE INDEX record__kind__organisation__state__audience ON record (kind, organisation, state, audience);
