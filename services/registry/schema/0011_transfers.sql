-- Lists that are being carried out: kept until the operation ends. `reach` names the authority or
-- the nations, separated by spaces, whose rows are taken.
CREATE TABLE imports (
  operation TEXT PRIMARY KEY,
  reach TEXT NOT NULL,
  request BLOB NOT NULL
) STRICT;

-- What became of each row of a list, in its order: kept as long as the operation.
CREATE TABLE import_rows (
  operation TEXT NOT NULL,
  place INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (operation, place)
) STRICT;
