-- The tables of an Entente graph in one SQLite file. Written for this project,
-- Apache-2.0. Lists and maps are JSON; dates are ISO 8601, cut to their
-- precision; '' stands for unknown.

-- The record: what articles say.

CREATE TABLE articles (
  id           TEXT PRIMARY KEY,
  key          TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  lang         TEXT NOT NULL,
  source       TEXT NOT NULL,
  published    TEXT NOT NULL,
  precision    TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  wire         TEXT NOT NULL, -- near-duplicate signature
  recorded_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
  id      TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  country TEXT NOT NULL,
  sector  TEXT NOT NULL,
  curated INTEGER NOT NULL,
  aliases TEXT NOT NULL, -- JSON list
  codes   TEXT NOT NULL  -- JSON map
) STRICT, WITHOUT ROWID;

-- Names, aliases and codes in normal form, for finding.
CREATE TABLE names (
  normal TEXT NOT NULL,
  entity TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  PRIMARY KEY (normal, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_entity ON names (entity);

CREATE TABLE mentions (
  article   TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  entity    TEXT NOT NULL REFERENCES entities (id),
  count     INTEGER NOT NULL,
  surfaces  TEXT NOT NULL, -- JSON list
  salience  REAL NOT NULL,
  described TEXT NOT NULL, -- the entity as this article alone has it, JSON; '' for curated ones
  PRIMARY KEY (article, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_entity ON mentions (entity);

CREATE TABLE claims (
  id            TEXT PRIMARY KEY,
  article       TEXT NOT NULL REFERENCES articles (id),
  block         TEXT NOT NULL,
  relation      TEXT NOT NULL,
  actor         TEXT NOT NULL, -- JSON lists of entity ids; themes may be quoted words
  recipient     TEXT NOT NULL,
  theme         TEXT NOT NULL,
  mediator      TEXT NOT NULL,
  offices       TEXT NOT NULL, -- JSON map: who acts for which state
  polarity      TEXT NOT NULL,
  modality      TEXT NOT NULL,
  speaker       TEXT NOT NULL,
  date          TEXT NOT NULL,
  precision     TEXT NOT NULL,
  place         TEXT NOT NULL,
  location      TEXT NOT NULL, -- the entity that place names
  sentence      TEXT NOT NULL,
  sentence_start INTEGER NOT NULL, -- byte offsets into the article's text
  sentence_end  INTEGER NOT NULL,
  quote         TEXT NOT NULL,
  quote_start   INTEGER NOT NULL,
  quote_end     INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end   INTEGER NOT NULL,
  marks         TEXT NOT NULL, -- JSON list
  rule          TEXT NOT NULL,
  confidence    REAL NOT NULL,
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT -- NULL while current
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_article ON claims (article);
CREATE INDEX claims_block ON claims (block);

-- The projection: computed from the record, block by block, dyad by dyad.

CREATE TABLE events (
  id          TEXT PRIMARY KEY,
  block       TEXT NOT NULL,
  relation    TEXT NOT NULL,
  plover      TEXT NOT NULL,
  mode        TEXT NOT NULL,
  cameo       TEXT NOT NULL,
  quad        INTEGER NOT NULL,
  goldstein   REAL NOT NULL,
  actor       TEXT NOT NULL,
  recipient   TEXT NOT NULL,
  theme       TEXT NOT NULL,
  mediator    TEXT NOT NULL,
  date        TEXT NOT NULL,
  precision   TEXT NOT NULL,
  inferred    INTEGER NOT NULL, -- the date is that of publication
  published   TEXT NOT NULL,
  published_precision TEXT NOT NULL,
  place       TEXT NOT NULL,
  location    TEXT NOT NULL,
  claims      TEXT NOT NULL,
  denying     TEXT NOT NULL,
  articles    TEXT NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  factual     INTEGER NOT NULL,
  modality    TEXT NOT NULL,
  confidence  REAL NOT NULL,
  status      TEXT NOT NULL,
  digest      TEXT NOT NULL, -- of all of the above and the ties: unchanged events are not written
  recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX events_block ON events (block);

CREATE TABLE parties (
  entity TEXT NOT NULL REFERENCES entities (id),
  event  TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  PRIMARY KEY (entity, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_event ON parties (event);

CREATE TABLE ties (
  event       TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  dyad        TEXT NOT NULL,
  source      TEXT NOT NULL REFERENCES entities (id),
  relation    TEXT NOT NULL,
  target      TEXT NOT NULL REFERENCES entities (id),
  via         TEXT NOT NULL,
  symmetric   INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  PRIMARY KEY (event, dyad)
) STRICT, WITHOUT ROWID;
CREATE INDEX ties_dyad ON ties (dyad);

CREATE TABLE edges (
  dyad        TEXT PRIMARY KEY,
  source      TEXT NOT NULL REFERENCES entities (id),
  relation    TEXT NOT NULL,
  target      TEXT NOT NULL REFERENCES entities (id),
  via         TEXT NOT NULL,
  symmetric   INTEGER NOT NULL,
  first       TEXT NOT NULL,
  last        TEXT NOT NULL,
  events      INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  contested   INTEGER NOT NULL,
  score       REAL NOT NULL,
  confidence  REAL NOT NULL,
  event_ids   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX edges_source ON edges (source);
CREATE INDEX edges_target ON edges (target);
CREATE INDEX edges_strength ON edges (independent DESC, reports DESC, dyad);

-- What is still to be computed. The mark tells one touch from the next.
CREATE TABLE dirty_blocks (block TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE dirty_dyads  (dyad  TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE marks (last INTEGER NOT NULL) STRICT;
INSERT INTO marks VALUES (0);
