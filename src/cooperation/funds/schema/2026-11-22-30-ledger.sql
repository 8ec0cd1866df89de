-- Funds and their ledger. Titles, countries, organisations and states are in `record`.

CREATE TABLE fund (
    id           $ID   NOT NULL CONSTRAINT fund__id PRIMARY KEY REFERENCES record (id),
    fund_kind    $TEXT NOT NULL
        CONSTRAINT fund__fund_kind
        CHECK (fund_kind IN ('central_budget', 'trust_fund', 'facilitators_fund')),
    currency     $TEXT NOT NULL,
    books        $TEXT NOT NULL CONSTRAINT fund__books CHECK (books IN ('treasury', 'here')),
    purpose      $TEXT NOT NULL,
    closed_until $DATE, -- the last day of the closed period
    last_number  $INT  NOT NULL DEFAULT 0 -- of its entries; whoever posts holds this row
) $STRICT;

-- An account counts one currency for one purpose: `role` says which, `subject` of what (the fund
-- itself, a contribution, an allocation, an obligation, a disbursement, a plan line). The last two
-- checks are what several spenders at once meet in the end, whatever the program thinks.
CREATE TABLE ledger_account (
    id        $ID   NOT NULL CONSTRAINT ledger_account__id PRIMARY KEY,
    fund      $ID   NOT NULL CONSTRAINT ledger_account__fund REFERENCES record (id),
    role      $TEXT NOT NULL,
    subject   $ID   NOT NULL CONSTRAINT ledger_account__subject REFERENCES record (id),
    currency  $TEXT NOT NULL,
    kind      $TEXT NOT NULL
        CONSTRAINT ledger_account__kind
        CHECK (kind IN ('asset', 'expense', 'liability', 'fund', 'income', 'memorandum')),
    least     $INT, -- of the balance as its own side counts it; nothing: no limit
    most      $INT,
    balance   $INT  NOT NULL, -- minor units; debits are positive
    CONSTRAINT ledger_account__fund__role__subject__currency
        UNIQUE (fund, role, subject, currency),
    CONSTRAINT ledger_account__least
        CHECK (least IS NULL
               OR least <= CASE WHEN kind IN ('asset', 'expense') THEN balance ELSE -balance END),
    CONSTRAINT ledger_account__most
        CHECK (most IS NULL
               OR most >= CASE WHEN kind IN ('asset', 'expense') THEN balance ELSE -balance END)
) $STRICT;
CREATE INDEX ledger_account__subject ON ledger_account (subject, role);

-- What happened, in the order of its numbers within the fund. Never changed: what was a mistake is
-- taken back, once, by an entry of its own.
CREATE TABLE ledger_transfer (
    id          $ID      NOT NULL CONSTRAINT ledger_transfer__id PRIMARY KEY,
    fund        $ID      NOT NULL CONSTRAINT ledger_transfer__fund REFERENCES record (id),
    number      $INT     NOT NULL CONSTRAINT ledger_transfer__number CHECK (number > 0),
    on_day      $DATE    NOT NULL,
    booked_at   $INSTANT NOT NULL,
    booked_by   $ID, -- nothing: the program itself
    act         $TEXT    NOT NULL,
    record      $ID      NOT NULL CONSTRAINT ledger_transfer__record REFERENCES record (id),
    document    $TEXT    NOT NULL,
    rate        $TEXT    NOT NULL, -- a decimal; empty: no exchange
    rate_on     $DATE,
    rate_source $TEXT    NOT NULL,
    reverses    $ID CONSTRAINT ledger_transfer__its_mistake REFERENCES ledger_transfer (id),
    CONSTRAINT ledger_transfer__fund__number UNIQUE (fund, number),
    CONSTRAINT ledger_transfer__reverses UNIQUE (reverses),
    CONSTRAINT ledger_transfer__quote
        CHECK ((rate = '') = (rate_on IS NULL) AND (rate = '') = (rate_source = ''))
) $STRICT;
CREATE INDEX ledger_transfer__record ON ledger_transfer (record, number);
CREATE INDEX ledger_transfer__fund ON ledger_transfer (fund, on_day, number);

-- Sums to zero per transfer and currency. The day stands here too, for balances of a day gone by.
CREATE TABLE ledger_posting (
    transfer $ID   NOT NULL CONSTRAINT ledger_posting__transfer REFERENCES ledger_transfer (id),
    account  $ID   NOT NULL CONSTRAINT ledger_posting__account REFERENCES ledger_account (id),
    on_day   $DATE NOT NULL,
    amount   $INT  NOT NULL CONSTRAINT ledger_posting__amount CHECK (amount <> 0),
    CONSTRAINT ledger_posting__transfer__account PRIMARY KEY (transfer, account)
) $STRICT;
CREATE INDEX ledger_posting__account ON ledger_posting (account, on_day, amount);

-- Whose hands an amount of money went through: who asked is never who approves, nor who verified.
CREATE TABLE money_signature (
    record      $ID NOT NULL CONSTRAINT money_signature__record PRIMARY KEY REFERENCES record (id),
    asked_by    $ID NOT NULL CONSTRAINT money_signature__asked_by REFERENCES user_account (id),
    verified_by $ID CONSTRAINT money_signature__verified_by REFERENCES user_account (id),
    approved_by $ID CONSTRAINT money_signature__approved_by REFERENCES user_account (id),
    CONSTRAINT money_signature__verified CHECK (verified_by <> asked_by),
    CONSTRAINT money_signature__two_people
        CHECK (approved_by <> asked_by AND (verified_by IS NULL OR approved_by <> verified_by))
) $STRICT;

-- only: sqlite
CREATE TRIGGER ledger_transfer__kept BEFORE UPDATE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer__kept'); END;
CREATE TRIGGER ledger_transfer__stays BEFORE DELETE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer__kept'); END;
CREATE TRIGGER ledger_posting__kept BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger_posting__kept'); END;
CREATE TRIGGER ledger_posting__stays BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger_posting__kept'); END;
-- end
-- only: postgresql
CREATE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    RAISE EXCEPTION ''the ledger is kept as it is''
        USING ERRCODE = ''check_violation'', CONSTRAINT = TG_TABLE_NAME || ''__kept'';
END';
CREATE TRIGGER ledger_transfer__kept BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_is_kept();
CREATE TRIGGER ledger_posting__kept BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_is_kept();
-- end
