// A bare gRPC server that answers with what one query finds: what a read of the database costs at
// least.
#include <signal.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "grpcpp/grpcpp.h"
#include "telemachus/bench/v1/echo.grpc.pb.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50061", "address to serve on");
ABSL_FLAG(std::string, database, "", "target of the database, as the services take it");
ABSL_FLAG(std::string, query, "", "the query; of two columns, a BLOB and a text");
ABSL_FLAG(std::vector<std::string>, parameters, {}, "its parameters: NAME=VALUE,NAME=VALUE");
ABSL_FLAG(int, connections, 8, "connections to the database");

namespace {

using telemachus::bench::v1::EchoRequest;
using telemachus::bench::v1::EchoResponse;
namespace sql = telemachus::sql;

constexpr absl::Duration kLongest = absl::Seconds(10);

class QueryServer final : public telemachus::bench::v1::EchoService::CallbackService {
 public:
  QueryServer(sql::Database& database, std::string query, const sql::Parameters& parameters)
      : database_(database), query_(std::move(query)), parameters_(parameters) {}

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const EchoRequest*,
                                 EchoResponse* response) override {
    std::string& content = *response->mutable_content();
    const absl::Status status =
        database_.Read(absl::Now() + kLongest, [&](sql::Transaction& transaction) -> absl::Status {
          content.clear();
          auto rows = transaction.Query(query_, parameters_);
          if (!rows.ok()) return rows.status();
          for (const sql::Row& row : *rows) {
            content += row.Blob(0);
            content += row.Text(1);
          }
          return absl::OkStatus();
        });
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(status.ok() ? grpc::Status::OK
                                : grpc::Status(grpc::StatusCode::UNAVAILABLE, "the query failed"));
    return reactor;
  }

 private:
  sql::Database& database_;
  const std::string query_;
  const sql::Parameters parameters_;
};

int Serve(sql::Database& database) {
  // Blocked before gRPC makes threads, so that this one alone receives them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  // A parameter refers to its name.
  const std::vector<std::string> named = absl::GetFlag(FLAGS_parameters);
  sql::Parameters parameters;
  for (const std::string& parameter : named) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    parameters.push_back({parts.first, parts.second});
  }
  QueryServer service(database, absl::GetFlag(FLAGS_query), parameters);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(absl::GetFlag(FLAGS_listen), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "bench_query: cannot listen on %s\n", absl::GetFlag(FLAGS_listen).c_str());
    return 1;
  }
  int signal = 0;
  sigwait(&ending, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "answers telemachus.bench.v1.EchoService with what a query finds, until it is told to end");
  absl::ParseCommandLine(argc, argv);
  auto database = sql::Open(
      {.target = absl::GetFlag(FLAGS_database), .connections = absl::GetFlag(FLAGS_connections)});
  if (!database.ok()) {
    std::fprintf(stderr, "bench_query: the database does not open\n");
    return 1;
  }
  return Serve(**database);
}
