-- additive
-- What follows from ends, successors and decisions is written down where it is asked for; all of it
-- can be worked out again from `authorities` and `succession_decisions`.

-- Authorities that end or ended. `undecided`: members wait for a decision on who comes after.
CREATE TABLE successions (
  authority TEXT PRIMARY KEY,
  undecided INTEGER NOT NULL
) STRICT;

-- What comes after an authority, in the order of `position`.
CREATE TABLE successors (
  authority TEXT NOT NULL,
  successor TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (authority, successor)
) STRICT;
CREATE INDEX successors_by_successor ON successors (successor, authority);

-- To which of several successors members pass: every decision there was, counted from 1.
CREATE TABLE succession_decisions (
  authority TEXT NOT NULL,
  number INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (authority, number)
) STRICT;

-- Who is responsible for the memberships in an authority that ended, from which day until the day
-- before which other (empty: open). A ward without rows follows those of the ward ''. An authority
-- that lives has none: it is responsible itself.
CREATE TABLE responsibilities (
  authority TEXT NOT NULL,
  ward TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  responsible TEXT NOT NULL,
  PRIMARY KEY (authority, ward, from_date)
) STRICT;
CREATE INDEX responsibilities_by_responsible ON responsibilities (responsible, authority);
