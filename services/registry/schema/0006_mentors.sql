-- additive
-- When a mentor left the register; 0 while they are in it. The row stays, as history and because
-- they may come back.
ALTER TABLE mentors ADD COLUMN withdrawn_at INTEGER NOT NULL DEFAULT 0;

-- What mentors who leave office were told. `asked_date` is the last day in office for which they
-- were asked whether they mentor on, `told_date` the last day of mentoring of which they were told,
-- at the latest `told_days` before it.
CREATE TABLE mentor_farewells (
  mentor TEXT PRIMARY KEY,
  asked_date TEXT NOT NULL,
  told_date TEXT NOT NULL,
  told_days INTEGER NOT NULL
) STRICT;

-- Skills of mentors beside the core ones.
INSERT INTO catalogue_entries (list, code, place, welsh, english) VALUES
  ('extra_skill', 'mediation', 1, 'Cyfryngu', 'Mediation'),
  ('extra_skill', 'negotiation', 2, 'Negodi', 'Negotiation'),
  ('extra_skill', 'chairing_meetings', 3, 'Cadeirio cyfarfodydd', 'Chairing meetings'),
  ('extra_skill', 'public_speaking', 4, 'Siarad cyhoeddus', 'Public speaking'),
  ('extra_skill', 'casework', 5, 'Gwaith achos', 'Casework'),
  ('extra_skill', 'facilitation', 6, 'Hwyluso', 'Facilitation'),
  ('extra_skill', 'wellbeing_and_resilience', 7, 'Lles a gwydnwch', 'Wellbeing and resilience');
