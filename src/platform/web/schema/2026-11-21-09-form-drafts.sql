-- What somebody was typing into a form, kept while it is typed: a browser that dies loses nothing.
-- One draft per account and form; it goes when the form is saved.
CREATE TABLE form_draft (
    account $ID      NOT NULL CONSTRAINT form_draft__account REFERENCES user_account (id),
    form    $TEXT    NOT NULL, -- the noun's kind, and the record's id when one is being changed
    version $INT,              -- of the record when the form was opened
    at      $INSTANT NOT NULL,
    fields  $JSON    NOT NULL,
    CONSTRAINT form_draft__account__form PRIMARY KEY (account, form)
) $STRICT;
