# What the scripts of tools/ share: their help, words on the screen, and steps that show progress
# and keep a log. Sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
logs=$root/build/logs
step_job=

# Prints the comment at the head of the script, which is its help.
usage() { awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"; }

# Prints the help and ends, if one of the arguments asks for it.
help_if_asked() {
  local argument
  for argument in "$@"; do
    case $argument in -h | --help) usage && exit 0 ;; esac
  done
}

# fail WORDS...: says what is wrong and ends the script.
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# The part of a log that tells how far its command is: the newest `[n/m]` or `n/m Test`.
step_position() {
  tail -c 4000 "$1" 2>/dev/null | grep -aoE '\[[0-9]+/[0-9]+\]| [0-9]+/[0-9]+ Test' | tail -n 1 | tr -d ' []Test' | sed 's/$/ /' || true
}

# Ends a step that an interrupt finds running, with all that it started.
step_stop() {
  trap - INT TERM
  if [ -n "$step_job" ]; then kill -TERM -- "-$step_job" 2>/dev/null || true; fi
  exit 130
}
trap step_stop INT TERM

# step TEXT LOG COMMAND...: runs COMMAND with its output in build/logs/LOG.log and shows that and how
# far it goes. Returns its status; after a failure it has shown the end of the log.
step() {
  local text=$1 log=$logs/$2.log status=0 began=$SECONDS beat=0 nap=0.02
  shift 2
  mkdir -p "$logs"
  if [ -t 1 ]; then printf '  %s …' "$text"; fi
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  step_job=$!
  set +m
  while kill -0 "$step_job" 2>/dev/null; do
    sleep "$nap"
    if [ "$nap" = 0.02 ] && [ $((SECONDS - began)) -ge 1 ]; then nap=0.5; fi
    if [ $((SECONDS - began)) -ge $((beat + (${STEP_BEAT:-20}))) ] || { [ -t 1 ] && [ "$nap" = 0.5 ]; }; then
      beat=$((SECONDS - began))
      if [ -t 1 ]; then
        printf '\r\033[K  %s … %s%d s' "$text" "$(step_position "$log")" "$beat"
      else
        printf '  %s … %s%d s\n' "$text" "$(step_position "$log")" "$beat"
      fi
    fi
  done
  wait "$step_job" || status=$?
  step_job=
  if [ -t 1 ]; then printf '\r\033[K'; fi
  if [ "$status" = 0 ]; then
    printf '  %s: done, %d s\n' "$text" $((SECONDS - began))
  else
    printf '  %s: FAILED, %d s; the end of %s:\n' "$text" $((SECONDS - began)) "${log#"$root"/}"
    grep -aE 'error|Error|FAILED|Failure|E: |not ok' "$log" | head -n 20 | sed 's/^/    | /' || true
    printf '    | …\n'
    tail -n "${STEP_TAIL:-25}" "$log" | sed 's/^/    | /'
  fi
  return "$status"
}
