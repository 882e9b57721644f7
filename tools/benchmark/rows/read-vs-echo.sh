# A real read through gateway and registry beside a bare gRPC server that answers as many bytes.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
row_unit=calls/s
row_how='16 calls under way by h2load: GetSelf through the gateway and the registry on SQLite; the bare server is called directly, with the same sizes'
row_reference='a callback gRPC server in C++ that does no work (tools/benchmark/echo)'

get_self=/telemachus.registry.v1.PersonService/GetSelf

row_start() {
  local bytes
  bench_frame "$state/frame" telemachus.registry.v1.GetSelfRequest ''
  # The reference needs to know how long the answer is.
  system_start "$state" "$build" "$port"
  token=$(bench_token)
  bytes=$(bench_answer "http://127.0.0.1:$port$get_self" "$state/frame" "authorization: Bearer $token")
  if [ -n "$reference_only" ]; then system_stop "$state"; fi
  bench_spawn echo $((port + 5)) "$build/bin/bench_echo" --listen "127.0.0.1:$((port + 5))" \
    --answer_bytes "$(bench_content_of "$bytes")"
}

row_measure_ours() { bench_calls ours "http://127.0.0.1:$port$get_self" "$state/frame" "authorization: Bearer $token"; }

row_measure_reference() {
  bench_calls reference "http://127.0.0.1:$((port + 5))/telemachus.bench.v1.EchoService/Echo" "$state/frame"
}
