-- The tables of what is computed from the record, and of what is still to be
-- computed. Written for this project, Apache-2.0.

-- One row a version: the current one has no superseded_at.
CREATE TABLE events (
  version     INTEGER PRIMARY KEY,
  id          TEXT NOT NULL,
  hash        INTEGER NOT NULL, -- of the id
  block       TEXT NOT NULL,
  slot        INTEGER NOT NULL, -- of the block
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
  superseded_at TEXT,
  source_kind TEXT NOT NULL DEFAULT 'text', -- who coded it
  lat         REAL, -- where a coder says that it was
  lon         REAL
) STRICT;
CREATE INDEX events_hash ON events (hash);
CREATE INDEX events_slot ON events (slot) WHERE superseded_at IS NULL;
CREATE INDEX events_latest ON events (CASE date WHEN '' THEN published ELSE date END) WHERE superseded_at IS NULL;
CREATE INDEX events_likest ON events (likest) WHERE superseded_at IS NULL AND likest > 0;
CREATE INDEX events_kind ON events (source_kind) WHERE source_kind <> 'text' AND superseded_at IS NULL;

-- How many events of each date and relation are current: counted as they come
-- and go, where an index of all events would be written all over.
CREATE TABLE counted (
  relation TEXT NOT NULL,
  date     TEXT NOT NULL,
  events   INTEGER NOT NULL,
  PRIMARY KEY (relation, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE parties (
  entity  INTEGER NOT NULL REFERENCES entities (n),
  version INTEGER NOT NULL REFERENCES events (version) ON DELETE CASCADE,
  PRIMARY KEY (entity, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_version ON parties (version);

-- Every pair of entities that some event ever tied, with the edge that the ties
-- of now make; events is 0 where they make none. Each source kind has its own.
CREATE TABLE dyads (
  n           INTEGER PRIMARY KEY,
  dyad        TEXT NOT NULL, -- source|relation|target, and |kind of a coder
  hash        INTEGER NOT NULL, -- of it
  source      INTEGER NOT NULL REFERENCES entities (n),
  target      INTEGER NOT NULL REFERENCES entities (n),
  relation    TEXT NOT NULL,
  symmetric   INTEGER NOT NULL,
  source_kind TEXT NOT NULL DEFAULT 'text',
  via         TEXT NOT NULL DEFAULT '',
  first       TEXT NOT NULL DEFAULT '',
  last        TEXT NOT NULL DEFAULT '',
  ended       TEXT NOT NULL DEFAULT '',
  events      INTEGER NOT NULL DEFAULT 0,
  reports     INTEGER NOT NULL DEFAULT 0,
  independent INTEGER NOT NULL DEFAULT 0,
  denied      INTEGER NOT NULL DEFAULT 0,
  contested   INTEGER NOT NULL DEFAULT 0,
  score       REAL NOT NULL DEFAULT 0,
  confidence  REAL NOT NULL DEFAULT 0,
  event_ids   TEXT NOT NULL DEFAULT '[]',
  ends        TEXT NOT NULL DEFAULT '[]' -- JSON list
) STRICT;
CREATE INDEX dyads_hash ON dyads (hash);
-- They tell who an entity's nearest neighbours are without a look at the rows,
-- each of which lies elsewhere in the file.
CREATE INDEX dyads_source ON dyads (source, target, events, independent, reports);
CREATE INDEX dyads_target ON dyads (target, source, events, independent, reports);
CREATE INDEX dyads_strength ON dyads (independent DESC, reports DESC) WHERE events > 0;

CREATE TABLE ties (
  dyad        INTEGER NOT NULL REFERENCES dyads (n),
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
  dyad        INTEGER NOT NULL REFERENCES dyads (n),
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

-- What is still to be computed. The mark tells one touch from the next.
CREATE TABLE dirty_blocks (
  slot  INTEGER NOT NULL, -- so that blocks of one time are computed together
  block TEXT NOT NULL,
  mark  INTEGER NOT NULL,
  PRIMARY KEY (slot, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE dirty_dyads (
  dyad  INTEGER NOT NULL REFERENCES dyads (n),
  month TEXT NOT NULL,
  mark  INTEGER NOT NULL,
  PRIMARY KEY (dyad, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE marks (last INTEGER NOT NULL) STRICT;
INSERT INTO marks VALUES (0);

-- rules: by which the projection was made.
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
