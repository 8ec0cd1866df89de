-- The words that records have, to correct misspelt searches by: those near a word share a key with it
-- (base/spelling). A job learns them from new documents, so that no verb waits for it.
CREATE TABLE search_word (
    word $TEXT NOT NULL CONSTRAINT search_word__word PRIMARY KEY
) $STRICT;
CREATE TABLE search_spelling (
    spelling_key $INT  NOT NULL,
    word         $TEXT NOT NULL CONSTRAINT search_spelling__word REFERENCES search_word (word),
    CONSTRAINT search_spelling__key__word PRIMARY KEY (spelling_key, word)
) $STRICT;
-- Documents whose words are still to be learned. A document may be gone by then.
CREATE TABLE search_unlearned (
    document $INT NOT NULL CONSTRAINT search_unlearned__document PRIMARY KEY
) $STRICT;
INSERT INTO search_unlearned (document) SELECT id FROM search_document;
