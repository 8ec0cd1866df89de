-- What is promised to funds, and what they promise and pay. Amounts as asked are decimal text;
-- what became of them stands on the ledger alone.

CREATE TABLE contribution (
    id                  $ID   NOT NULL CONSTRAINT contribution__id PRIMARY KEY REFERENCES record (id),
    fund                $ID   NOT NULL CONSTRAINT contribution__fund REFERENCES record (id),
    amount              $TEXT NOT NULL CONSTRAINT contribution__amount CHECK (amount <> ''),
    currency            $TEXT NOT NULL,
    earmark_countries   $TEXT NOT NULL,
    earmark_sector      $TEXT NOT NULL,
    pledged_on          $DATE NOT NULL,
    pledge_document     $TEXT NOT NULL,
    committed_on        $DATE,
    commitment_document $TEXT NOT NULL,
    due_on              $DATE,
    call_document       $TEXT NOT NULL,
    bank_statement      $TEXT NOT NULL
) $STRICT;
CREATE INDEX contribution__fund ON contribution (fund, id);

CREATE TABLE allocation (
    id           $ID   NOT NULL CONSTRAINT allocation__id PRIMARY KEY REFERENCES record (id),
    fund         $ID   NOT NULL CONSTRAINT allocation__fund REFERENCES record (id),
    line         $ID   NOT NULL CONSTRAINT allocation__line REFERENCES record (id),
    contribution $ID CONSTRAINT allocation__contribution REFERENCES record (id),
    amount       $TEXT NOT NULL CONSTRAINT allocation__amount CHECK (amount <> ''),
    document     $TEXT NOT NULL
) $STRICT;
CREATE INDEX allocation__fund ON allocation (fund, id);
CREATE INDEX allocation__line ON allocation (line, id);

CREATE TABLE obligation (
    id         $ID   NOT NULL CONSTRAINT obligation__id PRIMARY KEY REFERENCES record (id),
    allocation $ID   NOT NULL CONSTRAINT obligation__allocation REFERENCES record (id),
    project    $ID   NOT NULL CONSTRAINT obligation__project REFERENCES record (id),
    amount     $TEXT NOT NULL CONSTRAINT obligation__amount CHECK (amount <> ''),
    document   $TEXT NOT NULL
) $STRICT;
CREATE INDEX obligation__allocation ON obligation (allocation, id);
CREATE INDEX obligation__project ON obligation (project, id);

CREATE TABLE disbursement (
    id                $ID   NOT NULL CONSTRAINT disbursement__id PRIMARY KEY REFERENCES record (id),
    obligation        $ID   NOT NULL CONSTRAINT disbursement__obligation REFERENCES record (id),
    amount            $TEXT NOT NULL CONSTRAINT disbursement__amount CHECK (amount <> ''),
    document          $TEXT NOT NULL,
    verification      $TEXT NOT NULL,
    approval_document $TEXT NOT NULL,
    paid_on           $DATE,
    payment_number    $TEXT NOT NULL,
    payment_document  $TEXT NOT NULL,
    bank_statement    $TEXT NOT NULL
) $STRICT;
CREATE INDEX disbursement__obligation ON disbursement (obligation, id);

CREATE TABLE correction (
    id       $ID   NOT NULL CONSTRAINT correction__id PRIMARY KEY REFERENCES record (id),
    fund     $ID   NOT NULL CONSTRAINT correction__fund REFERENCES record (id),
    number   $INT  NOT NULL CONSTRAINT correction__number CHECK (number > 0),
    document $TEXT NOT NULL
) $STRICT;
CREATE INDEX correction__fund ON correction (fund, number);
