# The register of a nation through the API, beside COPY of the same rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/import.sh"
row_how='321 authorities, 12,180 seats, 20,000 members; ours: files through the gateway, one after the other, every row checked, with events, committed 500 at a time; the reference: the rows of all tables that came of it, in one transaction; fsync and synchronous_commit on'
row_reference='COPY of each table from a file, in binary, into an empty database with the same indexes'

row_start() {
  system_postgresql=$(postgresql_target "$state/postgresql")
  import_start import_reset
  system_stop "$state"
  local table
  mkdir "$state/postgresql/copies"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$state/postgresql/copies"; fi
  for table in "${import_tables[@]}"; do
    import_psql telemachus_registry "COPY $table TO '$state/postgresql/copies/$table' (FORMAT binary)"
  done
  "$(postgresql_programs)/pg_dump" -h "$state/postgresql" -U postgres -s telemachus_registry >"$state/schema.sql"
  {
    echo 'BEGIN;'
    import_each "COPY %s FROM '$state/postgresql/copies/%s' (FORMAT binary);"
    echo 'COMMIT;'
  } >"$state/load.sql"
}

# import_psql DATABASE SQL
import_psql() { "$(postgresql_programs)/psql" -qXv ON_ERROR_STOP=1 -h "$state/postgresql" -U postgres "$1" -c "$2"; }

import_reset() {
  if ! [ -e "$state/postgresql/data/postmaster.pid" ]; then postgresql_start "$state/postgresql" telemachus_registry_keys; fi
  import_psql postgres 'DROP DATABASE IF EXISTS telemachus_registry' 2>/dev/null
  import_psql postgres "CREATE DATABASE telemachus_registry"
  system_start "$state" "$build" "$port"
}

row_measure_ours() { import_ours import_reset; }

row_measure_reference() {
  local command began
  import_psql postgres 'DROP DATABASE IF EXISTS loaded' 2>/dev/null
  import_psql postgres 'CREATE DATABASE loaded'
  "$(postgresql_programs)/psql" -qXh "$state/postgresql" -U postgres loaded -f "$state/schema.sql" >/dev/null
  command=("$(postgresql_programs)/psql" -qXv ON_ERROR_STOP=1 -h "$state/postgresql" -U postgres loaded -f "$state/load.sql")
  bench_note_reference "${command[@]}"
  began=$(date +%s%N)
  "${command[@]}" || fail 'psql did not load the rows'
  import_rate "$began"
}
