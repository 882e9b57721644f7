-- Requests that were carried out: one row for each, written with the change it made.
CREATE TABLE once_requests(
  caller TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  resource TEXT NOT NULL,
  version INTEGER NOT NULL,
  kept_at INTEGER NOT NULL,
  PRIMARY KEY (caller, method, request_id)
) STRICT;

CREATE INDEX once_requests_by_age ON once_requests(kept_at);
