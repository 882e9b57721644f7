-- What is to happen, and when. `attempts` counts the failures of its effect.
CREATE TABLE timers(
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT;

CREATE INDEX timers_by_due ON timers(due, kind, subject);
