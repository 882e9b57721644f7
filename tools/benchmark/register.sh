# Registers of invented members for rows to import and to read. All authorities are those of the
# sample; there are as many members as a row asks for, so that many share a seat. Sourced by rows.
# shellcheck disable=SC2154  # names shared with tools/bench
: "${root:?console.sh comes first}"

register_call_seconds=300
register_national=20000        # about as many as sit in the councils of England and Wales
register_rows_in_a_file=13000  # a file is 4 MB at most

# register_make MEMBERS: $state/{authorities,seats}.csv and $state/members/NN.csv.
register_make() {
  local members=$state/members
  mkdir -p "$members"
  cp "$root/tools/register/authorities.csv" "$state/authorities.csv"
  "$build/bin/register" seats --authorities="$state/authorities.csv" --out="$state/seats.csv"
  "$build/bin/register" members --authorities="$state/authorities.csv" --seats="$state/seats.csv" --out="$state/sample.csv"
  # Each time round, everybody is somebody else of the same name.
  awk -F , -v OFS=, -v wanted="$1" -v most="$register_rows_in_a_file" -v folder="$members" '
    NR == 1 { head = $0; next }
    { row[++rows] = $0 }
    END {
      for (i = 0; i < wanted; i++) {
        if (i % most == 0) {
          if (file) close(file)
          file = sprintf("%s/%04d.csv", folder, i / most)
          print head >file
        }
        $0 = row[i % rows + 1]
        round = int(i / rows)
        if (round) { $2 = $2 "-" round; $3 = $3 "-" round }
        print >file
      }
    }' "$state/sample.csv"
}

# register_rows: how many rows the files have.
register_rows() { tail -qn +2 "$state"/{authorities,seats}.csv "$state"/members/*.csv | wc -l; }

# register_call PORT SERVICE/METHOD: calls the gateway there as national staff, with the request, in
# JSON, from standard input.
register_call() {
  "$build/bin/call" --target "127.0.0.1:$1" --token_file "$state/token" --timeout "${register_call_seconds}s" \
    "telemachus.registry.v1.$2" >"$state/call.out" 2>&1 || fail "$2 failed: $(tr -d '\n' <"$state/call.out" | cut -c -300)"
}

# register_import PORT SERVICE/METHOD FILE [FIELDS]: imports a file, of which every row is taken.
register_import() {
  printf '{%s"content":"%s"}' "${4:-}" "$(base64 -w 0 "$3")" | register_call "$1" "$2"
  if grep -q '"rejected":' "$state/call.out"; then fail "$2 takes not all rows of ${3##*/}"; fi
}

# register_load PORT: imports the register that register_make made.
register_load() {
  local file
  bench_token >"$state/token"
  register_import "$1" AuthorityService/ImportAuthorities "$state/authorities.csv"
  register_import "$1" AuthorityService/ImportSeats "$state/seats.csv"
  for file in "$state"/members/*.csv; do
    register_import "$1" PersonService/ImportMembers "$file" "\"loginIssuer\":\"$system_issuer\","
  done
}
