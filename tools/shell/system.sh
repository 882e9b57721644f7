# The whole system on loopback, with everything it writes in one folder. Sourced after console.sh.
#
#   system_start STATE BUILD [PORT]   Redis, the services and the gateway, ready to be called
#   system_stop STATE                 ends them all, or what is left of them
#   system_free_port                  prints a PORT from which on all of these are free
#
# The gateway is on PORT (17050), the services behind it on the four next ones, in the order of
# system_services; what answers probes ten ports higher, metrics twenty, the collector of traces
# thirty. STATE keeps databases, keys and logs from one start to the next; STATE/pids names the
# processes, STATE/environment what a client needs to know. Set before system_start:
#
#   system_postgresql   libpq connection string without dbname: databases are there instead of in
#                       files, named telemachus_SERVICE and telemachus_SERVICE_keys
#   system_traces       if not empty, spans are collected in STATE/traces.jsonl
#   system_flags        array of more flags for every service
: "${root:?console.sh comes first}"

system_services=(registry matching agreement evaluation)
system_sealing=' registry matching agreement evaluation ' # have keys of what people write, in a database apart
system_postgresql=${system_postgresql:-}
system_traces=${system_traces:-}
if ! declare -p system_flags >/dev/null 2>&1; then system_flags=(); fi

# What the local issuer writes into tokens, and who is the first of the national staff.
system_issuer=https://issuer.telemachus.invalid
system_audience=https://api.telemachus.invalid
system_staff=national-staff

system_start_seconds=60 # on a busy machine
system_stop_seconds=15  # longer than calls may take to finish
system_path_bytes=100   # a unix socket's path is 107 at most

# system_port NAME PORT: where a process serves, with PORT the first one.
system_port() {
  local i
  case $1 in
    gateway) echo "$2" ;;
    collector) echo $(($2 + 30)) ;;
    *)
      for i in "${!system_services[@]}"; do
        if [ "${system_services[i]}" = "$1" ]; then echo $(($2 + 1 + i)); fi
      done
      ;;
  esac
}

system_free_port() {
  local port offset taken
  for _ in $(seq 100); do
    # Below the ports from which connections go out.
    port=$((20000 + RANDOM % 12000)) taken=
    for offset in {0..30}; do
      if (: <"/dev/tcp/127.0.0.1/$((port + offset))") 2>/dev/null; then taken=1 && break; fi
    done
    if [ -z "$taken" ]; then echo "$port" && return; fi
  done
  fail 'no free ports found'
}

# system_alive STATE NAME: whether that process, and no later one with its id, is there.
system_alive() {
  local pid
  pid=$(cat "$1/pids/$2" 2>/dev/null) && [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd")" = "$1" ]
}

# system_spawn STATE NAME COMMAND...: in a session of its own, so that an interrupt at the terminal
# reaches only the script, which then ends them in order. Its folder is STATE.
system_spawn() {
  local state=$1 name=$2
  shift 2
  # shellcheck disable=SC2016  # for the shell inside
  (cd "$state" && exec setsid bash -c 'echo $$ >"pids/$0" && exec "$@"' "$name" "$@") \
    </dev/null >>"$state/logs/$name.log" 2>&1 &
  # The process that wrote the id is the program itself.
  until [ -s "$state/pids/$name" ]; do sleep 0.01; done
}

# system_await STATE NAME COMMAND...: until COMMAND succeeds; ends the script, with the end of the
# process's log, if the process ends or takes too long.
system_await() {
  local state=$1 name=$2 deadline=$((SECONDS + system_start_seconds))
  shift 2
  until "$@"; do
    if ! system_alive "$state" "$name" || [ "$SECONDS" -gt "$deadline" ]; then
      tail -n 5 "$state/logs/$name.log" | sed 's/^/    | /' >&2
      system_stop "$state"
      fail "$name did not start; its log is $state/logs/$name.log"
    fi
    sleep 0.05
  done
}

# system_ready PORT: whether grpc.health.v1 answers SERVING there. Request and answer are frames of
# HTTP/2's gRPC: a flag, a length, a message.
system_ready() {
  local answer
  answer=$(printf '\0\0\0\0\0' | curl -s --max-time 1 --http2-prior-knowledge -H 'content-type: application/grpc' \
    -H 'te: trailers' --data-binary @- "http://127.0.0.1:$1/grpc.health.v1.Health/Check" | od -An -tx1)
  [ "$answer" = ' 00 00 00 00 02 08 01' ]
}

system_listens() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# system_database STATE NAME: the target of a database.
system_database() {
  if [ -n "$system_postgresql" ]; then
    echo "postgresql:$system_postgresql dbname=telemachus_$2"
  else
    echo "sqlite:$1/databases/$2.db"
  fi
}

