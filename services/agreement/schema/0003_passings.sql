-- additive
-- Who is responsible for an agreement now, where the mentee's authority ended and its members passed
-- on; empty while that is still the authority of the match. What the parties wrote does not pass.
ALTER TABLE agreements ADD COLUMN responsible_authority TEXT NOT NULL DEFAULT '';
ALTER TABLE agreements ADD COLUMN responsible_region TEXT NOT NULL DEFAULT '';
ALTER TABLE agreements ADD COLUMN responsible_nation TEXT NOT NULL DEFAULT '';
CREATE INDEX agreements_by_responsible ON agreements (responsible_authority, created_at, id);

-- Every time an agreement passed on, counted from 1: to whom, and from which day.
CREATE TABLE passings (
  agreement TEXT NOT NULL,
  number INTEGER NOT NULL,
  from_date TEXT NOT NULL,
  authority TEXT NOT NULL,
  PRIMARY KEY (agreement, number)
) STRICT;
