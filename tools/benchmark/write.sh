# What the rows of durable writes share: a person is created at the registry, sixteen at a time. The
# call says who makes it as the gateway would, and passes by the gateway. Sourced by rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
row_unit=writes/s

create_person=/telemachus.registry.v1.PersonService/CreatePerson

write_start() {
  bench_frame "$state/frame" telemachus.registry.v1.CreatePersonRequest \
    'person { display_name: "Rhiannon Example" language_code: "cy" email: "rhiannon@example.org" }'
  system_start "$state" "$build" "$port"
}

# Half a minute is how long the caller is believed, so every sample says anew who they are.
write_ours() {
  local assertion
  assertion=$("$build/bin/bench_assertion" --key_file "$state/keys/gateway.key" --service registry --method "$create_person" \
    --issuer "$system_issuer" --subject "$system_staff" <"$state/frame.message")
  bench_calls ours "http://127.0.0.1:$((port + 1))$create_person" "$state/frame" "telemachus-assertion-bin: $assertion"
}
