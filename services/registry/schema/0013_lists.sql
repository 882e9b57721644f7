-- additive
-- What lists of authorities are narrowed and ordered by, from their bodies: both names, folded, and
-- codes. `listed` is 0 for rows from before; they are filled in when the service starts.
ALTER TABLE authorities ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorities ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
ALTER TABLE authorities ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE authorities ADD COLUMN gss_code TEXT NOT NULL DEFAULT '';
ALTER TABLE authorities ADD COLUMN start_date TEXT NOT NULL DEFAULT '';

CREATE INDEX people_by_sort_key ON people (sort_key, id);
