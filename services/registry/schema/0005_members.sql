-- additive
-- Of a seat: how it was come by (0 and 1: elected, 2: appointed), how it was left (0: not said), and
-- whether its holder has chosen that no party is stated.
ALTER TABLE memberships ADD COLUMN seat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN party_withheld INTEGER NOT NULL DEFAULT 0;

-- Party and political group of a seat's holder, for a time; an empty start is that of the seat. Both
-- may be empty, never at once: then there is no row.
CREATE TABLE affiliations (
  membership TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  party TEXT NOT NULL,
  political_group TEXT NOT NULL,
  PRIMARY KEY (membership, start_date)
) STRICT;
CREATE INDEX affiliations_by_group ON affiliations (political_group);

-- From here on the column `party` stays empty: what a person takes back must not stand elsewhere.
INSERT INTO affiliations (membership, start_date, end_date, party, political_group)
  SELECT id, '', end_date, party, '' FROM memberships WHERE party <> '';
UPDATE memberships SET party = '' WHERE party <> '';

CREATE TABLE political_groups (
  id TEXT PRIMARY KEY,
  authority TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX political_groups_by_authority ON political_groups (authority, start_date, id);

-- One for each format that a person needs or needed. `settled` is 0 while somebody has to see to it.
CREATE TABLE format_tasks (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  format INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  due_date TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (person, format)
) STRICT;
