-- From format 2 to format 3: which version of an article counts; of those that
-- are there nothing is known but the day. Written for this project, Apache-2.0.
ALTER TABLE articles ADD COLUMN edition TEXT NOT NULL DEFAULT '';
UPDATE articles SET edition = published WHERE url <> '';
