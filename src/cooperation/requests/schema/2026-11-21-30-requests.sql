-- What partners ask for, and how far it went. Title, country, sending organisation, state, due date
-- and lead are in `record`.
CREATE TABLE request (
    id               $ID   NOT NULL CONSTRAINT request__id PRIMARY KEY REFERENCES record (id),
    origin           $TEXT NOT NULL
        CONSTRAINT request__origin CHECK (origin IN ('request_letter', 'mission_notice', 'leaders_pledge',
            'joint_commission', 'offer', 'renewal', 'emergency')),
    problem          $TEXT NOT NULL,
    wanted           $TEXT NOT NULL,
    sector           $TEXT NOT NULL, -- empty until the desk coded it
    sdgs             $TEXT NOT NULL,
    modalities       $TEXT NOT NULL,
    people           $INT CONSTRAINT request__people CHECK (people IS NULL OR people > 0),
    languages        $TEXT NOT NULL,
    starts           $DATE,
    ends             $DATE,
    geography        $TEXT NOT NULL,
    countries        $TEXT NOT NULL,
    priority         $TEXT NOT NULL,
    humanitarian     $INT  NOT NULL CONSTRAINT request__humanitarian CHECK (humanitarian IN (0, 1)),
    letter_number    $TEXT NOT NULL,
    letter_date      $DATE,
    channel          $TEXT NOT NULL
        CONSTRAINT request__channel CHECK (channel IN ('portal', 'mission', 'post', 'email', 'hand', 'meeting')),
    classification   $TEXT NOT NULL,

    -- From here on, written by verbs alone.
    consented_by     $TEXT NOT NULL,
    consented_on     $DATE,
    consent_document $TEXT NOT NULL,
    registered_on    $DATE,
    missing          $TEXT NOT NULL,
    finding          $TEXT
        CONSTRAINT request__finding CHECK (finding IN ('eligible', 'eligible_in_part', 'not_eligible', 'unclear')),
    assessment       $TEXT NOT NULL,
    remainder        $TEXT NOT NULL,
    offer_deadline   $DATE,
    deferred_to      $INT,
    referred_to      $TEXT NOT NULL,
    plan_year        $INT,
    exit_reason      $TEXT
        CONSTRAINT request__exit_reason CHECK (exit_reason IN ('outside_priorities', 'no_capacity', 'no_funds',
            'duplicate', 'not_eligible', 'legal_obstacle', 'security', 'diplomatic',
            'insufficient_information', 'better_placed', 'other')),
    exit_note        $TEXT NOT NULL,
    communicated     $JSON NOT NULL,
    answer_letter    $TEXT NOT NULL,
    answered_on      $DATE,
    CONSTRAINT request__period CHECK (starts IS NULL OR ends IS NULL OR starts <= ends),
    CONSTRAINT request__consent CHECK (consented_on IS NULL OR consented_by <> ''),
    CONSTRAINT request__exit CHECK (exit_reason IS NULL OR communicated <> '')
) $STRICT;

-- Business days that a state may last, where the installation differs from the defaults.
CREATE TABLE service_standard (
    id    $ID   NOT NULL CONSTRAINT service_standard__id PRIMARY KEY REFERENCES record (id),
    stage $TEXT NOT NULL,
    days  $INT  NOT NULL CONSTRAINT service_standard__days CHECK (days BETWEEN 1 AND 400),
    CONSTRAINT service_standard__stage UNIQUE (stage)
) $STRICT;

-- Reminders that went out: each due date is announced once and missed once.
CREATE TABLE request_reminder (
    request $ID      NOT NULL CONSTRAINT request_reminder__request REFERENCES record (id),
    due_on  $DATE    NOT NULL,
    occasion $TEXT   NOT NULL CONSTRAINT request_reminder__occasion CHECK (occasion IN ('before', 'after')),
    sent    $INSTANT NOT NULL,
    CONSTRAINT request_reminder__request__due_on__occasion PRIMARY KEY (request, due_on, occasion)
) $STRICT;
