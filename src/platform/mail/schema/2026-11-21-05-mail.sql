-- The outbox. Its `queued` mails have a job each that delivers them.
CREATE TABLE mail (
    id             $ID      NOT NULL CONSTRAINT mail__id PRIMARY KEY,
    recipient      $TEXT    NOT NULL,
    recipient_name $TEXT    NOT NULL,
    subject        $TEXT    NOT NULL,
    text           $TEXT    NOT NULL,
    html           $TEXT    NOT NULL,
    language       $TEXT    NOT NULL,
    about_kind     $TEXT,
    about          $ID,
    has_secret     $INT     NOT NULL CONSTRAINT mail__has_secret CHECK (has_secret IN (0, 1)),
    wiped          $INT     NOT NULL CONSTRAINT mail__wiped CHECK (wiped IN (0, 1)),
    state          $TEXT    NOT NULL
        CONSTRAINT mail__state CHECK (state IN ('queued', 'sent', 'kept', 'dead')),
    attempts       $INT     NOT NULL,
    answer         $TEXT    NOT NULL, -- of the mail server to the last attempt
    queued         $INSTANT NOT NULL,
    sent           $INSTANT,
    CONSTRAINT mail__about CHECK ((about IS NULL) = (about_kind IS NULL)),
    CONSTRAINT mail__sent CHECK ((state = 'sent') = (sent IS NOT NULL)),
    -- A secret that was sent is not kept.
    CONSTRAINT mail__secret_wiped CHECK (state <> 'sent' OR has_secret = 0 OR wiped = 1)
) $STRICT;
CREATE INDEX mail__state__id ON mail (state, id);
CREATE INDEX mail__recipient__id ON mail (recipient, id);
CREATE INDEX mail__about__id ON mail (about, id);
