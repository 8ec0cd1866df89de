-- Who bears what of a project. Titles, states and references are in `record`; what is paid stands on
-- the ledger and nowhere here.

CREATE TABLE cost_plan (
    id          $ID   NOT NULL CONSTRAINT cost_plan__id PRIMARY KEY REFERENCES record (id),
    project     $ID   NOT NULL CONSTRAINT cost_plan__its_project REFERENCES record (id),
    arrangement $TEXT NOT NULL
        CONSTRAINT cost_plan__arrangement CHECK (arrangement IN ('parallel', 'pool')),
    currency    $TEXT,
    pool_fund   $ID CONSTRAINT cost_plan__pool_fund REFERENCES record (id),
    document    $TEXT NOT NULL,
    CONSTRAINT cost_plan__project UNIQUE (project),
    CONSTRAINT cost_plan__pool
        CHECK (CASE WHEN arrangement = 'pool' THEN currency IS NOT NULL
                    ELSE currency IS NULL AND pool_fund IS NULL END)
) $STRICT;

-- One budget line of one party (or of the pool): an amount of money, or a quantity in its own unit.
CREATE TABLE cost_item (
    id             $ID   NOT NULL CONSTRAINT cost_item__id PRIMARY KEY REFERENCES record (id),
    plan           $ID   NOT NULL CONSTRAINT cost_item__its_plan REFERENCES record (id),
    line_number    $INT,
    party          $ID CONSTRAINT cost_item__party REFERENCES record (id), -- nothing: the pool
    contribution   $TEXT NOT NULL
        CONSTRAINT cost_item__contribution CHECK (contribution IN ('cash', 'in_kind')),
    amount         $TEXT NOT NULL, -- decimal text, as asked
    currency       $TEXT,
    quantity       $TEXT NOT NULL,
    unit           $TEXT,
    grade          $TEXT NOT NULL,
    money_value    $TEXT NOT NULL,
    value_currency $TEXT,
    value_method   $TEXT NOT NULL,
    value_version  $TEXT NOT NULL,
    value_document $TEXT NOT NULL,
    valued_on      $DATE,
    CONSTRAINT cost_item__measure
        CHECK (CASE WHEN contribution = 'cash'
                    THEN amount <> '' AND currency IS NOT NULL AND quantity = '' AND unit IS NULL
                    ELSE amount = '' AND currency IS NULL AND quantity <> '' AND unit IS NOT NULL
                         AND party IS NOT NULL END),
    CONSTRAINT cost_item__value
        CHECK ((money_value = '') = (value_currency IS NULL)
               AND (money_value = '') = (valued_on IS NULL))
) $STRICT;
CREATE INDEX cost_item__plan ON cost_item (plan, id);

-- What a party spent or gave outside our books, by its word.
CREATE TABLE cost_report (
    id          $ID   NOT NULL CONSTRAINT cost_report__id PRIMARY KEY REFERENCES record (id),
    item        $ID   NOT NULL CONSTRAINT cost_report__its_item REFERENCES record (id),
    reported_on $DATE NOT NULL,
    amount      $TEXT NOT NULL CONSTRAINT cost_report__amount CHECK (amount <> ''),
    source      $TEXT NOT NULL,
    document    $TEXT NOT NULL
) $STRICT;
CREATE INDEX cost_report__item ON cost_report (item, id);

-- Which budget item an obligation pays for: one at most.
CREATE TABLE cost_item_obligation (
    obligation $ID NOT NULL CONSTRAINT cost_item_obligation__obligation PRIMARY KEY
        CONSTRAINT cost_item_obligation__its_obligation REFERENCES record (id),
    item       $ID NOT NULL CONSTRAINT cost_item_obligation__its_item REFERENCES record (id)
) $STRICT;
CREATE INDEX cost_item_obligation__item ON cost_item_obligation (item, obligation);

-- What a party said yes to: its column as it then stood. A column that reads otherwise by now is not
-- confirmed.
CREATE TABLE cost_confirmation (
    plan         $ID   NOT NULL CONSTRAINT cost_confirmation__its_plan REFERENCES record (id),
    party        $ID   NOT NULL CONSTRAINT cost_confirmation__its_party REFERENCES record (id),
    confirmed_by $ID   NOT NULL CONSTRAINT cost_confirmation__by REFERENCES user_account (id),
    confirmed_on $DATE NOT NULL,
    seen         $TEXT NOT NULL,
    CONSTRAINT cost_confirmation__plan__party PRIMARY KEY (plan, party)
) $STRICT;
