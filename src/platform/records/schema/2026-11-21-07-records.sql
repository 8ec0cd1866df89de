-- What every record has, whatever its noun: identity, name, place in the world, state and clock.
-- A noun's own columns are in its own table, whose key is the record's id.
CREATE TABLE record (
    id           $ID      NOT NULL CONSTRAINT record__id PRIMARY KEY,
    kind         $TEXT    NOT NULL,
    reference    $TEXT    NOT NULL,
    title        $TEXT    NOT NULL,
    title_sort   $BYTES   NOT NULL, -- base/text sort_key(title)
    state        $TEXT    NOT NULL, -- empty where the noun has no states
    country      $TEXT,             -- what grants scoped by country look at
    organisation $ID CONSTRAINT record__organisation REFERENCES record (id),
    assignee     $ID CONSTRAINT record__assignee REFERENCES user_account (id),
    created_by   $ID CONSTRAINT record__created_by REFERENCES user_account (id),
    created_at   $INSTANT NOT NULL,
    changed_at   $INSTANT NOT NULL,
    state_since  $INSTANT NOT NULL,
    due_on       $DATE,             -- when whoever must act should have acted
    audience     $TEXT    NOT NULL
        CONSTRAINT record__audience CHECK (audience IN ('public', 'partner', 'internal', 'restricted')),
    version      $INT     NOT NULL,
    CONSTRAINT record__reference UNIQUE (reference)
) $STRICT;
CREATE INDEX record__kind__id ON record (kind, id);
CREATE INDEX record__kind__title_sort__id ON record (kind, title_sort, id);
CREATE INDEX record__kind__changed_at__id ON record (kind, changed_at, id);
CREATE INDEX record__kind__state__id ON record (kind, state, id);
CREATE INDEX record__kind__country__id ON record (kind, country, id);
CREATE INDEX record__kind__organisation__id ON record (kind, organisation, id);
CREATE INDEX record__assignee__due_on ON record (assignee, due_on) WHERE assignee IS NOT NULL;
CREATE INDEX record__kind__due_on__id ON record (kind, due_on, id) WHERE due_on IS NOT NULL;

-- The last number drawn for a prefix in a year. Gaps happen, reuse never.
CREATE TABLE reference_counter (
    prefix $TEXT NOT NULL,
    year   $INT  NOT NULL,
    last   $INT  NOT NULL,
    CONSTRAINT reference_counter__prefix__year PRIMARY KEY (prefix, year)
) $STRICT;

CREATE TABLE comment (
    id       $ID      NOT NULL CONSTRAINT comment__id PRIMARY KEY,
    record   $ID      NOT NULL CONSTRAINT comment__record REFERENCES record (id),
    at       $INSTANT NOT NULL,
    author   $ID CONSTRAINT comment__author REFERENCES user_account (id),
    audience $TEXT    NOT NULL
        CONSTRAINT comment__audience CHECK (audience IN ('partner', 'internal')),
    body     $TEXT    NOT NULL
) $STRICT;
CREATE INDEX comment__record__id ON comment (record, id);

CREATE TABLE attachment (
    id          $ID      NOT NULL CONSTRAINT attachment__id PRIMARY KEY,
    record      $ID      NOT NULL CONSTRAINT attachment__record REFERENCES record (id),
    file        $ID      NOT NULL CONSTRAINT attachment__file REFERENCES file (id),
    at          $INSTANT NOT NULL,
    added_by    $ID CONSTRAINT attachment__added_by REFERENCES user_account (id),
    audience    $TEXT    NOT NULL
        CONSTRAINT attachment__audience CHECK (audience IN ('public', 'partner', 'internal')),
    description $TEXT    NOT NULL
) $STRICT;
CREATE INDEX attachment__record__id ON attachment (record, id);

-- An act that was carried out: the same command again answers the same and does nothing.
CREATE TABLE command (
    id      $ID      NOT NULL CONSTRAINT command__id PRIMARY KEY,
    at      $INSTANT NOT NULL,
    account $ID,
    digest  $BYTES   NOT NULL, -- of what was asked
    outcome $JSON    NOT NULL
) $STRICT;
CREATE INDEX command__at ON command (at);

-- A list's filters, columns and order under a name.
CREATE TABLE saved_view (
    id       $ID      NOT NULL CONSTRAINT saved_view__id PRIMARY KEY,
    kind     $TEXT    NOT NULL,
    owner    $ID      NOT NULL CONSTRAINT saved_view__owner REFERENCES user_account (id),
    name     $TEXT    NOT NULL,
    audience $TEXT    NOT NULL
        CONSTRAINT saved_view__audience CHECK (audience IN ('private', 'team', 'public')),
    query    $TEXT    NOT NULL,
    at       $INSTANT NOT NULL,
    CONSTRAINT saved_view__owner__kind__name UNIQUE (owner, kind, name)
) $STRICT;

-- Words to find a record by, one row per record and audience. `base/text` made the tokens.
-- only: sqlite
CREATE TABLE search_document (
    id       INTEGER NOT NULL CONSTRAINT search_document__id PRIMARY KEY,
    record   $ID     NOT NULL CONSTRAINT search_document__record REFERENCES record (id),
    kind     $TEXT   NOT NULL,
    audience $INT    NOT NULL,
    CONSTRAINT search_document__record__audience UNIQUE (record, audience)
) $STRICT;
CREATE VIRTUAL TABLE search_tokens USING fts5 (tokens, tokenize = "unicode61 remove_diacritics 0");
-- end
-- only: postgresql
CREATE TABLE search_document (
    id       bigint  NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT search_document__id PRIMARY KEY,
    record   $ID     NOT NULL CONSTRAINT search_document__record REFERENCES record (id),
    kind     $TEXT   NOT NULL,
    audience $INT    NOT NULL,
    tokens   tsvector NOT NULL,
    CONSTRAINT search_document__record__audience UNIQUE (record, audience)
);
CREATE INDEX search_document__tokens ON search_document USING gin (tokens);
-- end
