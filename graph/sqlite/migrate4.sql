-- From format 3 to format 4, before the new tables are made: the record steps
-- aside, the projection goes. Written for this project, Apache-2.0.
DROP TABLE IF EXISTS ties;
DROP TABLE IF EXISTS parts;
DROP TABLE IF EXISTS parties;
DROP TABLE IF EXISTS edges;
DROP TABLE IF EXISTS dyads;
DROP TABLE IF EXISTS events;
DROP TABLE IF EXISTS dirty_blocks;
DROP TABLE IF EXISTS dirty_dyads;
DROP TABLE IF EXISTS marks;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
DROP INDEX IF EXISTS entities_same_as;
DROP INDEX IF EXISTS names_entity;
DROP INDEX IF EXISTS mentions_entity;
DROP INDEX IF EXISTS claims_article;
DROP INDEX IF EXISTS claims_block;
ALTER TABLE articles RENAME TO former_articles;
ALTER TABLE entities RENAME TO former_entities;
ALTER TABLE names RENAME TO former_names;
ALTER TABLE mentions RENAME TO former_mentions;
ALTER TABLE claims RENAME TO former_claims;
ALTER TABLE decisions RENAME TO former_decisions;
ALTER TABLE notes RENAME TO former_notes;
