-- A project: what was planned, formulated jointly, approved, and put on a legal basis. The country
-- that it serves (of several, the one that leads) and the implementing office are in `record`.
CREATE TABLE project (
    id            $ID NOT NULL CONSTRAINT project__id PRIMARY KEY REFERENCES record (id),
    line          $ID CONSTRAINT project__line REFERENCES record (id),
    request       $ID CONSTRAINT project__request REFERENCES record (id),
    agreed_match  $ID CONSTRAINT project__agreed_match REFERENCES record (id),
    objective     $TEXT NOT NULL,
    results       $TEXT NOT NULL,
    arrangement   $TEXT NOT NULL,
    geography     $TEXT NOT NULL,
    domain        $TEXT NOT NULL,
    modalities    $TEXT NOT NULL,
    sector        $TEXT NOT NULL,
    sdgs          $TEXT NOT NULL,
    starts        $DATE,
    ends          $DATE,
    minimum_parties $INT NOT NULL CONSTRAINT project__minimum_parties CHECK (minimum_parties >= 2),
    tied          $INT  NOT NULL CONSTRAINT project__tied CHECK (tied IN (0, 1)),
    conditions    $TEXT NOT NULL,

    formulated_with    $TEXT NOT NULL,
    formulated_on      $DATE,
    appraisal          $TEXT NOT NULL,
    approval_document  $TEXT NOT NULL,
    approved_on        $DATE,
    override_reason    $TEXT NOT NULL, -- why it went on although an office was against it
    in_force_on        $DATE,
    cancelled_by       $TEXT NOT NULL,
    notice             $TEXT NOT NULL,
    costs              $TEXT NOT NULL,
    costs_borne_by     $TEXT NOT NULL,
    people_informed    $TEXT NOT NULL,
    money_returned     $TEXT NOT NULL,
    CONSTRAINT project__period CHECK (starts IS NULL OR ends IS NULL OR starts <= ends)
) $STRICT;
CREATE INDEX project__line ON project (line, id);
CREATE INDEX project__request ON project (request, id);

-- A country or organisation in a project: what it is in it, that it accepted, and on what basis in
-- law it takes part.
CREATE TABLE project_party (
    id           $ID NOT NULL CONSTRAINT project_party__id PRIMARY KEY REFERENCES record (id),
    project      $ID NOT NULL CONSTRAINT project_party__project REFERENCES record (id),
    roles        $TEXT NOT NULL,
    share        $INT CONSTRAINT project_party__share CHECK (share BETWEEN 0 AND 100), -- percent
    contribution $TEXT NOT NULL,

    answered_on       $DATE,
    answer_reason     $TEXT NOT NULL,
    answer_document   $TEXT NOT NULL,
    basis             $TEXT CONSTRAINT project_party__basis CHECK (basis IN (
        'treaty', 'memorandum', 'exchange_of_notes', 'framework_invitation')),
    basis_document    $TEXT NOT NULL,
    signed_on         $DATE,
    in_force_on       $DATE,
    withdrawn_on      $DATE,
    withdrawal_reason $TEXT NOT NULL
) $STRICT;
CREATE INDEX project_party__project ON project_party (project, id);
