-- The tables of what is computed from the record, and of what is still to be
-- computed. Written for this project, Apache-2.0.

-- One row a version: the current one has no superseded_at.
CREATE TABLE events (
  version     INTEGER PRIMARY KEY,
  id          TEXT NOT NULL,
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
  maybe_same  TEXT NOT NULL, -- JSON list of event ids
  likeness    TEXT NOT NULL, -- JSON list of numbers, as many
  likest      REAL NOT NULL, -- the largest of them, 0 for none
  digest      TEXT NOT NULL, -- of all of the above and the ties: unchanged events are not written
  recorded_at TEXT NOT NULL,
  superseded_at TEXT
) STRICT;
CREATE UNIQUE INDEX events_current ON events (id) WHERE superseded_at IS NULL;
CREATE INDEX events_former ON events (id) WHERE superseded_at IS NOT NULL;
CREATE INDEX events_counted ON events (relation, date, superseded_at) WHERE superseded_at IS NULL;
CREATE INDEX events_block ON events (block) WHERE superseded_at IS NULL;
CREATE INDEX events_likest ON events (likest) WHERE superseded_at IS NULL AND likest > 0;

CREATE TABLE parties (
  entity  TEXT NOT NULL REFERENCES entities (id),
  version INTEGER NOT NULL REFERENCES events (version) ON DELETE CASCADE,
  PRIMARY KEY (entity, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_version ON parties (version);

-- The ends of every edge that there was.
CREATE TABLE dyads (
  dyad      TEXT PRIMARY KEY,
  source    TEXT NOT NULL REFERENCES entities (id),
  relation  TEXT NOT NULL,
  target    TEXT NOT NULL REFERENCES entities (id),
  symmetric INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dyads_source ON dyads (source);
CREATE INDEX dyads_target ON dyads (target);

CREATE TABLE ties (
  dyad        TEXT NOT NULL, -- one of dyads
  month       TEXT NOT NULL, -- of the event
  version     INTEGER NOT NULL REFERENCES events (version) ON DELETE CASCADE,
  via         TEXT NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  ends        INTEGER NOT NULL, -- the event ends the edge
  PRIMARY KEY (dyad, month, version, ends)
) STRICT, WITHOUT ROWID;
CREATE INDEX ties_version ON ties (version);

-- The sums of a dyad's ties, month by month.
CREATE TABLE parts (
  dyad        TEXT NOT NULL,
  month       TEXT NOT NULL,
  via         TEXT NOT NULL,
  first       TEXT NOT NULL,
  last        TEXT NOT NULL,
  events      INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  contested   INTEGER NOT NULL,
  score       REAL NOT NULL,
  confidence  REAL NOT NULL,
  event_ids   TEXT NOT NULL,
  ends        TEXT NOT NULL, -- JSON list
  PRIMARY KEY (dyad, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE edges (
  dyad        TEXT PRIMARY KEY,
  source      TEXT NOT NULL REFERENCES entities (id),
  relation    TEXT NOT NULL,
  target      TEXT NOT NULL REFERENCES entities (id),
  via         TEXT NOT NULL,
  symmetric   INTEGER NOT NULL,
  first       TEXT NOT NULL,
  last        TEXT NOT NULL,
  ended       TEXT NOT NULL,
  events      INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  contested   INTEGER NOT NULL,
  score       REAL NOT NULL,
  confidence  REAL NOT NULL,
  event_ids   TEXT NOT NULL,
  ends        TEXT NOT NULL -- JSON list
) STRICT;
-- They tell who an entity's nearest neighbours are, by what edges may be asked
-- for, without a look at the rows, each of which lies elsewhere in the file.
CREATE INDEX edges_source ON edges (source, target, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX edges_target ON edges (target, source, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX edges_strength ON edges (independent DESC, reports DESC, dyad);

-- What is still to be computed. The mark tells one touch from the next.
CREATE TABLE dirty_blocks (block TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE dirty_dyads (
  dyad  TEXT NOT NULL,
  month TEXT NOT NULL,
  mark  INTEGER NOT NULL,
  PRIMARY KEY (dyad, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE marks (last INTEGER NOT NULL) STRICT;
INSERT INTO marks VALUES (0);

-- rules: by which the projection was made.
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
