# Registers of invented members for rows to import and to read. What the sample has comes again and
# again, every second time with other authorities. Sourced by rows.
# shellcheck disable=SC2034,SC2154  # names shared with tools/bench
: "${root:?console.sh comes first}"

register_call_seconds=300
register_national=20000       # about as many as sit in the councils of England and Wales
register_rows_in_a_file=13000 # a file is 4 MB at most

# register_make MEMBERS: files of authorities, seats and members in folders of $state/register. Seats
# are in the register for as many members as a nation has.
register_make() {
  local sample=$state/sample files=$state/register members rounds seated
  mkdir -p "$sample" "$files"/{1-authorities,2-seats,3-members}
  cp "$root/tools/register/authorities.csv" "$sample/"
  "$build/bin/register" seats --authorities="$sample/authorities.csv" --out="$sample/seats.csv"
  "$build/bin/register" members --authorities="$sample/authorities.csv" --seats="$sample/seats.csv" --out="$sample/members.csv"
  members=$(($(wc -l <"$sample/members.csv") - 1))
  rounds=$((($1 + members - 1) / members)) seated=$(((register_national + members - 1) / members))
  # Codes, keys and logins have the round's number.
  register_again $(((rounds + 1) / 2)) 1 <"$sample/authorities.csv" | register_split "$files/1-authorities"
  register_again $((((rounds < seated ? rounds : seated) + 1) / 2)) 1 <"$sample/seats.csv" | register_split "$files/2-seats"
  register_again "$rounds" 1/2,2,3 "$1" <"$sample/members.csv" | register_split "$files/3-members"
}

# register_split FOLDER: a file in pieces, each with its head.
register_split() {
  awk -v most="$register_rows_in_a_file" -v folder="$1" '
    NR == 1 { head = $0; next }
    NR % most == 2 { if (file) close(file); file = sprintf("%s/%04d.csv", folder, ++files); print head >file }
    { print >file }'
}

# register_again TIMES COLUMNS [ROWS]: a file as often, with the round in these columns (or in N/2 half
# of it), and no more rows than that.
register_again() {
  awk -F , -v OFS=, -v times="$1" -v columns="$2" -v most="${3:-1000000000}" '
    NR == 1 { print; next }
    { row[++rows] = $0 }
    END {
      count = split(columns, column)
      for (round = 0; round < times; round++) {
        for (i = 1; i <= rows && written++ < most; i++) {
          $0 = row[i]
          for (c = 1; c <= count; c++) {
            number = int(round / (split(column[c], part, "/") > 1 ? part[2] : 1))
            if (number) $part[1] = $part[1] "-" number
          }
          print
        }
      }
    }'
}

# register_rows: how many rows the files have.
register_rows() { tail -qn +2 "$state"/register/*/*.csv | wc -l; }

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
  local file files=$state/register
  bench_token >"$state/token"
  for file in "$files"/1-authorities/*.csv; do register_import "$1" AuthorityService/ImportAuthorities "$file"; done
  for file in "$files"/2-seats/*.csv; do register_import "$1" AuthorityService/ImportSeats "$file"; done
  for file in "$files"/3-members/*.csv; do
    register_import "$1" PersonService/ImportMembers "$file" "\"loginIssuer\":\"$system_issuer\","
  done
}
