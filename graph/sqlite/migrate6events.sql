-- From format 5 to format 6, the projection. Written for this project, Apache-2.0.
ALTER TABLE events ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE events ADD COLUMN lat REAL;
ALTER TABLE events ADD COLUMN lon REAL;
ALTER TABLE dyads ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'text';
CREATE INDEX events_kind ON events (source_kind) WHERE source_kind <> 'text' AND superseded_at IS NULL;
