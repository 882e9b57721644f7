# A write of the registry on SQLite beside bare INSERTs.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/write.sh"
row_how='16 clients; ours: CreatePerson at the registry, with its outbox, by h2load; the reference: one INSERT a transaction; both WAL, synchronous=FULL'
row_reference='sqlite3, one process for each client (tools/benchmark/insert-sqlite)'

row_start() {
  if [ -z "$reference_only" ]; then write_start; fi
}

row_measure_ours() { write_ours; }

row_measure_reference() {
  local command=("$root/tools/benchmark/insert-sqlite" "$state/reference.db" "$bench_clients" "$seconds")
  bench_note_reference "${command[@]}"
  "${command[@]}"
}
