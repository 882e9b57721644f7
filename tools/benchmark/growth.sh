# What the rows of growth share: two systems on SQLite at once, one with as many members as a nation
# has, one with a million. The ratio is how much worse the large one is. Sourced by rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/members.sh"
row_reference='the same with 20,000 members'

growth_members=1000000
growth_small=$state/small growth_small_port=$((port + 40))

growth_start() {
  bench_systems=("$growth_small")
  mkdir -p "$growth_small"/{logs,pids}
  (growth_of_small && members_start "$register_national" && growth_note) || exit 1
  if [ -z "$reference_only" ]; then members_start "$growth_members" && growth_note; fi
}

# growth_of_small: what follows in this shell is about the small one.
growth_of_small() { state=$growth_small port=$growth_small_port; }

# Whom calls are about, for shells to come.
growth_note() { printf 'members_parent=%q members_person=%q\n' "$members_parent" "$members_person" >"$state/asked"; }

# growth_read, growth_list: one sample.
growth_read() {
  # shellcheck source=/dev/null
  source "$state/asked"
  bench_frame "$state/frame" telemachus.registry.v1.GetPersonRequest "name: '$members_person'"
  growth_calls /telemachus.registry.v1.PersonService/GetPerson
}

growth_list() {
  # shellcheck source=/dev/null
  source "$state/asked"
  bench_frame "$state/frame" telemachus.registry.v1.ListMembersRequest "parent: '$members_parent' page_size: 50"
  growth_calls /telemachus.registry.v1.PersonService/ListMembers
}

growth_calls() {
  members_ours "$1" >/dev/null
  if [ "$state" = "$growth_small" ]; then cp "$state/ours.command" "${growth_small%/small}/reference.command"; fi
}
