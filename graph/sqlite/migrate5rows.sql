-- From format 4 to format 5, after the projection's new tables were made. Its
-- rules are not noted, so that the next import makes it anew; claims get their
-- numbers by program. Written for this project, Apache-2.0.
INSERT INTO notes SELECT name, value FROM former_notes WHERE name = 'decided';
DROP TABLE former_notes;
