-- additive
-- What lists are narrowed and ordered by, beside what stands there already; texts are folded. Rows
-- from before are filled in when the service starts: `listed` is 0 in them, or a key empty.
ALTER TABLE memberships ADD COLUMN ward_key TEXT NOT NULL DEFAULT '';
CREATE INDEX memberships_by_ward ON memberships (ward_key, person);
CREATE INDEX memberships_by_start_date ON memberships (start_date, person);

ALTER TABLE course_sessions ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE course_sessions ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE course_sessions ADD COLUMN language_code TEXT NOT NULL DEFAULT '';

ALTER TABLE guidance_versions ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
ALTER TABLE guidance_versions ADD COLUMN words TEXT NOT NULL DEFAULT '';

ALTER TABLE format_tasks ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE format_tasks ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
ALTER TABLE format_tasks ADD COLUMN outcome INTEGER NOT NULL DEFAULT 0;
ALTER TABLE format_tasks ADD COLUMN owner TEXT NOT NULL DEFAULT '';