# system_program STATE BUILD PORT NAME: spawns a service or the gateway, with the flags it takes.
system_program() {
  local state=$1 build=$2 first=$3 name=$4 port service keys=$1/keys flags
  port=$(system_port "$name" "$first")
  flags=(--listen="127.0.0.1:$port" --health_listen="127.0.0.1:$((port + 10))" --metrics_listen="127.0.0.1:$((port + 20))"
    --key_file="$keys/$name.key" --peer_keys="$keys" --page_key_file="$keys/page.key" --redis="unix:$state/redis.sock")
  if [ -n "$system_traces" ]; then flags+=(--otlp="127.0.0.1:$(system_port collector "$first")"); fi
  for service in "${system_services[@]}"; do
    # Each is told of those that it calls or whose events it follows.
    case $name:$service in
      gateway:* | matching:registry | matching:agreement | agreement:registry | agreement:matching | \
        evaluation:registry | evaluation:matching | evaluation:agreement | registry:matching | \
        registry:agreement | registry:evaluation)
        flags+=("--$service=127.0.0.1:$(system_port "$service" "$first")")
        ;;
    esac
  done
  if [ "$name" = gateway ]; then
    flags+=(--issuer="$system_issuer" --audience="$system_audience" --jwks="$state/issuer/jwks.json")
    if [ -n "$system_traces" ]; then flags+=(--trust_traceparent); fi
  else
    flags+=(--database="$(system_database "$state" "$name")")
  fi
  if [ "$name" = registry ]; then
    flags+=(--first_staff_issuer="$system_issuer" --first_staff_subject="$system_staff")
  fi
  if [[ $system_sealing == *" $name "* ]]; then
    flags+=(--key_database="$(system_database "$state" "${name}_keys")" --master_key_file="$keys/$name.master")
  fi
  system_spawn "$state" "$name" "$build/bin/$name" "${flags[@]}" ${system_flags[@]+"${system_flags[@]}"}
}

# What a client needs to know.
system_write_environment() {
  cat >"$1/environment" <<END
TELEMACHUS_GATEWAY=127.0.0.1:$3
TELEMACHUS_ISSUER=$2/bin/issuer
TELEMACHUS_ISSUER_DIRECTORY=$1/issuer
TELEMACHUS_STAFF=$system_staff
END
}

system_start() {
  local state build port=${3:-17050} name
  mkdir -p "$1"
  state=$(cd "$1" && pwd -P) build=$(cd "$2" && pwd -P)
  if [ ${#state} -gt $((system_path_bytes - 11)) ]; then fail "the path of the folder is too long for a socket: $state"; fi
  system_stop "$state"
  (umask 077 && mkdir -p "$state"/{databases,keys,logs,pids})
  "$build/bin/keys" --directory "$state/keys"
  if ! [ -e "$state/issuer/jwks.json" ]; then "$build/bin/issuer" create --directory "$state/issuer"; fi
  if [ -n "$system_traces" ]; then
    system_spawn "$state" collector "$build/bin/trace" collect --listen "127.0.0.1:$(system_port collector "$port")" \
      --file "$state/traces.jsonl"
  fi
  system_spawn "$state" redis redis-server --port 0 --unixsocket "$state/redis.sock" --save '' --appendonly no \
    --loglevel warning --dir "$state"
  system_await "$state" redis test -S "$state/redis.sock"
  if [ -n "$system_traces" ]; then system_await "$state" collector system_listens "$(system_port collector "$port")"; fi
  # All at once: each waits for those it needs.
  for name in "${system_services[@]}" gateway; do system_program "$state" "$build" "$port" "$name"; done
  for name in "${system_services[@]}" gateway; do
    system_await "$state" "$name" system_ready $(($(system_port "$name" "$port") + 10))
  done
  system_write_environment "$state" "$build" "$port"
}

# system_end STATE NAME...: asks these to end, and sees to it that they do. (A bare return would give
# a trap at the end of a script the script's own status.)
system_end() {
  local state=$1 name signal=TERM deadline=$((SECONDS + system_stop_seconds)) left
  shift
  while :; do
    left=()
    for name in "$@"; do
      if system_alive "$state" "$name"; then left+=("$name"); else rm -f "$state/pids/$name"; fi
    done
    if [ ${#left[@]} = 0 ]; then return 0; fi
    if [ "$SECONDS" -gt "$deadline" ]; then signal=KILL; fi
    for name in "${left[@]}"; do
      if [ -n "$signal" ]; then kill -s "$signal" "$(cat "$state/pids/$name")" 2>/dev/null || true; fi
    done
    if [ "$signal" = TERM ]; then signal=; fi
    sleep 0.05
  done
}

# The gateway first, so that calls under way finish; Redis and the collector when nobody needs them.
system_stop() {
  local state
  if ! [ -d "$1/pids" ]; then return 0; fi
  state=$(cd "$1" && pwd -P)
  system_end "$state" gateway
  system_end "$state" "${system_services[@]}"
  system_end "$state" redis collector
  rm -f "$state/redis.sock" "$state/environment"
}
