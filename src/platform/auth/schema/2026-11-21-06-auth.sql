-- Who may sign in. `office` and `post` name records of the cooperation layer, which lies above:
-- hence no foreign keys. The password is an argon2id string; without one nobody signs in by password.
CREATE TABLE user_account (
    id               $ID      NOT NULL CONSTRAINT user_account__id PRIMARY KEY,
    email            $TEXT    NOT NULL,
    name             $TEXT    NOT NULL,
    language         $TEXT    NOT NULL
        CONSTRAINT user_account__language CHECK (language IN ('en', 'id', 'fr', 'es', 'pt', 'ar')),
    time_zone        $TEXT    NOT NULL,
    theme            $TEXT    NOT NULL
        CONSTRAINT user_account__theme CHECK (theme IN ('system', 'light', 'dark')),
    status           $TEXT    NOT NULL
        CONSTRAINT user_account__status CHECK (status IN ('invited', 'active', 'suspended')),
    office           $ID,
    post             $ID,
    password         $TEXT,
    password_changed $INSTANT,
    created          $INSTANT NOT NULL,
    last_sign_in     $INSTANT,
    version          $INT     NOT NULL,
    CONSTRAINT user_account__email UNIQUE (email)
) $STRICT;
CREATE INDEX user_account__office ON user_account (office);
CREATE INDEX user_account__post ON user_account (post);

-- What a user may do, where and for how long. A grant is never edited: it is revoked.
CREATE TABLE access_grant (
    id           $ID      NOT NULL CONSTRAINT access_grant__id PRIMARY KEY,
    account      $ID      NOT NULL CONSTRAINT access_grant__account REFERENCES user_account (id),
    role         $TEXT    NOT NULL
        CONSTRAINT access_grant__role CHECK (role IN ('administrator', 'coordinator', 'desk_officer',
            'line_ministry', 'appraiser', 'approver', 'signatory', 'finance_officer', 'implementer',
            'focal_point', 'own_mission', 'partner_mission', 'facilitator', 'participant', 'auditor')),
    scope        $TEXT    NOT NULL
        CONSTRAINT access_grant__scope_kind CHECK (scope IN ('everywhere', 'organisation', 'country')),
    organisation $ID,
    country      $TEXT,
    valid_from   $DATE    NOT NULL,
    valid_until  $DATE,
    granted      $INSTANT NOT NULL,
    granted_by   $ID,
    revoked      $INSTANT,
    revoked_by   $ID,
    CONSTRAINT access_grant__scope CHECK ((scope = 'organisation') = (organisation IS NOT NULL)
        AND (scope = 'country') = (country IS NOT NULL)),
    CONSTRAINT access_grant__period CHECK (valid_until IS NULL OR valid_from <= valid_until)
) $STRICT;
CREATE INDEX access_grant__account ON access_grant (account);
CREATE INDEX access_grant__role ON access_grant (role) WHERE revoked IS NULL;

-- A browser that signed in, or is half way there (`stage`). Only the token's hash is kept.
-- The row goes when the session ends; the history keeps that it was.
CREATE TABLE user_session (
    id         $ID      NOT NULL CONSTRAINT user_session__id PRIMARY KEY,
    token_hash $BYTES   NOT NULL,
    account    $ID      NOT NULL CONSTRAINT user_session__account REFERENCES user_account (id),
    stage      $TEXT    NOT NULL
        CONSTRAINT user_session__stage CHECK (stage IN ('second_factor', 'open')),
    mfa        $INT     NOT NULL CONSTRAINT user_session__mfa CHECK (mfa IN (0, 1)),
    created    $INSTANT NOT NULL,
    last_seen  $INSTANT NOT NULL,
    confirmed  $INSTANT NOT NULL, -- when the password or a code was last typed
    client     $TEXT    NOT NULL,
    agent      $TEXT    NOT NULL,
    view_as    $ID CONSTRAINT user_session__view_as REFERENCES user_account (id),
    CONSTRAINT user_session__token_hash UNIQUE (token_hash)
) $STRICT;
CREATE INDEX user_session__account ON user_session (account);
CREATE INDEX user_session__last_seen ON user_session (last_seen);

-- Links that were mailed: for one purpose, for a time, spent once.
CREATE TABLE mailed_link (
    id         $ID      NOT NULL CONSTRAINT mailed_link__id PRIMARY KEY,
    token_hash $BYTES   NOT NULL,
    account    $ID      NOT NULL CONSTRAINT mailed_link__account REFERENCES user_account (id),
    purpose    $TEXT    NOT NULL
        CONSTRAINT mailed_link__purpose CHECK (purpose IN ('invitation', 'password_reset')),
    created    $INSTANT NOT NULL,
    expires    $INSTANT NOT NULL,
    spent      $INSTANT,
    CONSTRAINT mailed_link__token_hash UNIQUE (token_hash)
) $STRICT;
CREATE INDEX mailed_link__account ON mailed_link (account);
CREATE INDEX mailed_link__expires ON mailed_link (expires);

-- Attempts to prove who one is. `subject` is a hash of what was typed, so that unknown addresses
-- are counted, and refused, like known ones.
CREATE TABLE sign_in_attempt (
    id      $ID      NOT NULL CONSTRAINT sign_in_attempt__id PRIMARY KEY,
    purpose $TEXT    NOT NULL
        CONSTRAINT sign_in_attempt__purpose CHECK (purpose IN ('password', 'second_factor', 'reset')),
    subject $BYTES   NOT NULL,
    client  $TEXT    NOT NULL,
    at      $INSTANT NOT NULL,
    failed  $INT     NOT NULL CONSTRAINT sign_in_attempt__failed CHECK (failed IN (0, 1))
) $STRICT;
CREATE INDEX sign_in_attempt__subject__at ON sign_in_attempt (subject, at);
CREATE INDEX sign_in_attempt__client__at ON sign_in_attempt (client, at);
CREATE INDEX sign_in_attempt__at ON sign_in_attempt (at);

-- RFC 6238. The secret is sealed with the service key, bound to its row. `last_step` is the newest
-- time step that a code was accepted for: no code works twice.
CREATE TABLE totp (
    account   $ID      NOT NULL CONSTRAINT totp__account PRIMARY KEY
        CONSTRAINT totp__user_account REFERENCES user_account (id),
    secret    $BYTES   NOT NULL,
    begun     $INSTANT NOT NULL,
    confirmed $INSTANT,
    last_step $INT     NOT NULL
) $STRICT;

CREATE TABLE recovery_code (
    account   $ID    NOT NULL CONSTRAINT recovery_code__account REFERENCES user_account (id),
    code_hash $BYTES NOT NULL,
    spent     $INSTANT,
    CONSTRAINT recovery_code__account__code_hash PRIMARY KEY (account, code_hash)
) $STRICT;

-- Bearer tokens of programs. `scopes` reads like "requests:read partners:write".
CREATE TABLE api_token (
    id         $ID      NOT NULL CONSTRAINT api_token__id PRIMARY KEY,
    token_hash $BYTES   NOT NULL,
    account    $ID      NOT NULL CONSTRAINT api_token__account REFERENCES user_account (id),
    name       $TEXT    NOT NULL,
    scopes     $TEXT    NOT NULL,
    created    $INSTANT NOT NULL,
    expires    $INSTANT NOT NULL,
    last_used  $INSTANT,
    revoked    $INSTANT,
    CONSTRAINT api_token__token_hash UNIQUE (token_hash)
) $STRICT;
CREATE INDEX api_token__account ON api_token (account);
