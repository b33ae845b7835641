-- The tables of an Entente graph in one SQLite file. Written for this project,
-- Apache-2.0. Lists and maps are JSON; dates are ISO 8601, cut to their
-- precision; '' stands for unknown.

-- The record: what articles say. Rows are numbered in the order of recording
-- (n), and what hangs on them names them by number: IDs are hashes, so that rows
-- or indexes in their order are written all over a large file. Where an ID must
-- be found, a number made of its hash stands in the index; where a block, one that
-- begins with its time (numbers.go). Short indexes, and close in time what is
-- close in the file: the cost of an import then hardly grows with the graph.

CREATE TABLE articles (
  n            INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  key          TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  lang         TEXT NOT NULL,
  source       TEXT NOT NULL,
  published    TEXT NOT NULL,
  precision    TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  edition      TEXT NOT NULL DEFAULT '', -- of two versions of the article, the greater counts
  wire         TEXT NOT NULL, -- near-duplicate signature
  gist         TEXT NOT NULL, -- what the article as a whole is about
  source_kind  TEXT NOT NULL DEFAULT 'text', -- or the coder whose row it is
  recorded_at  TEXT NOT NULL,
  retracted_at     TEXT NOT NULL, -- as whoever retracted it says; '' for an article that counts
  retracted_reason TEXT NOT NULL,
  retracted_stamp  TEXT NOT NULL  -- when the retraction was recorded
) STRICT;

CREATE TABLE entities (
  n       INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  country TEXT NOT NULL,
  sector  TEXT NOT NULL,
  curated INTEGER NOT NULL,
  aliases TEXT NOT NULL, -- JSON list
  codes   TEXT NOT NULL, -- JSON map
  same_as TEXT NOT NULL DEFAULT '', -- the entity that stands for it, by decision
  renamed TEXT NOT NULL DEFAULT ''  -- its name, by decision
) STRICT;
CREATE INDEX entities_same_as ON entities (same_as) WHERE same_as <> '';

-- Names, aliases and codes in normal form, for finding.
CREATE TABLE names (
  normal TEXT NOT NULL,
  entity TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  PRIMARY KEY (normal, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_entity ON names (entity);

CREATE TABLE mentions (
  article   INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  entity    INTEGER NOT NULL REFERENCES entities (n),
  count     INTEGER NOT NULL,
  surfaces  TEXT NOT NULL, -- JSON list
  salience  REAL NOT NULL,
  described TEXT NOT NULL, -- the entity as this article alone has it, JSON; '' for curated ones
  PRIMARY KEY (article, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_entity ON mentions (entity);

CREATE TABLE claims (
  n             INTEGER PRIMARY KEY,
  id            TEXT NOT NULL,
  hash          INTEGER NOT NULL, -- of the id
  article       INTEGER NOT NULL REFERENCES articles (n),
  block         TEXT NOT NULL,
  slot          INTEGER NOT NULL, -- of the block
  day           INTEGER NOT NULL DEFAULT 0, -- by which it is compared, in days since 1970
  relation      TEXT NOT NULL,
  actor         TEXT NOT NULL, -- JSON lists of entity ids; themes may be quoted words
  recipient     TEXT NOT NULL,
  theme         TEXT NOT NULL,
  mediator      TEXT NOT NULL,
  offices       TEXT NOT NULL, -- JSON map: who acts for which state
  within        TEXT NOT NULL DEFAULT '{}', -- JSON map: which place or population is of which state
  polarity      TEXT NOT NULL,
  modality      TEXT NOT NULL,
  speaker       TEXT NOT NULL,
  date          TEXT NOT NULL,
  precision     TEXT NOT NULL,
  place         TEXT NOT NULL,
  location      TEXT NOT NULL, -- the entity that place names
  source_kind   TEXT NOT NULL DEFAULT 'text',
  lat           REAL, -- where a coder says that it was
  lon           REAL,
  sentence      TEXT NOT NULL,
  sentence_start INTEGER NOT NULL, -- byte offsets into the article's text
  sentence_end  INTEGER NOT NULL,
  quote         TEXT NOT NULL,
  quote_start   INTEGER NOT NULL,
  quote_end     INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end   INTEGER NOT NULL,
  marks         TEXT NOT NULL, -- JSON list; one of the role page holds the page instead of a span
  rule          TEXT NOT NULL,
  confidence    REAL NOT NULL,
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT, -- NULL while current
  retracted     INTEGER NOT NULL DEFAULT 0 -- superseded with its article, to be restored with it
) STRICT;
CREATE INDEX claims_hash ON claims (hash);
CREATE INDEX claims_article ON claims (article);
CREATE INDEX claims_slot ON claims (slot, day) WHERE superseded_at IS NULL;

-- What people decided; only added to.
CREATE TABLE decisions (
  id          TEXT PRIMARY KEY,
  body        TEXT NOT NULL, -- JSON
  recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
