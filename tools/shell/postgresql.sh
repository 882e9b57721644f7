# A PostgreSQL of its own in one folder, on a unix socket and no port. As durable as PostgreSQL is by
# itself: every commit is on the disk before it is answered. Sourced after console.sh.
#
#   postgresql_start FOLDER [NAME...]   a server with these empty databases
#   postgresql_target FOLDER            prints its libpq connection string, without dbname
#   postgresql_stop FOLDER
: "${root:?console.sh comes first}"

postgresql_programs() {
  local programs
  programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$programs/initdb" ] || fail "there is no PostgreSQL; 'tools/setup test' installs it"
  echo "$programs"
}

# PostgreSQL refuses root.
postgresql_as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

postgresql_target() { echo "host=$1 user=postgres"; }

postgresql_start() {
  local folder=$1 programs name
  shift
  programs=$(postgresql_programs)
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ]; then
    chown postgres: "$folder"
    postgresql_as_owner test -w "$folder" || fail "PostgreSQL's user cannot reach $folder"
  fi
  if ! [ -e "$folder/data/PG_VERSION" ]; then
    postgresql_as_owner "$programs/initdb" -D "$folder/data" -A trust -U postgres --locale=C.UTF-8 -E UTF8 \
      >"$folder/initdb.log" 2>&1 || fail "no cluster could be made; the log is $folder/initdb.log"
  fi
  postgresql_as_owner "$programs/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/data/server.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=200" start >/dev/null ||
    fail "PostgreSQL did not start; its log is $folder/data/server.log"
  for name in "$@"; do
    if [ -z "$("$programs/psql" -h "$folder" -U postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$name'")" ]; then
      "$programs/createdb" -h "$folder" -U postgres "$name"
    fi
  done
}

postgresql_stop() {
  if ! [ -e "$1/data/postmaster.pid" ]; then return 0; fi
  postgresql_as_owner "$(postgresql_programs)/pg_ctl" -D "$1/data" -w -m fast stop >/dev/null || true
}
