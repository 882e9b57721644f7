-- Work that takes longer than a call. `step` counts the steps done, `cursor` says where the next one
-- begins. `due` is when a runner may take it: the end of the holder's lease, or the next attempt.
-- `expires` is 0 while it is under way.
CREATE TABLE operations (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  scope TEXT NOT NULL,
  state INTEGER NOT NULL,
  cancelling INTEGER NOT NULL,
  step INTEGER NOT NULL,
  cursor BLOB NOT NULL,
  metadata BLOB NOT NULL,
  result BLOB NOT NULL,
  holder TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX operations_by_due ON operations (state, due);
CREATE INDEX operations_by_owner ON operations (owner, created, id);
CREATE INDEX operations_by_scope ON operations (scope, created, id);
CREATE INDEX operations_by_expiry ON operations (expires);
