-- additive
-- What people ask about their own data. One of a kind is open at a time: waits (1) or is under way
-- (2). `body` is the request without its parts.
CREATE TABLE subject_requests (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX subject_requests_by_person ON subject_requests (person, created_at, id);
CREATE UNIQUE INDEX subject_requests_open ON subject_requests (person, kind) WHERE state < 3;

-- Where a request stands in each service, in the order in which they are asked.
CREATE TABLE subject_parts (
  request TEXT NOT NULL,
  position INTEGER NOT NULL,
  service TEXT NOT NULL,
  done INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (request, position)
) STRICT;

-- When a request is looked at next. Whoever looks moves that first, which nobody else can then.
CREATE TABLE subject_work (
  request TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subject_work_by_due ON subject_work (due_at, request);

-- The file of an export, sealed piece by piece: what each service told, by its position.
CREATE TABLE subject_pieces (
  request TEXT NOT NULL,
  position INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (request, position, number)
) STRICT;
