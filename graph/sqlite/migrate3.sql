-- From format 2 to format 3: indexes tell who an entity's nearest neighbours are
-- and how many events there are. Written for this project, Apache-2.0.
DROP INDEX edges_source;
DROP INDEX edges_target;
CREATE INDEX edges_source ON edges (source, target, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX edges_target ON edges (target, source, independent, reports, relation, first, last, denied, contested, confidence);
CREATE INDEX events_counted ON events (relation, date, superseded_at) WHERE superseded_at IS NULL;
