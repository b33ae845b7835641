-- From format 2 to format 3: the indexes of edges tell who an entity's nearest
-- neighbours are. Written for this project, Apache-2.0.
DROP INDEX edges_source;
DROP INDEX edges_target;
CREATE INDEX edges_source ON edges (source, target, independent, reports);
CREATE INDEX edges_target ON edges (target, source, independent, reports);
