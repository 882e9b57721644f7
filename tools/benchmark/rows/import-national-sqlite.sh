# The register of a nation through the API, beside SQLite loading the same rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/import.sh"
row_how='321 authorities, 12,180 seats, 20,000 members; ours: files through the gateway, one after the other, every row checked, with events, committed 500 at a time; the reference: the rows of all tables that came of it, in one transaction; both WAL, synchronous=FULL'
row_reference='sqlite3, INSERT of each row of a filled database into an empty one with the same indexes, in one transaction'

row_start() {
  import_start import_reset
  system_stop "$state"
  mv "$state/databases/registry.db" "$state/filled.db"
  sqlite3 "$state/filled.db" .schema | grep -v sqlite_sequence >"$state/schema.sql"
  {
    printf "PRAGMA synchronous=FULL;\nATTACH '%s' AS filled;\nBEGIN;\n" "$state/filled.db"
    # A limit keeps SQLite from copying pages instead of inserting rows.
    import_each 'INSERT INTO main.%s SELECT * FROM filled.%s LIMIT 1000000000;'
    echo 'COMMIT;'
  } >"$state/load.sql"
}

import_reset() {
  rm -f "$state"/databases/registry.db*
  system_start "$state" "$build" "$port"
}

row_measure_ours() { import_ours import_reset; }

row_measure_reference() {
  local empty=$state/empty.db began
  rm -f "$empty"*
  { echo 'PRAGMA journal_mode=WAL;' && cat "$state/schema.sql"; } | sqlite3 "$empty" >/dev/null
  bench_note_reference sqlite3 "$empty" ".read $state/load.sql"
  began=$(date +%s%N)
  sqlite3 -bail "$empty" ".read $state/load.sql" || fail 'sqlite3 did not load the rows'
  import_rate "$began"
}
