-- What the treasury says that it paid: files, and each row of them with what it was matched with.

CREATE TABLE payment_file (
    id     $ID   NOT NULL CONSTRAINT payment_file__id PRIMARY KEY REFERENCES record (id),
    fund   $ID   NOT NULL CONSTRAINT payment_file__its_fund REFERENCES record (id),
    digest $TEXT NOT NULL, -- SHA-256 of the file
    CONSTRAINT payment_file__fund__digest UNIQUE (fund, digest)
) $STRICT;

CREATE TABLE payment_row (
    file           $ID   NOT NULL CONSTRAINT payment_row__its_file REFERENCES record (id),
    row_number     $INT  NOT NULL CONSTRAINT payment_row__row_number CHECK (row_number > 0),
    payment_number $TEXT NOT NULL,
    paid_on        $DATE,
    amount         $TEXT NOT NULL,
    currency       $TEXT,
    reference      $TEXT NOT NULL,
    payee          $TEXT NOT NULL,
    problem        $TEXT NOT NULL, -- a code of what could not be read
    disbursement   $ID CONSTRAINT payment_row__disbursement REFERENCES record (id),
    reasons        $TEXT NOT NULL, -- codes, with blanks between them
    state          $TEXT NOT NULL
        CONSTRAINT payment_row__state
        CHECK (state IN ('pays', 'reconciles', 'evidence', 'paid', 'reconciled', 'unmatched',
                         'several', 'known', 'problem')),
    CONSTRAINT payment_row__file__row_number PRIMARY KEY (file, row_number),
    CONSTRAINT payment_row__file__disbursement UNIQUE (file, disbursement)
) $STRICT;
CREATE INDEX payment_row__payment_number ON payment_row (payment_number, amount);
CREATE INDEX payment_row__disbursement ON payment_row (disbursement);
