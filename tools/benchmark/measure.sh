# What rows measure with. Sourced by tools/bench after shell/console.sh, system.sh and postgresql.sh.
#
# A row is a file of rows/, named like the row, with
#
#   row_unit, row_how, row_reference   the unit, how both are run, what the reference is
#   row_start                          starts both; only the reference if $reference_only is set
#   row_measure_ours                   takes one sample and prints it
#   row_measure_reference              the same of the reference
#
# While it runs, $state is its folder, $build that of the programs, $seconds how long a sample takes,
# and ports are free from $port on; what bench_spawn starts ends with the row.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench and the rows
: "${root:?console.sh comes first}"

bench_connections=8 # so that nginx's workers share them
bench_streams=2     # calls under way on each
bench_clients=16    # calls under way in all
bench_check_seconds=20
bench_load_seconds=120 # a sample that takes longer has failed
bench_systems=()     # folders of systems that a row starts besides $state

# bench_spawn NAME PORT COMMAND...: a server, until it listens.
bench_spawn() {
  local name=$1 port=$2
  shift 2
  bench_spawned+=("$name")
  system_spawn "$state" "$name" "$@"
  system_await "$state" "$name" system_listens "$port"
}

# bench_frame FILE TYPE FIELDS: a message of that type, as text, into FILE as gRPC sends it: a flag
# and a length before it. FILE.message is the message alone.
bench_frame() {
  local protos file length
  # Where the build found Google's protos.
  protos=$(sed -n 's/^TELEMACHUS_GOOGLEAPIS:[A-Z]*=//p' "$build/CMakeCache.txt")
  file=$(bench_file_of "$2") || exit 1
  printf '%s' "$3" | protoc --encode="$2" -I "$root/proto" -I "$root/tools/benchmark/proto" -I "$protos" \
    "$file" >"$1.message" || fail "no $2 can be made of: $3"
  length=$(printf '%08x' "$(stat -c %s "$1.message")")
  { printf '%b' "\\0\\x${length:0:2}\\x${length:2:2}\\x${length:4:2}\\x${length:6:2}" && cat "$1.message"; } >"$1"
}

# The file that declares a message.
bench_file_of() {
  local folder=${1%.*} file
  for file in "$root"/{proto,tools/benchmark/proto}/"${folder//.//}"/*.proto; do
    if [ -e "$file" ] && grep -q "^message ${1##*.} " "$file"; then
      file=${file#"$root"/} && file=${file#tools/benchmark/} && echo "${file#proto/}" && return
    fi
  done
  fail "no message is called $1"
}

# bench_answer URL FRAME HEADER...: makes one call and prints the bytes of its answer's message; ends
# the script if the call fails. h2load sees no grpc-status.
bench_answer() {
  local url=$1 frame=$2 header options=()
  shift 2
  for header in "$@"; do options+=(-H "$header"); done
  curl -s --max-time "$bench_check_seconds" --http2-prior-knowledge -D "$state/answer.headers" -o "$state/answer" \
    -H 'content-type: application/grpc' -H 'te: trailers' ${options[@]+"${options[@]}"} --data-binary "@$frame" "$url" ||
    fail "no answer from $url"
  grep -qE '^grpc-status: 0' "$state/answer.headers" ||
    fail "the call of $url failed: $(grep -E '^grpc-' "$state/answer.headers" | tr -d '\r' | tr '\n' ' ')"
  echo $(($(stat -c %s "$state/answer") - 5))
}

# bench_calls NAME URL FRAME HEADER...: prints how many calls are answered in a second. The first
# time, a sample of a second tells how many calls fill $seconds. Every answer must be as long as
# that of the call that was looked at.
bench_calls() {
  local name=$1 url=$2 frame=$3 bytes count rate header words
  shift 3
  bytes=$(bench_answer "$url" "$frame" "$@") || exit 1
  words=(h2load -t 1 -c "$bench_connections" -m "$bench_streams" -d "$frame"
    -H 'content-type: application/grpc' -H 'te: trailers')
  for header in "$@"; do words+=(-H "$header"); done
  if ! [ -e "$state/$name.count" ]; then
    rate=$(bench_h2load "$name" "${words[@]}" -D 1 "$url") || exit 1
    awk -v rate="$rate" -v seconds="$seconds" 'BEGIN { print int(rate * seconds / 100 + 1) * 100 }' >"$state/$name.count"
  fi
  count=$(cat "$state/$name.count")
  rm -f "$state/$name.calls"
  words+=(--log-file="$state/$name.calls")
  printf '%q ' "${words[@]}" -n "$count" "$url" >"$state/$name.command"
  bench_h2load "$name" "${words[@]}" -n "$count" "$url" || exit 1
  # The body of an answer is a flag, a length and the message; a call that fails has none.
  if ! grep -q "($((count * (bytes + 5)))) data\$" "$state/$name.h2load"; then
    fail "some calls of $url failed: $(grep -E '^(requests|traffic):' "$state/$name.h2load" | tr '\n' ' ')"
  fi
}

# bench_h2load NAME COMMAND...: runs it and prints its calls in a second.
bench_h2load() {
  local name=$1 status=0
  shift
  timeout --foreground "$bench_load_seconds" "$@" >"$state/$name.h2load" 2>&1 || status=$?
  if [ "$status" != 0 ] || ! grep -qE ' 0 failed, 0 errored, 0 timeout$' "$state/$name.h2load"; then
    fail "h2load: $(tail -n 3 "$state/$name.h2load" | tr '\n' ' ')"
  fi
  sed -n 's|^finished in .*, \([0-9.]*\) req/s.*|\1|p' "$state/$name.h2load"
}

# bench_p99 NAME: how many microseconds 99 in 100 calls of its last sample took at most.
bench_p99() { cut -f 3 "$state/$1.calls" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR * 99 + 99) / 100)] }'; }

# bench_note_reference COMMAND...: what gave the reference's value.
bench_note_reference() { printf '%q ' "$@" >"$state/reference.command"; }

# A token of the first of the national staff.
bench_token() { "$build/bin/issuer" token --directory "$state/issuer" --subject "$system_staff" --lifetime 1h; }

# bench_content_of BYTES: how long the content is in an EchoResponse of so many bytes.
bench_content_of() {
  local tag=1 length=1
  if [ "$1" -gt 129 ]; then length=2; fi
  echo $(($1 - tag - length))
}
