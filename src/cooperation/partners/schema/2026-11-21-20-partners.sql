-- Who cooperates: countries as policy data, organisations, posts and their holders, people, focal
-- points, missions. Names, countries and organisations that grants look at are in `record`.

CREATE TABLE country_profile (
    id             $ID   NOT NULL CONSTRAINT country_profile__id PRIMARY KEY REFERENCES record (id),
    official_name  $JSON NOT NULL,
    recognition    $TEXT NOT NULL
        CONSTRAINT country_profile__recognition CHECK (recognition IN ('recognised', 'not_recognised', 'undecided')),
    relations_since $DATE,
    eligibility    $TEXT NOT NULL
        CONSTRAINT country_profile__eligibility CHECK (eligibility IN ('eligible', 'case_by_case', 'not_eligible', 'undecided')),
    languages      $TEXT NOT NULL,
    priorities     $TEXT NOT NULL,
    notes          $TEXT NOT NULL
) $STRICT;

CREATE TABLE organisation (
    id       $ID   NOT NULL CONSTRAINT organisation__id PRIMARY KEY REFERENCES record (id),
    names    $JSON NOT NULL,
    acronym  $TEXT NOT NULL,
    type     $TEXT NOT NULL
        CONSTRAINT organisation__type CHECK (type IN ('coordinating_body', 'ministry', 'agency',
            'local_government', 'training_centre', 'university', 'research_institute', 'ngo', 'firm',
            'international_organisation', 'fund', 'mission', 'other')),
    website  $TEXT NOT NULL,
    email    $TEXT NOT NULL,
    phone    $TEXT NOT NULL,
    address  $TEXT NOT NULL,
    org_id   $TEXT NOT NULL
) $STRICT;

-- What an organisation is in cooperation, and when: one may provide, request and facilitate.
CREATE TABLE organisation_role (
    id           $ID   NOT NULL CONSTRAINT organisation_role__id PRIMARY KEY REFERENCES record (id),
    role         $TEXT NOT NULL
        CONSTRAINT organisation_role__role CHECK (role IN ('coordinator', 'requester', 'provider',
            'facilitator', 'implementer', 'funder', 'resource_centre')),
    since        $DATE NOT NULL,
    until        $DATE,
    note         $TEXT NOT NULL,
    CONSTRAINT organisation_role__period CHECK (until IS NULL OR since <= until)
) $STRICT;

CREATE TABLE person (
    id         $ID   NOT NULL CONSTRAINT person__id PRIMARY KEY REFERENCES record (id),
    salutation $TEXT NOT NULL,
    email      $TEXT NOT NULL,
    phone      $TEXT NOT NULL,
    languages  $TEXT NOT NULL,
    notes      $TEXT NOT NULL
) $STRICT;

CREATE TABLE post (
    id         $ID   NOT NULL CONSTRAINT post__id PRIMARY KEY REFERENCES record (id),
    names      $JSON NOT NULL,
    email      $TEXT NOT NULL,
    phone      $TEXT NOT NULL,
    signs      $INT  NOT NULL CONSTRAINT post__signs CHECK (signs IN (0, 1))
) $STRICT;

CREATE TABLE post_holding (
    id       $ID   NOT NULL CONSTRAINT post_holding__id PRIMARY KEY REFERENCES record (id),
    post     $ID   NOT NULL CONSTRAINT post_holding__post REFERENCES record (id),
    person   $ID   NOT NULL CONSTRAINT post_holding__person REFERENCES record (id),
    capacity $TEXT NOT NULL
        CONSTRAINT post_holding__capacity CHECK (capacity IN ('holder', 'acting')),
    since    $DATE NOT NULL,
    until    $DATE,
    document $TEXT NOT NULL,
    CONSTRAINT post_holding__period CHECK (until IS NULL OR since <= until)
) $STRICT;
CREATE INDEX post_holding__post ON post_holding (post, since);
CREATE INDEX post_holding__person ON post_holding (person);

CREATE TABLE delegation (
    id       $ID   NOT NULL CONSTRAINT delegation__id PRIMARY KEY REFERENCES record (id),
    post     $ID   NOT NULL CONSTRAINT delegation__post REFERENCES record (id),
    delegate $ID   NOT NULL CONSTRAINT delegation__delegate REFERENCES record (id),
    powers   $TEXT NOT NULL,
    since    $DATE NOT NULL,
    until    $DATE NOT NULL,
    document $TEXT NOT NULL,
    CONSTRAINT delegation__period CHECK (since <= until),
    CONSTRAINT delegation__other CHECK (post <> delegate)
) $STRICT;
CREATE INDEX delegation__post ON delegation (post, since);
CREATE INDEX delegation__delegate ON delegation (delegate);

-- Focal points are designated by their state, never accredited by us.
CREATE TABLE designation (
    id           $ID   NOT NULL CONSTRAINT designation__id PRIMARY KEY REFERENCES record (id),
    post         $ID CONSTRAINT designation__post REFERENCES record (id),
    competence   $TEXT NOT NULL,
    since        $DATE NOT NULL,
    until        $DATE,
    document     $TEXT NOT NULL,
    CONSTRAINT designation__period CHECK (until IS NULL OR since <= until)
) $STRICT;

CREATE TABLE mission (
    id       $ID   NOT NULL CONSTRAINT mission__id PRIMARY KEY REFERENCES record (id),
    type     $TEXT NOT NULL
        CONSTRAINT mission__type CHECK (type IN ('embassy', 'consulate', 'permanent_mission', 'liaison_office')),
    sender   $TEXT NOT NULL,
    city     $TEXT NOT NULL,
    accredited_to $TEXT NOT NULL,
    email    $TEXT NOT NULL,
    phone    $TEXT NOT NULL,
    address  $TEXT NOT NULL
) $STRICT;

-- Countries that a mission looks after besides the one where it is.
CREATE TABLE concurrent_country (
    id      $ID   NOT NULL CONSTRAINT concurrent_country__id PRIMARY KEY REFERENCES record (id),
    mission $ID   NOT NULL CONSTRAINT concurrent_country__mission REFERENCES record (id),
    since   $DATE NOT NULL,
    until   $DATE,
    CONSTRAINT concurrent_country__period CHECK (until IS NULL OR since <= until)
) $STRICT;
CREATE INDEX concurrent_country__mission ON concurrent_country (mission, since);
