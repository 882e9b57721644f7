-- additive
-- Who is responsible for a request now, where its authority ended and members passed on; empty while
-- that is still the authority of the day it was made. A match goes with its request.
ALTER TABLE requests ADD COLUMN responsible_authority TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN responsible_region TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN responsible_nation TEXT NOT NULL DEFAULT '';
CREATE INDEX requests_by_responsible ON requests (responsible_authority, queue_rank, created_at, id);
ALTER TABLE matches ADD COLUMN responsible_authority TEXT NOT NULL DEFAULT '';
ALTER TABLE matches ADD COLUMN responsible_region TEXT NOT NULL DEFAULT '';
ALTER TABLE matches ADD COLUMN responsible_nation TEXT NOT NULL DEFAULT '';
CREATE INDEX matches_by_responsible ON matches (responsible_authority, created_at, id);

-- Every time a request passed on, counted from 1: to whom, and from which day.
CREATE TABLE passings (
  request TEXT NOT NULL,
  number INTEGER NOT NULL,
  from_date TEXT NOT NULL,
  authority TEXT NOT NULL,
  PRIMARY KEY (request, number)
) STRICT;

-- How often members of an authority passed on: who made something from what they knew before looks
-- whether that still holds.
CREATE TABLE passed_authorities (
  authority TEXT PRIMARY KEY,
  times INTEGER NOT NULL
) STRICT;
