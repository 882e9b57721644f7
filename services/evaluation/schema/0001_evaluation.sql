-- What happened, in codes and dates. A thing of a type counts once: (type, thing) also makes an
-- event that is seen again, after a restore for one, harmless. `producer` and `number` say which
-- event it came from. Of a person nothing is kept but a digest, where people are counted.
-- `parent` is the agreement or match by which a fact without a place of its own finds it.
CREATE TABLE facts (
  type TEXT NOT NULL,
  thing TEXT NOT NULL,
  parent TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  day TEXT NOT NULL,
  producer TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (type, thing)
) STRICT;
CREATE INDEX facts_by_day ON facts (day);

-- Facts with the place as of the event: their own, or that of the match behind their agreement.
-- Joined when counted, so that it does not matter whose events arrive first.
CREATE VIEW placed_facts AS
  SELECT type, kind, code, authority, region, nation, day FROM facts WHERE parent = ''
  UNION ALL
  SELECT f.type, m.kind, f.code, m.authority, m.region, m.nation, f.day
    FROM facts f
    JOIN facts m ON m.type = 'matching.match.confirmed' AND m.thing = f.parent
    WHERE f.type = 'agreement.agreement.drafted'
  UNION ALL
  SELECT f.type, m.kind, f.code, m.authority, m.region, m.nation, f.day
    FROM facts f
    JOIN facts d ON d.type = 'agreement.agreement.drafted' AND d.thing = f.parent
    JOIN facts m ON m.type = 'matching.match.confirmed' AND m.thing = d.parent;

-- Who is asked for an evaluation. `given` says that it came; no list of staff reads this.
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  agreement TEXT NOT NULL,
  occasion INTEGER NOT NULL,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  given INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (agreement, person, occasion)
) STRICT;
CREATE INDEX invitations_by_person ON invitations (person, created_at, id);

-- Evaluations, sealed whole under a key of their author: answers and remarks alike.
CREATE TABLE evaluations (
  id TEXT PRIMARY KEY,
  author TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- How many gave which answer, and nothing of who: a row knows neither author, agreement nor day.
CREATE TABLE tallies (
  quarter TEXT NOT NULL,
  authority TEXT NOT NULL,
  region TEXT NOT NULL,
  nation TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  given INTEGER NOT NULL,
  PRIMARY KEY (quarter, authority, region, nation, question, answer)
) STRICT;

-- What was published together, of one moment. `edition` is the period; for "to-date" with its day.
CREATE TABLE releases (
  edition TEXT PRIMARY KEY,
  as_of INTEGER NOT NULL
) STRICT;

-- What was published of a scope; never changed. `basis` is what its figures were made from, for
-- the next "to-date" alone: it never leaves the service.
CREATE TABLE publications (
  edition TEXT NOT NULL,
  scope TEXT NOT NULL,
  body BLOB NOT NULL,
  basis BLOB NOT NULL,
  PRIMARY KEY (edition, scope)
) STRICT;
