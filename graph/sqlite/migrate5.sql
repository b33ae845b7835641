-- From format 4 to format 5, before the projection's new tables are made: the
-- former go. Written for this project, Apache-2.0.
DROP TABLE ties;
DROP TABLE parts;
DROP TABLE parties;
DROP TABLE dirty_dyads;
DROP TABLE dyads;
DROP TABLE events;
DROP TABLE counted;
DROP TABLE dirty_blocks;
DROP TABLE marks;
ALTER TABLE notes RENAME TO former_notes;
