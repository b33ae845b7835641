-- From format 1 to format 2: the record stays, the projection is made anew by
-- the next import (its rules are not noted). Written for this project, Apache-2.0.
DROP TABLE ties;
DROP TABLE parties;
DROP TABLE events;
DROP TABLE edges;
DROP TABLE dirty_blocks;
DROP TABLE dirty_dyads;
DROP TABLE marks;
DROP INDEX claims_block;
ALTER TABLE articles ADD COLUMN gist TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN retracted_at TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN retracted_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN retracted_stamp TEXT NOT NULL DEFAULT '';
ALTER TABLE entities ADD COLUMN same_as TEXT NOT NULL DEFAULT '';
ALTER TABLE entities ADD COLUMN renamed TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN within TEXT NOT NULL DEFAULT '{}';
ALTER TABLE claims ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entities_same_as ON entities (same_as) WHERE same_as <> '';
CREATE INDEX claims_block ON claims (block, day) WHERE superseded_at IS NULL;
CREATE TABLE decisions (
  id          TEXT PRIMARY KEY,
  body        TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
