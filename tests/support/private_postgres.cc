#include "tests/support/private_postgres.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"

namespace telemachus::test {
namespace {

// Runs as the guard: starts the cluster, says so, waits until its input closes, cleans up.
// PostgreSQL refuses to run as root, hence its own user then.
constexpr char kGuard[] = R"sh(
folder=$1
programs=$(pg_config --bindir)
[ -x "$programs/initdb" ] || programs=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
settings="-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=200"
settings="$settings -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
trap '' INT HUP
trap 'as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate stop; rm -rf "$folder"' EXIT
exec 3>&1 >"$folder/log" 2>&1
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown postgres: "$folder"
cd "$folder" &&
as_owner "$programs/initdb" -D "$folder/data" -A trust -U postgres --no-sync \
    --locale=C.UTF-8 -E UTF8 </dev/null 3>&- &&
as_owner "$programs/pg_ctl" -D "$folder/data" -w -t 30 -l "$folder/data/server.log" -o "$settings" \
    start </dev/null 3>&- &&
echo ready >&3 && exec 3>&- && read -r nothing
)sh";

[[noreturn]] void GiveUp(const char* what) {
  std::fprintf(stderr, "private PostgreSQL: %s\n", what);
  std::abort();
}

std::string MakeFolder() {
  std::string folder =
      (std::filesystem::temp_directory_path() / "telemachus-postgres-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) GiveUp("no temporary folder");
  return folder;
}

[[noreturn]] void BecomeGuard(int input, int output, const char* folder) {
  setsid();  // an interrupt of the tests is not one of the guard
  if (dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0) {
    execl("/bin/sh", "sh", "-c", kGuard, "guard", folder, nullptr);
  }
  _exit(EXIT_FAILURE);
}

// The name of a room stands last in its connection string, where the server's own tables show it.
constexpr char kNameMark[] = " application_name=";

std::string NameOf(const std::string& connection) {
  return connection.substr(connection.rfind('=') + 1);
}

}  // namespace

PrivatePostgres& PrivatePostgres::Get() {
  static PrivatePostgres postgres;
  return postgres;
}

PrivatePostgres::PrivatePostgres() : folder_(MakeFolder()) {
  int alive[2];
  int answer[2];
  if (pipe2(alive, O_CLOEXEC) != 0 || pipe2(answer, O_CLOEXEC) != 0) GiveUp("no pipe");
  guard_ = fork();
  if (guard_ < 0) GiveUp("no process");
  if (guard_ == 0) BecomeGuard(alive[0], answer[1], folder_.c_str());
  close(alive[0]);
  close(answer[1]);
  keep_alive_ = alive[1];
  char byte = 0;
  const bool ready = read(answer[0], &byte, 1) == 1;
  close(answer[0]);
  if (!ready) GiveUp("the cluster did not start");
}

PrivatePostgres::~PrivatePostgres() {
  close(keep_alive_);
  waitpid(guard_, nullptr, 0);
}

std::string PrivatePostgres::Connection() const {
  return absl::StrCat("host=", folder_, " user=postgres dbname=postgres");
}

std::string PrivatePostgres::CreateRoom() {
  const std::string name = absl::StrCat("room_", ++created_);
  Run(absl::StrCat("CREATE SCHEMA ", name));
  return absl::StrCat(Connection(), " options=-csearch_path=", name, kNameMark, name);
}

void PrivatePostgres::DropRoom(const std::string& connection) {
  Run(absl::StrCat("SET lock_timeout = '10s'; DROP SCHEMA ", NameOf(connection), " CASCADE"));
}

void PrivatePostgres::Cut(const std::string& connection) {
  Run(absl::StrCat("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity ",
                   "WHERE application_name = '", NameOf(connection), "'"));
}

void PrivatePostgres::Run(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(Connection().c_str()),
                                                                &PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    GiveUp(PQerrorMessage(connection.get()));
  }
}

}  // namespace telemachus::test
