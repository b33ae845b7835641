-- From format 2 to format 3: which version of an article counts (of those that
-- are there nothing is known but the day), and indexes that tell who an entity's
-- nearest neighbours are and how many events there are. Written for this
-- project, Apache-2.0.
ALTER TABLE articles ADD COLUMN edition TEXT NOT NULL DEFAULT '';
UPDATE articles SET edition = published WHERE url <> '';
DROP INDEX edges_source;
DROP INDEX edges_target;
DROP INDEX IF EXISTS events_counted;
CREATE INDEX edges_source ON edges (source, target, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX edges_target ON edges (target, source, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX events_counted ON events (relation, date, superseded_at) WHERE superseded_at IS NULL;
