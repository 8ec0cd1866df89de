-- An offer proposed for a request, what each party said to it, and what was negotiated. The
-- requesting country and the providing organisation are in `record`: grants look at them.

CREATE TABLE request_match (
    id          $ID   NOT NULL CONSTRAINT request_match__id PRIMARY KEY REFERENCES record (id),
    request     $ID   NOT NULL CONSTRAINT request_match__request REFERENCES record (id),
    offer       $ID   NOT NULL CONSTRAINT request_match__offer REFERENCES record (id),
    facilitator $ID CONSTRAINT request_match__facilitator REFERENCES record (id),

    score     $INT CONSTRAINT request_match__score CHECK (score BETWEEN 0 AND 100),
    scored_on $DATE,
    reasons   $JSON NOT NULL DEFAULT '[]', -- as they were when it was scored: codes, not sentences

    requester_answer $TEXT -- NULL: not given yet
        CONSTRAINT request_match__requester_answer CHECK (requester_answer IN ('accepted', 'refused')),
    requester_answered_on   $DATE,
    requester_reason        $TEXT NOT NULL,
    requester_document      $TEXT NOT NULL,
    provider_answer $TEXT -- NULL: not given yet
        CONSTRAINT request_match__provider_answer CHECK (provider_answer IN ('accepted', 'refused')),
    provider_answered_on    $DATE,
    provider_reason         $TEXT NOT NULL,
    provider_document       $TEXT NOT NULL,
    facilitator_answer $TEXT -- NULL: not given yet
        CONSTRAINT request_match__facilitator_answer CHECK (facilitator_answer IN ('accepted', 'refused')),
    facilitator_answered_on $DATE,
    facilitator_reason      $TEXT NOT NULL,
    facilitator_document    $TEXT NOT NULL,

    places      $INT CONSTRAINT request_match__places CHECK (places > 0), -- in the offer's unit
    starts      $DATE,
    ends        $DATE,
    cost_shares $TEXT NOT NULL,
    terms       $TEXT NOT NULL,
    CONSTRAINT request_match__period CHECK (starts IS NULL OR ends IS NULL OR starts <= ends)
) $STRICT;
CREATE INDEX request_match__request ON request_match (request, id);
CREATE INDEX request_match__offer ON request_match (offer, id);
