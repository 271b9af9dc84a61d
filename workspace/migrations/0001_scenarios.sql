-- One row per scenario of the posts: saved ones, drafts, and deleted ones as long as they can be restored.
-- Moments are UTC in ISO 8601 with microseconds, all of one length: as text they sort as they follow each other.
CREATE TABLE scenario (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  name TEXT NOT NULL CHECK (name <> '' OR is_draft),
  name_key TEXT NOT NULL, -- the name without regard to case, for comparing
  author_role TEXT NOT NULL CHECK (author_role <> ''),
  note TEXT NOT NULL,
  created_at TEXT NOT NULL CHECK (length(created_at) = 32),
  changed_at TEXT NOT NULL CHECK (length(changed_at) = 32),
  -- A scenario is whole without its parent: when that is removed for good, only where it came from is forgotten.
  parent_id TEXT REFERENCES scenario (id) ON DELETE SET NULL,
  parent_content_version INTEGER, -- of the parent when this one began: whether it has been changed since
  edition_id TEXT NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  content TEXT NOT NULL,
  content_version INTEGER NOT NULL CHECK (content_version >= 1),
  version INTEGER NOT NULL CHECK (version >= 1),
  is_draft INTEGER NOT NULL CHECK (is_draft IN (0, 1)),
  deleted_at TEXT CHECK (length(deleted_at) = 32),
  CHECK (parent_id IS NULL OR parent_id <> id)
) STRICT;

CREATE UNIQUE INDEX scenario_name ON scenario (name_key) WHERE is_draft = 0 AND deleted_at IS NULL;

CREATE INDEX scenario_parent ON scenario (parent_id);
