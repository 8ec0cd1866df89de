-- The bytes of files, apart from what people call them: public files with the same bytes share them.
CREATE TABLE file_content (
    id            $ID      NOT NULL CONSTRAINT file_content__id PRIMARY KEY,
    digest        $BYTES   NOT NULL, -- SHA-256 of the bytes as they are stored
    shared_digest $BYTES,            -- the same, of public files only
    size          $INT     NOT NULL, -- of the bytes as they are stored
    chunks        $INT     NOT NULL,
    sealed        $INT     NOT NULL CONSTRAINT file_content__sealed CHECK (sealed IN (0, 1)),
    CONSTRAINT file_content__shared_digest UNIQUE (shared_digest),
    CONSTRAINT file_content__never_share_sealed CHECK (sealed = 0 OR shared_digest IS NULL)
) $STRICT;

CREATE TABLE file_chunk (
    content $ID    NOT NULL CONSTRAINT file_chunk__content REFERENCES file_content (id),
    number  $INT   NOT NULL,
    bytes   $BYTES NOT NULL,
    CONSTRAINT file_chunk__content__number PRIMARY KEY (content, number)
) $STRICT;

-- A deleted file keeps its row and loses its content.
CREATE TABLE file (
    id       $ID      NOT NULL CONSTRAINT file__id PRIMARY KEY,
    name     $TEXT    NOT NULL,
    type     $TEXT    NOT NULL,
    size     $INT     NOT NULL,
    audience $TEXT    NOT NULL
        CONSTRAINT file__audience CHECK (audience IN ('public', 'partner', 'internal', 'restricted')),
    person   $ID,
    content  $ID CONSTRAINT file__content REFERENCES file_content (id),
    stored   $INSTANT NOT NULL,
    deleted  $INSTANT,
    CONSTRAINT file__deleted CHECK ((deleted IS NULL) = (content IS NOT NULL))
) $STRICT;
CREATE INDEX file__content ON file (content);
