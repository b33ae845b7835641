-- From format 5 to format 6: who coded it. What there was is from texts. Written
-- for this project, Apache-2.0.
ALTER TABLE articles ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE claims ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE claims ADD COLUMN lat REAL;
ALTER TABLE claims ADD COLUMN lon REAL;
