# A call through the gateway, with authentication, beside the same server behind nginx.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
row_unit=calls/s
row_how='16 calls under way by h2load, 40 bytes asked, 512 answered by a server that does no work; through the gateway with full authentication (token and caller are verified, and remembered as for every client), through nginx without any'
row_reference='nginx grpc_pass (tools/benchmark/nginx.conf) before the same server'

row_start() {
  bench_frame "$state/frame" telemachus.bench.v1.EchoRequest "content: '$(printf '%038d' 0)'"
  bench_spawn echo $((port + 5)) "$build/bin/bench_echo" --listen "127.0.0.1:$((port + 5))" --answer_bytes 509
  sed "s/@LISTEN@/127.0.0.1:$((port + 6))/; s/@BACKEND@/127.0.0.1:$((port + 5))/" "$root/tools/benchmark/nginx.conf" >"$state/nginx.conf"
  bench_spawn nginx $((port + 6)) nginx -p "$state" -c "$state/nginx.conf" -e stderr
  if [ -n "$reference_only" ]; then return; fi
  system_start "$state" "$build" "$port"
  bench_spawn bench_gateway $((port + 7)) "$build/bin/bench_gateway" --listen="127.0.0.1:$((port + 7))" \
    --health_listen="127.0.0.1:$((port + 17))" --metrics_listen="127.0.0.1:$((port + 27))" \
    --echo="127.0.0.1:$((port + 5))" --registry="127.0.0.1:$((port + 1))" --key_file="$state/keys/gateway.key" \
    --issuer="$system_issuer" --audience="$system_audience" --jwks="$state/issuer/jwks.json"
  token=$(bench_token)
}

row_measure_ours() {
  bench_calls ours "http://127.0.0.1:$((port + 7))/telemachus.bench.v1.EchoService/Echo" "$state/frame" "authorization: Bearer $token"
}

row_measure_reference() {
  bench_calls reference "http://127.0.0.1:$((port + 6))/telemachus.bench.v1.EchoService/Echo" "$state/frame"
}
