-- A country's or an organisation's records are found from its side, too.
CREATE INDEX record_party__country ON record_party (country, record);
CREATE INDEX record_party__organisation ON record_party (organisation, record);
