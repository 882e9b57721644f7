# One member of 20,000 on PostgreSQL, beside a bare gRPC server that asks the engine for the same rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/members.sh"
row_how='16 calls under way by h2load; ours: GetPerson at the registry by national staff, with authentication and what may be seen; the reference: one query for the same person and seats'

row_start() {
  postgresql_start "$state/postgresql" telemachus_registry telemachus_registry_keys
  system_postgresql=$(postgresql_target "$state/postgresql")
  read_start
}

row_measure_ours() { members_ours /telemachus.registry.v1.PersonService/GetPerson; }

row_measure_reference() { members_reference; }
