-- What members ask for. The smaller `queue_rank` goes first: re-matches without fault, then by
-- urgency. `policy` is the mentee's authority's as of the day of the request; it governs whatever
-- becomes of it.
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  mentee TEXT NOT NULL,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  state INTEGER NOT NULL,
  holder TEXT NOT NULL,
  hold_until INTEGER NOT NULL,
  queue_rank INTEGER NOT NULL,
  refusals INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  policy BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX requests_by_mentee ON requests (mentee, queue_rank, created_at, id);
CREATE INDEX requests_by_authority ON requests (authority, queue_rank, created_at, id);
CREATE INDEX requests_by_region ON requests (region, queue_rank, created_at, id);

-- The mentee's own words, sealed.
CREATE TABLE challenges (
  request TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

-- What is promised of a mentor's places. `taken` counts holds and matches alike.
CREATE TABLE places (
  mentor TEXT PRIMARY KEY,
  places INTEGER NOT NULL,
  facts_version INTEGER NOT NULL,
  taken INTEGER NOT NULL CHECK (taken >= 0)
) STRICT;

-- Mentors offered to a mentee. `held` says whether the offer has a place taken.
CREATE TABLE offers (
  request TEXT NOT NULL,
  mentor TEXT NOT NULL,
  position INTEGER NOT NULL,
  held INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (request, mentor)
) STRICT;

-- The mentee's ranking: who is asked after the one asked now.
CREATE TABLE rankings (
  request TEXT NOT NULL,
  position INTEGER NOT NULL,
  mentor TEXT NOT NULL,
  PRIMARY KEY (request, position)
) STRICT;

-- Choices and what became of them. `holds_place` says whether a place is taken for it; `source` how
-- far the mentor's seat lay from the mentee's.
CREATE TABLE matches (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  mentee TEXT NOT NULL,
  mentor TEXT NOT NULL,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  state INTEGER NOT NULL,
  source INTEGER NOT NULL,
  holds_place INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX matches_by_mentee ON matches (mentee, created_at, id);
CREATE INDEX matches_by_mentor ON matches (mentor, created_at, id);
CREATE INDEX matches_by_authority ON matches (authority, created_at, id);
CREATE INDEX matches_by_request ON matches (request);

-- Pairs that ended: never proposed again. Both are people.
CREATE TABLE ended_pairs (
  mentee TEXT NOT NULL,
  mentor TEXT NOT NULL,
  PRIMARY KEY (mentee, mentor)
) STRICT;
