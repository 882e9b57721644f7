-- Items of guidance, by code, and which version each is at.
CREATE TABLE guidance (
  code TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT;

-- What each version says. `end_date` is the first day of retirement, empty if there is none;
-- `create_time` is 0 for what came with the programme.
CREATE TABLE guidance_versions (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  end_date TEXT NOT NULL DEFAULT '',
  credit TEXT NOT NULL,
  title_welsh TEXT NOT NULL,
  title_english TEXT NOT NULL,
  summary_welsh TEXT NOT NULL,
  summary_english TEXT NOT NULL,
  create_time INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (code, version)
) STRICT;

-- For whom and when, in words: 'mentor', 'first_meeting'.
CREATE TABLE guidance_audiences (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  audience TEXT NOT NULL,
  PRIMARY KEY (code, version, audience)
) STRICT;
CREATE TABLE guidance_stages (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  stage TEXT NOT NULL,
  PRIMARY KEY (code, version, stage)
) STRICT;

CREATE TABLE guidance_points (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  welsh TEXT NOT NULL,
  english TEXT NOT NULL,
  PRIMARY KEY (code, version, place)
) STRICT;

CREATE TABLE guidance_links (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  uri TEXT NOT NULL,
  language TEXT NOT NULL,
  title_welsh TEXT NOT NULL,
  title_english TEXT NOT NULL,
  PRIMARY KEY (code, version, place)
) STRICT;

-- Versions of the skills that members need. A later version never begins before an earlier one.
CREATE TABLE skill_frameworks (
  framework TEXT NOT NULL,
  version INTEGER NOT NULL,
  effective_date TEXT NOT NULL,
  credit TEXT NOT NULL,
  care_welsh TEXT NOT NULL,
  care_english TEXT NOT NULL,
  create_time INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (framework, version)
) STRICT;

CREATE TABLE framework_skills (
  framework TEXT NOT NULL,
  version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  skill TEXT NOT NULL,
  title_welsh TEXT NOT NULL,
  title_english TEXT NOT NULL,
  about_welsh TEXT NOT NULL,
  about_english TEXT NOT NULL,
  PRIMARY KEY (framework, version, skill)
) STRICT;

-- By what a skill can be recognised ('positive') or is seen to be missing ('negative'). `place` is
-- the order in which they are shown, and nothing more.
CREATE TABLE framework_indicators (
  framework TEXT NOT NULL,
  version INTEGER NOT NULL,
  skill TEXT NOT NULL,
  sign TEXT NOT NULL,
  place INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  welsh TEXT NOT NULL,
  english TEXT NOT NULL,
  PRIMARY KEY (framework, version, skill, indicator)
) STRICT;
