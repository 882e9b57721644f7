-- additive
-- `audiences` has a bit for each audience, 1 << its number; courses of before are for mentors.
ALTER TABLE courses ADD COLUMN authority TEXT NOT NULL DEFAULT '';
ALTER TABLE courses ADD COLUMN audiences INTEGER NOT NULL DEFAULT 2;
ALTER TABLE courses ADD COLUMN end_date TEXT NOT NULL DEFAULT '';
ALTER TABLE courses ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- The terms on which the course was given stay with the record: the last day for which it accredits
-- (empty: none; absent in records of before, whose body says it), whether it only renews, whether
-- it was an orientation for mentees.
ALTER TABLE training_records ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE training_records ADD COLUMN gives_until TEXT;
ALTER TABLE training_records ADD COLUMN refresher INTEGER NOT NULL DEFAULT 0;
ALTER TABLE training_records ADD COLUMN orients INTEGER NOT NULL DEFAULT 0;
ALTER TABLE training_records ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
-- Nobody attends a session twice.
CREATE UNIQUE INDEX training_records_by_session ON training_records (session, person)
  WHERE session <> '' AND withdrawn = 0;

-- Days on which courses are held. `authority` is the course's. `booked` never goes above `places`
-- by a booking, but `places` may be set below it.
CREATE TABLE course_sessions (
  id TEXT PRIMARY KEY,
  course TEXT NOT NULL,
  authority TEXT NOT NULL,
  date TEXT NOT NULL,
  places INTEGER NOT NULL,
  booked INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX course_sessions_by_date ON course_sessions (date, id);
CREATE INDEX course_sessions_by_course ON course_sessions (course, date, id);

CREATE TABLE course_bookings (
  session TEXT NOT NULL,
  person TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (session, person)
) STRICT;
CREATE INDEX course_bookings_by_person ON course_bookings (person, session);
