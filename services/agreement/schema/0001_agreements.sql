-- What parties agree: who, where it stands, and the terms that their authority's policy laid down.
-- No text stands here unsealed: `body` holds names of things, codes and dates. `version` is the
-- etag; `meetings` and `items` count what was added, to number it.
CREATE TABLE agreements (
  id TEXT PRIMARY KEY,
  match_id TEXT NOT NULL UNIQUE,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  state INTEGER NOT NULL,
  form INTEGER NOT NULL,
  aftercare_months INTEGER NOT NULL,
  rematch_days INTEGER NOT NULL,
  matched_date TEXT NOT NULL,
  meetings INTEGER NOT NULL,
  items INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX agreements_by_authority ON agreements (authority, created_at, id);

-- Whose agreements.
CREATE TABLE parties (
  person TEXT NOT NULL,
  agreement TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (person, agreement)
) STRICT;
CREATE INDEX parties_by_time ON parties (person, created_at, agreement);

-- Versions of the text with their signatures. `sealed` is empty while nothing is written.
CREATE TABLE agreement_versions (
  agreement TEXT NOT NULL,
  number INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (agreement, number)
) STRICT;

-- Meetings. `text_id` is what place and focus are sealed as: chosen before the number is known.
CREATE TABLE meetings (
  agreement TEXT NOT NULL,
  number INTEGER NOT NULL,
  text_id TEXT NOT NULL,
  state INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (agreement, number)
) STRICT;

-- Objectives in the order they were added.
CREATE TABLE objectives (
  id TEXT PRIMARY KEY,
  agreement TEXT NOT NULL,
  position INTEGER NOT NULL,
  state INTEGER NOT NULL,
  version INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (agreement, position)
) STRICT;

-- Reviews in the order they were begun.
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  agreement TEXT NOT NULL,
  position INTEGER NOT NULL,
  author TEXT NOT NULL,
  sort INTEGER NOT NULL,
  state INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (agreement, position)
) STRICT;

-- Answers to the checklist, each sealed for its author. No time is kept: it could tell something.
CREATE TABLE checklists (
  agreement TEXT NOT NULL,
  person TEXT NOT NULL,
  catalogue_version INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (agreement, person)
) STRICT;
