# What the rows of members that are read share: national staff ask the registry, the call saying who
# asks as the gateway would. The reference reads the same rows of the same database and does nothing
# else. Sourced by rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/register.sh"
row_unit=calls/s
row_reference='a callback gRPC server in C++ that answers with what one query finds (tools/benchmark/query)'

members_authority=POW # whose members are read

# members_start MEMBERS: a register of so many; $members_parent and $members_person are an authority and a member of it.
members_start() {
  register_make "$1"
  system_start "$state" "$build" "$port"
  register_load "$port"
  # As PostgreSQL does by itself a minute later.
  if [ -n "$system_postgresql" ]; then
    "$(postgresql_programs)/psql" -qh "$state/postgresql" -U postgres telemachus_registry -c ANALYZE
  fi
  members_parent=$(members_value name registry.v1.AuthorityService/ListAuthorities '{"code":"'"$members_authority"'"}')
  members_person=$(members_value name registry.v1.PersonService/ListMembers '{"parent":"'"$members_parent"'","pageSize":1}')
}

# members_value FIELD METHOD JSON: the first value of a field in the answer to national staff.
members_value() {
  printf '%s' "$3" | register_call "$port" "${2#registry.v1.}"
  sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' "$state/call.out" | head -n 1
}

# members_query SQL PARAMETERS: the reference, on the same database.
members_query() {
  bench_spawn query $((port + 5)) "$build/bin/bench_query" --listen "127.0.0.1:$((port + 5))" \
    --database "$(system_database "$state" registry)" --query "$1" --parameters "$2"
}

# members_ours METHOD: calls the registry with the request in $state/frame.
members_ours() {
  local assertion
  assertion=$("$build/bin/bench_assertion" --key_file "$state/keys/gateway.key" --service registry --method "$1" \
    --issuer "$system_issuer" --subject "$system_staff" <"$state/frame.message")
  bench_calls ours "http://127.0.0.1:$((port + 1))$1" "$state/frame" "telemachus-assertion-bin: $assertion"
}

members_reference() {
  bench_frame "$state/reference.frame" telemachus.bench.v1.EchoRequest ''
  bench_calls reference "http://127.0.0.1:$((port + 5))/telemachus.bench.v1.EchoService/Echo" "$state/reference.frame"
}

# What both engines are asked. A person comes with the seats, parties and roles held.
members_columns="p.body, m.id || m.authority || m.council_key || m.ward || m.start_date || m.end_date || m.term_end_date || f.party || f.political_group || COALESCE(r.role_code || r.start_date || r.end_date, '')"
members_seats='memberships m ON m.person = p.id LEFT JOIN affiliations f ON f.membership = m.id LEFT JOIN member_roles r ON r.membership = m.id'

read_start() {
  members_start "$register_national"
  bench_frame "$state/frame" telemachus.registry.v1.GetPersonRequest "name: '$members_person'"
  members_query "SELECT $members_columns FROM people p LEFT JOIN $members_seats WHERE p.id = :person" "person=$members_person"
}

list_start() {
  members_start "$register_national"
  bench_frame "$state/frame" telemachus.registry.v1.ListMembersRequest "parent: '$members_parent' page_size: 50"
  members_query "SELECT $members_columns FROM (SELECT q.id, q.sort_key, q.body FROM people q WHERE q.id IN (SELECT s.person FROM memberships s WHERE s.authority = :authority AND s.end_date = '') ORDER BY q.sort_key, q.id LIMIT 50) p JOIN $members_seats ORDER BY p.sort_key, p.id" "authority=$members_parent"
}
