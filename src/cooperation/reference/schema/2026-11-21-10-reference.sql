-- A list of codes. Its revision rises whenever what is current changes: servers that hold the lists
-- in memory look at it.
CREATE TABLE code_list (
    id       $ID   NOT NULL CONSTRAINT code_list__id PRIMARY KEY,
    list     $TEXT NOT NULL,
    revision $INT  NOT NULL,
    CONSTRAINT code_list__list UNIQUE (list)
) $STRICT;

-- Versions are added, never changed but for which one is current.
CREATE TABLE code_list_version (
    list         $TEXT    NOT NULL CONSTRAINT code_list_version__list REFERENCES code_list (list),
    version      $TEXT    NOT NULL,
    published_on $DATE    NOT NULL,
    source       $TEXT    NOT NULL,
    licence      $TEXT    NOT NULL,
    attribution  $TEXT    NOT NULL,
    origin       $TEXT    NOT NULL
        CONSTRAINT code_list_version__origin CHECK (origin IN ('shipped', 'added')),
    digest       $TEXT    NOT NULL, -- of what was loaded: the same again changes nothing
    loaded_at    $INSTANT NOT NULL,
    is_current   $INT     NOT NULL
        CONSTRAINT code_list_version__is_current CHECK (is_current IN (0, 1)),
    CONSTRAINT code_list_version__list__version PRIMARY KEY (list, version)
) $STRICT;
CREATE UNIQUE INDEX code_list_version__list ON code_list_version (list) WHERE is_current = 1;

CREATE TABLE code_item (
    list        $TEXT NOT NULL,
    version     $TEXT NOT NULL,
    code        $TEXT NOT NULL,
    position    $INT  NOT NULL, -- the order of the list
    parent      $TEXT,
    status      $TEXT NOT NULL
        CONSTRAINT code_item__status CHECK (status IN ('active', 'withdrawn')),
    valid_from  $DATE,
    valid_until $DATE,          -- the first day after
    data        $JSON NOT NULL, -- the list's own columns: an object of texts
    CONSTRAINT code_item__list__version__code PRIMARY KEY (list, version, code),
    CONSTRAINT code_item__version FOREIGN KEY (list, version)
        REFERENCES code_list_version (list, version)
) $STRICT;

CREATE TABLE code_name (
    list     $TEXT NOT NULL,
    version  $TEXT NOT NULL,
    code     $TEXT NOT NULL,
    language $TEXT NOT NULL, -- empty for an alias of no language
    kind     $TEXT NOT NULL CONSTRAINT code_name__kind
        CHECK (kind IN ('common', 'short', 'formal', 'm49', 'description', 'alias')),
    name     $TEXT NOT NULL,
    source   $TEXT NOT NULL,
    CONSTRAINT code_name__item FOREIGN KEY (list, version, code)
        REFERENCES code_item (list, version, code)
) $STRICT;
CREATE INDEX code_name__list__version__code ON code_name (list, version, code);

-- Sources that disagree have a row each.
CREATE TABLE country_group_membership (
    version       $TEXT NOT NULL,
    country_group $TEXT NOT NULL,
    country       $TEXT NOT NULL,
    kind          $TEXT NOT NULL, -- member, observer, associate member …, as the source says
    valid_from    $DATE,
    valid_until   $DATE,          -- the first day after
    source        $TEXT NOT NULL,
    note          $TEXT NOT NULL
) $STRICT;
CREATE INDEX country_group_membership__version ON country_group_membership (version);

-- Units of the currency for one US dollar. A rate that a source corrects is a new row.
CREATE TABLE exchange_rate (
    version  $TEXT NOT NULL,
    currency $TEXT NOT NULL,
    on_date  $DATE NOT NULL,
    kind     $TEXT NOT NULL CONSTRAINT exchange_rate__kind
        CHECK (kind IN ('day', 'month_end', 'month_average', 'year_average')),
    rate     $TEXT NOT NULL, -- decimal
    source   $TEXT NOT NULL,
    CONSTRAINT exchange_rate__key PRIMARY KEY (currency, on_date, kind, source, version)
) $STRICT;
