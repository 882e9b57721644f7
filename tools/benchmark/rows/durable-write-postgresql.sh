# A write of the registry on PostgreSQL beside bare INSERTs on the same server.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/write.sh"
row_how='16 clients; ours: CreatePerson at the registry, with its outbox, by h2load; the reference: one INSERT a transaction; fsync and synchronous_commit on'
row_reference='pgbench, one INSERT a transaction (tools/benchmark/insert.sql)'

row_start() {
  local folder=$state/postgresql
  postgresql_start "$folder" telemachus_registry telemachus_registry_keys reference
  bench_pgbench=$(postgresql_programs)/pgbench
  "$(postgresql_programs)/psql" -qh "$folder" -U postgres reference \
    -c 'CREATE TABLE written (id uuid PRIMARY KEY, at bigint NOT NULL, body bytea NOT NULL)'
  system_postgresql=$(postgresql_target "$folder")
  if [ -z "$reference_only" ]; then write_start; fi
}

row_measure_ours() { write_ours; }

row_measure_reference() {
  local command=("$bench_pgbench" -n -M prepared -h "$state/postgresql" -U postgres -f "$root/tools/benchmark/insert.sql"
    -c "$bench_clients" -j 2 -T "$seconds" reference)
  bench_note_reference "${command[@]}"
  "${command[@]}" >"$state/logs/pgbench.log" 2>&1 || fail 'pgbench did not end well'
  sed -n 's/^tps = \([0-9.]*\).*/\1/p' "$state/logs/pgbench.log"
}
