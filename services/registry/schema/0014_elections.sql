-- additive
-- Elections of members. `result_count` in the body is that of `election_results`.
CREATE TABLE elections (
  id TEXT PRIMARY KEY,
  authority TEXT NOT NULL,
  term_start_date TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX elections_by_authority ON elections (authority, term_start_date, id);

-- What was said and is not applied yet. Of a member by the seat; of who arrives by the council's key
-- alone, `membership` and `person` being empty.
CREATE TABLE election_results (
  election TEXT NOT NULL,
  membership TEXT NOT NULL,
  council_key TEXT NOT NULL,
  person TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (election, membership, council_key)
) STRICT;
CREATE INDEX election_results_by_person ON election_results (person);

-- The rows of the last preview, and what became of them. `digest` is of all that a row would change.
CREATE TABLE election_rows (
  election TEXT NOT NULL,
  place INTEGER NOT NULL,
  person TEXT NOT NULL,
  outcome INTEGER NOT NULL,
  problems INTEGER NOT NULL,
  digest TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (election, place)
) STRICT;
CREATE INDEX election_rows_by_person ON election_rows (person);

-- What a seat that goes on becomes on the first day of a term.
CREATE TABLE term_turns (
  membership TEXT PRIMARY KEY,
  from_date TEXT NOT NULL,
  ward TEXT NOT NULL,
  term_end_date TEXT NOT NULL
) STRICT;

-- Who leaves office trained, and is asked whether they mentor new members.
CREATE TABLE mentoring_invitations (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  left_date TEXT NOT NULL,
  state INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX mentoring_invitations_by_person ON mentoring_invitations (person, create_time, id);
