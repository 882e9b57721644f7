-- Regions, and where each lies.
CREATE TABLE regions (
  id TEXT PRIMARY KEY,
  nation TEXT NOT NULL
) STRICT;

-- Councils and fire authorities, ended ones too.
CREATE TABLE authorities (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  type INTEGER NOT NULL,
  end_date TEXT NOT NULL,
  seat_count INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Seats as the register of seats has them. Who sits on one is in `memberships`.
CREATE TABLE seats (
  authority TEXT NOT NULL,
  ward TEXT NOT NULL,
  number INTEGER NOT NULL,
  ward_code TEXT NOT NULL,
  party TEXT NOT NULL,
  vacant INTEGER NOT NULL,
  next_election_date TEXT NOT NULL,
  PRIMARY KEY (authority, ward, number)
) STRICT;

-- Versions of an authority's policy. A later version never begins before an earlier one.
CREATE TABLE policies (
  authority TEXT NOT NULL,
  version INTEGER NOT NULL,
  effective_date TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (authority, version)
) STRICT;

-- `version` goes with what the person or staff edit, `facts_version` with all that other services
-- know of them. `disabled_until` is 0 where access was not taken away.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  sort_key TEXT NOT NULL,
  disabled_until INTEGER NOT NULL,
  accredited_until TEXT NOT NULL,
  version INTEGER NOT NULL,
  facts_version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE logins (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX logins_by_person ON logins (person);

-- Seats held, now and earlier; dates are empty where not known or still open. `imported` is what
-- the list of members said last, so that a list sent again changes nothing.
CREATE TABLE memberships (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  authority TEXT NOT NULL,
  council_key TEXT NOT NULL,
  ward TEXT NOT NULL,
  party TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  term_end_date TEXT NOT NULL,
  imported BLOB NOT NULL,
  UNIQUE (authority, council_key)
) STRICT;
CREATE INDEX memberships_by_person ON memberships (person);

CREATE TABLE member_roles (
  id TEXT PRIMARY KEY,
  membership TEXT NOT NULL,
  role_code TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  UNIQUE (membership, role_code, start_date)
) STRICT;

-- Roles in the programme that were given. That of a member follows from a membership.
CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  role INTEGER NOT NULL,
  scope TEXT NOT NULL,
  party TEXT NOT NULL,
  end_date TEXT NOT NULL
) STRICT;
CREATE INDEX grants_by_person ON grants (person);
CREATE INDEX grants_by_scope ON grants (scope, role);

CREATE TABLE mentors (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Whom a person is not to be matched with: read by its author, and told to matching.
CREATE TABLE avoidances (
  person TEXT PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE courses (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE training_records (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  attended_date TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX training_records_by_person ON training_records (person, attended_date, id);

-- The lists from which skills, subjects, roles and parties are chosen.
CREATE TABLE catalogue_entries (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  place INTEGER NOT NULL,
  welsh TEXT NOT NULL,
  english TEXT NOT NULL,
  PRIMARY KEY (list, code)
) STRICT;

-- Codes and names, folded, under which registers know a party of the catalogue.
CREATE TABLE party_aliases (
  alias TEXT PRIMARY KEY,
  party TEXT NOT NULL
) STRICT;
