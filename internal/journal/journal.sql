-- What an import keeps of what it has read, in a file of its own.
CREATE TABLE IF NOT EXISTS inputs (
  path     TEXT PRIMARY KEY, -- absolute
  size     INTEGER NOT NULL,
  modified INTEGER NOT NULL, -- nanoseconds since 1970
  sum      TEXT NOT NULL,    -- read.File.Sum
  reader   TEXT NOT NULL,    -- what read it: program, rules, options
  place    TEXT NOT NULL,    -- read.Place as JSON: where reading goes on
  whole    INTEGER NOT NULL, -- 1 where nothing is left
  articles INTEGER NOT NULL, -- up to place
  failed   INTEGER NOT NULL,
  step     INTEGER NOT NULL  -- the step that wrote the row
) WITHOUT ROWID;
-- Addresses whose pages are articles of another address, be it by a redirection
-- or by what the page says of itself.
CREATE TABLE IF NOT EXISTS pages (
  address TEXT PRIMARY KEY,
  article TEXT NOT NULL -- its ID
) WITHOUT ROWID;
-- One row for each transaction of the store after which the journal was
-- written, with an article of it: if the store has lost that, it has lost what
-- came later too.
CREATE TABLE IF NOT EXISTS steps (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  reader  TEXT NOT NULL,
  article TEXT NOT NULL, -- "" where none of it is in the store
  hash    TEXT NOT NULL, -- graph.Edition
  "order" TEXT NOT NULL
);
