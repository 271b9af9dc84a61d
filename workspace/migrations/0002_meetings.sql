-- One row per meeting. Once it is locked nothing of it changes any more: the triggers below hold that whatever the program does.
CREATE TABLE meeting (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  held_on TEXT NOT NULL CHECK (length(held_on) = 10),
  edition_id TEXT NOT NULL CHECK (edition_id <> ''),
  author_role TEXT NOT NULL CHECK (author_role <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 32),
  changed_at TEXT NOT NULL CHECK (length(changed_at) = 32),
  version INTEGER NOT NULL CHECK (version >= 1), -- also counts the changes of its agenda
  locked_at TEXT CHECK (length(locked_at) = 32),
  deleted_at TEXT CHECK (length(deleted_at) = 32),
  digest TEXT NOT NULL CHECK (length(digest) IN (0, 64)),
  CHECK ((locked_at IS NULL) = (digest = '')),
  CHECK (locked_at IS NULL OR deleted_at IS NULL)
) STRICT;

-- One row per view on the agenda of a meeting, and per view that was taken off it: that one keeps the position it had.
CREATE TABLE agenda_item (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  meeting_id TEXT NOT NULL REFERENCES meeting (id),
  position INTEGER NOT NULL CHECK (position <> 0), -- negative for a moment, while others make room
  address TEXT NOT NULL,
  figure TEXT NOT NULL CHECK (figure <> ''),
  headline TEXT NOT NULL,
  note TEXT NOT NULL,
  added_at TEXT NOT NULL CHECK (length(added_at) = 32),
  author_role TEXT NOT NULL CHECK (author_role <> ''),
  edition_id TEXT NOT NULL CHECK (edition_id <> ''), -- what its sealed texts were made from
  removed_at TEXT CHECK (length(removed_at) = 32)
) STRICT;

CREATE UNIQUE INDEX agenda_position ON agenda_item (meeting_id, position) WHERE removed_at IS NULL;

-- What a meeting shows: one text per view and language, and one per language for the list of assignments.
CREATE TABLE sealed (
  meeting_id TEXT NOT NULL REFERENCES meeting (id),
  part TEXT NOT NULL CHECK (part <> ''), -- the id of an agenda item, or 'assignments'
  language TEXT NOT NULL CHECK (length(language) = 2),
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the content in UTF-8
  PRIMARY KEY (meeting_id, part, language)
) STRICT;

-- One row per assignment as it stands now.
CREATE TABLE assignment (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  text TEXT NOT NULL CHECK (text <> ''),
  office TEXT NOT NULL,
  due_on TEXT CHECK (length(due_on) = 10),
  status TEXT NOT NULL CHECK (status IN ('open', 'under_way', 'done', 'dropped')),
  address TEXT NOT NULL,
  meeting_id TEXT REFERENCES meeting (id),
  author_role TEXT NOT NULL CHECK (author_role <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 32),
  changed_at TEXT NOT NULL CHECK (length(changed_at) = 32),
  version INTEGER NOT NULL CHECK (version >= 1),
  deleted_at TEXT CHECK (length(deleted_at) = 32)
) STRICT;

-- Who changed what of an assignment, when: one row per field and version, or one for a remark alone. Version 1 is what it began
-- with. Rows are only ever added.
CREATE TABLE assignment_change (
  number INTEGER NOT NULL PRIMARY KEY,
  assignment_id TEXT NOT NULL REFERENCES assignment (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  at TEXT NOT NULL CHECK (length(at) = 32),
  role TEXT NOT NULL CHECK (role <> ''),
  field TEXT NOT NULL CHECK (field IN ('text', 'office', 'due_on', 'status', 'address', 'meeting_id', 'deleted_at', 'note')),
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (assignment_id, version, field)
) STRICT;

CREATE TRIGGER locked_meeting_stays BEFORE UPDATE ON meeting WHEN OLD.locked_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the meeting is locked');
END;

CREATE TRIGGER meeting_is_never_removed BEFORE DELETE ON meeting
BEGIN
  SELECT RAISE(ABORT, 'meetings are never removed');
END;

CREATE TRIGGER nothing_joins_a_locked_agenda BEFORE INSERT ON agenda_item
WHEN (SELECT locked_at FROM meeting WHERE id = NEW.meeting_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the meeting is locked');
END;

CREATE TRIGGER locked_agenda_stays BEFORE UPDATE ON agenda_item
WHEN (SELECT locked_at FROM meeting WHERE id = OLD.meeting_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the meeting is locked');
END;

CREATE TRIGGER agenda_item_is_never_removed BEFORE DELETE ON agenda_item
BEGIN
  SELECT RAISE(ABORT, 'views are taken off an agenda, never removed');
END;

CREATE TRIGGER nothing_is_sealed_for_a_locked_meeting BEFORE INSERT ON sealed
WHEN (SELECT locked_at FROM meeting WHERE id = NEW.meeting_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the meeting is locked');
END;

CREATE TRIGGER sealed_stays BEFORE UPDATE ON sealed
BEGIN
  SELECT RAISE(ABORT, 'what is sealed is not changed');
END;

CREATE TRIGGER sealed_for_a_locked_meeting_stays BEFORE DELETE ON sealed
WHEN (SELECT locked_at FROM meeting WHERE id = OLD.meeting_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the meeting is locked');
END;

CREATE TRIGGER assignment_is_never_removed BEFORE DELETE ON assignment
BEGIN
  SELECT RAISE(ABORT, 'assignments are never removed');
END;

CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON assignment_change
BEGIN
  SELECT RAISE(ABORT, 'the history is never changed');
END;

CREATE TRIGGER history_is_never_removed BEFORE DELETE ON assignment_change
BEGIN
  SELECT RAISE(ABORT, 'the history is never changed');
END;
