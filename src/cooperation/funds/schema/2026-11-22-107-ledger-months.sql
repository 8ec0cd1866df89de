-- What an account's postings of a month add up to: its balance at the end of any day is the months
-- before and the days of one. Postings are only ever added, and each adds itself here in its own
-- transaction; `selatan ledger check` compares the two.
CREATE TABLE ledger_month (
    account $ID   NOT NULL CONSTRAINT ledger_month__of REFERENCES ledger_account (id),
    month   $TEXT NOT NULL, -- 2026-11
    amount  $INT  NOT NULL,
    CONSTRAINT ledger_month__account PRIMARY KEY (account, month)
) $STRICT;

INSERT INTO ledger_month
SELECT account, substr(on_day, 1, 7), CAST(sum(amount) AS BIGINT) FROM ledger_posting
GROUP BY account, substr(on_day, 1, 7);

-- only: sqlite
CREATE TRIGGER ledger_posting__in_its_month AFTER INSERT ON ledger_posting
BEGIN
    INSERT INTO ledger_month VALUES (NEW.account, substr(NEW.on_day, 1, 7), NEW.amount)
    ON CONFLICT (account, month) DO UPDATE SET amount = amount + excluded.amount;
END;
-- end
-- only: postgresql
CREATE FUNCTION ledger_posting_in_its_month() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    INSERT INTO ledger_month VALUES (NEW.account, substr(NEW.on_day, 1, 7), NEW.amount)
    ON CONFLICT (account, month) DO UPDATE SET amount = ledger_month.amount + excluded.amount;
    RETURN NULL;
END';
CREATE TRIGGER ledger_posting__in_its_month AFTER INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_posting_in_its_month();
-- end
