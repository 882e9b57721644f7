-- What happened in this database, as its service tells it to others. Rows are written with the
-- change and never deleted: they are the history that others recompute from.
CREATE TABLE event_outbox (
  -- Ascends in the order of writing, with gaps.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Position in the history, without gaps; NULL until the row was seen committed.
  number INTEGER UNIQUE,
  -- telemachus.event.v1.Event without epoch and number.
  event BLOB NOT NULL
) STRICT;
CREATE INDEX event_outbox_waiting ON event_outbox (id) WHERE number IS NULL;

-- Where the history ends: one row.
CREATE TABLE event_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  -- The newest number.
  last INTEGER NOT NULL,
  -- Up to which number a relay has taken it on itself to tell the stream.
  handed INTEGER NOT NULL,
  CHECK (0 <= handed AND handed <= last)
) STRICT;

-- How far a consumer in this database has come in a producer's history.
CREATE TABLE event_cursor (
  producer TEXT NOT NULL,
  consumer TEXT NOT NULL,
  epoch TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (producer, consumer)
) STRICT;

-- Events that could not be applied, and later ones of their resources.
CREATE TABLE event_parked (
  producer TEXT NOT NULL,
  consumer TEXT NOT NULL,
  number INTEGER NOT NULL,
  resource TEXT NOT NULL,
  -- The code of the error.
  code TEXT NOT NULL,
  -- telemachus.event.v1.Event.
  event BLOB NOT NULL,
  PRIMARY KEY (producer, consumer, number)
) STRICT;
CREATE INDEX event_parked_resource ON event_parked (producer, consumer, resource, number);
