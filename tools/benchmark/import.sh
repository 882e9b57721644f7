# What the rows of national imports share. Ours starts from an empty register each time; the
# reference loads the same rows of every table, and only loads them. Sourced by rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/register.sh"
row_unit=rows/s

# What an import writes, in the registry's tables.
import_tables=(authorities regions seats people logins memberships member_roles affiliations event_outbox timers)

# import_each WORDS: a line for each table, with its name for every %s of WORDS.
import_each() {
  local table
  for table in "${import_tables[@]}"; do printf '%s\n' "${1//%s/$table}"; done
}

# import_start RESET: makes the files and takes a sample, which fills a register to load again.
import_start() {
  register_make "$register_national"
  import_ours "$1" >/dev/null
}

# import_ours RESET: RESET leaves an empty database and starts the system on it.
import_ours() {
  local began
  system_stop "$state"
  "$1"
  began=$(date +%s%N)
  register_load "$port"
  import_rate "$began"
}

# import_rate BEGAN: how many rows of the files a second that makes.
import_rate() {
  awk -v rows="$(register_rows)" -v ns="$(($(date +%s%N) - $1))" 'BEGIN { printf "%.1f\n", rows / ns * 1e9 }'
}
