# Fifty of the members of an authority, of 20,000 in all, on SQLite, beside a bare gRPC server that asks
# the engine for the same rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/members.sh"
row_how='16 calls under way by h2load; ours: ListMembers at the registry by national staff, with authentication and what may be seen; the reference: one query for the same people and seats in the same order'

row_start() {
  list_start
}

row_measure_ours() { members_ours /telemachus.registry.v1.PersonService/ListMembers; }

row_measure_reference() { members_reference; }
