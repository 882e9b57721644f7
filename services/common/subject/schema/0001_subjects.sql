-- Who was erased here, by an id that names nobody any more, and what that took away: the log that a
-- restored backup is brought up to. `counts` is a telemachus.subject.v1.EraseSubjectResponse.
CREATE TABLE subject_erasures (
  person TEXT PRIMARY KEY,
  erased_at INTEGER NOT NULL,
  counts BLOB NOT NULL
) STRICT;

-- Whose data are held and used for nothing new.
CREATE TABLE subject_restrictions (
  person TEXT PRIMARY KEY
) STRICT;
