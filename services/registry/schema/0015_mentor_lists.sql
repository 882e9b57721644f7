-- additive
-- What lists of mentors and courses are narrowed and ordered by, from their bodies. Several codes
-- stand in one column, each between spaces. `listed` is 0, and `languages` NULL, in rows from
-- before; they are filled in when the service starts.
ALTER TABLE mentors ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN willing INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN kinds TEXT NOT NULL DEFAULT '';
ALTER TABLE mentors ADD COLUMN skills TEXT NOT NULL DEFAULT '';
ALTER TABLE mentors ADD COLUMN subjects TEXT NOT NULL DEFAULT '';
ALTER TABLE mentors ADD COLUMN extra_skills TEXT NOT NULL DEFAULT '';
ALTER TABLE mentors ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN hours_a_month INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN remote INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN travel_km INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN visibility INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN former_member_willing INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mentors ADD COLUMN available_from_date TEXT NOT NULL DEFAULT '';
ALTER TABLE mentors ADD COLUMN available_until_date TEXT NOT NULL DEFAULT '';

ALTER TABLE people ADD COLUMN languages TEXT;

-- `title_key` is the English title, `words` all that is looked through, both folded.
ALTER TABLE courses ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE courses ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
ALTER TABLE courses ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE courses ADD COLUMN provider INTEGER NOT NULL DEFAULT 0;
ALTER TABLE courses ADD COLUMN accredits_months INTEGER NOT NULL DEFAULT 0;
ALTER TABLE courses ADD COLUMN refresher INTEGER NOT NULL DEFAULT 0;
