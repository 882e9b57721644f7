# How much longer a member's details take with a million members.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/growth.sh"
row_unit='us (p99)'
row_how='99th percentile of GetPerson at the registry, 16 calls under way by h2load, with a million members'

row_start() { growth_start; }

row_measure_ours() { growth_read && bench_p99 ours; }

row_measure_reference() { (growth_of_small && growth_read && bench_p99 ours) || exit 1; }
