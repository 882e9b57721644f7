-- additive
-- What was corrected of a seat, counted from 1, by whom, and what stood there before: added to, and
-- taken away only with the person.
CREATE TABLE membership_corrections (
  membership TEXT NOT NULL,
  number INTEGER NOT NULL,
  person TEXT NOT NULL,
  corrected_by TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (membership, number)
) STRICT;
CREATE INDEX membership_corrections_by_person ON membership_corrections (person);
CREATE INDEX membership_corrections_by_staff ON membership_corrections (corrected_by);
