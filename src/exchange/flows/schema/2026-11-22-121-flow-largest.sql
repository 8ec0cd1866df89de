-- What is behind a figure is shown the largest first: an index has it in that order, for each year and for the
-- South and the rest apart, so that a page reads what it shows, however much is behind.
ALTER TABLE flow_part ADD COLUMN measure $INT NOT NULL DEFAULT 0; -- these three: its transaction's
ALTER TABLE flow_part ADD COLUMN year $INT NOT NULL DEFAULT 0;
ALTER TABLE flow_part ADD COLUMN is_south $INT NOT NULL DEFAULT 0;
DROP INDEX flow_part__by_key;
UPDATE flow_part SET measure = t.measure, year = t.year, is_south = t.is_south FROM flow_transaction t
    WHERE t.identifier = flow_part.identifier AND t.activity = flow_part.activity AND t.number = flow_part.number;
CREATE INDEX flow_part__largest
    ON flow_part (key, measure, year, is_south, (-ABS(counted + left_out)), activity, number);

DROP INDEX flow_transaction__publisher;
DROP INDEX flow_transaction__provider;
DROP INDEX flow_transaction__receiver;
DROP INDEX flow_transaction__in_kind;
DROP INDEX flow_transaction__country;
DROP INDEX flow_transaction__sector;
DROP INDEX flow_transaction__goal;
CREATE INDEX flow_transaction__largest
    ON flow_transaction (measure, year, is_south, (-ABS(usd)), activity, number) WHERE usd <> 0;
CREATE INDEX flow_transaction__largest_of_publisher
    ON flow_transaction (publisher, measure, year, is_south, (-ABS(usd)), activity, number) WHERE publisher IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_provider
    ON flow_transaction (provider, measure, year, is_south, (-ABS(usd)), activity, number) WHERE provider IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_receiver
    ON flow_transaction (receiver, measure, year, is_south, (-ABS(usd)), activity, number) WHERE receiver IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_in_kind
    ON flow_transaction (in_kind, measure, year, is_south, (-ABS(usd)), activity, number) WHERE in_kind IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_country
    ON flow_transaction (country, measure, year, is_south, (-ABS(usd)), activity, number) WHERE country IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_sector
    ON flow_transaction (sector, measure, year, is_south, (-ABS(usd)), activity, number) WHERE sector IS NOT NULL AND usd <> 0;
CREATE INDEX flow_transaction__largest_of_goal
    ON flow_transaction (goal, measure, year, is_south, (-ABS(usd)), activity, number) WHERE goal IS NOT NULL AND usd <> 0;
