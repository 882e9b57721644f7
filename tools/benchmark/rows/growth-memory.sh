# How much more memory the registry holds with a million members.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
source "$root/tools/benchmark/growth.sh"
row_unit=KiB
row_how='resident memory of the registry after it took in a million members and was asked for some'

row_start() { growth_start; }

row_measure_ours() { growth_list && growth_memory; }

row_measure_reference() { (growth_of_small && growth_list && growth_memory) || exit 1; }

growth_memory() { awk '/^VmRSS:/ { print $2 }' "/proc/$(cat "$state/pids/registry")/status"; }
