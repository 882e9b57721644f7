#include <fstream>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/story/chapters.h"

ABSL_FLAG(std::string, gateway, "127.0.0.1:17050", "address of the gateway");
ABSL_FLAG(std::string, issuer_directory, "", "folder of the local issuer's keys");
ABSL_FLAG(std::string, authorities, "tools/register/authorities.csv", "register of authorities");
ABSL_FLAG(std::string, seats, "", "register of seats; empty: invented");
ABSL_FLAG(uint64_t, seed, 7, "of what is invented");
ABSL_FLAG(std::string, otlp, "", "OTLP/gRPC receiver of the story's trace; empty: none");
ABSL_FLAG(std::string, trace_id_file, "", "file to write the id of the story's trace to");

namespace telemachus::story {
namespace {

// The services start beside each other: the story begins when the gateway lets somebody in.
absl::Status AwaitStart(World& world) {
  ASSIGN_OR_RETURN(Actor * staff, world.Enter("", "national-staff"));
  const absl::Time deadline = absl::Now() + kPatience;
  absl::Status status;
  do {
    status = staff
                 ->Call<registry::v1::Self>("registry.v1.PersonService/GetSelf",
                                            registry::v1::GetSelfRequest())
                 .status();
    if (!absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) return status;
    absl::SleepFor(absl::Milliseconds(100));
  } while (absl::Now() < deadline);
  return status;
}

absl::Status TellAll(World& world) {
  trace::Span span("story");
  if (const std::string path = absl::GetFlag(FLAGS_trace_id_file); !path.empty()) {
    std::ofstream(path) << span.TraceId() << "\n";
  }
  RETURN_IF_ERROR(TellRegister(world));
  RETURN_IF_ERROR(TellMentors(world));
  RETURN_IF_ERROR(TellRequest(world));
  RETURN_IF_ERROR(TellRefusals(world));
  RETURN_IF_ERROR(TellAgreement(world));
  return TellEvaluation(world);
}

absl::Status Tell() {
  Telling telling;
  ASSIGN_OR_RETURN(World world,
                   World::Make({.gateway = absl::GetFlag(FLAGS_gateway),
                                .issuer_directory = absl::GetFlag(FLAGS_issuer_directory),
                                .authorities_file = absl::GetFlag(FLAGS_authorities),
                                .seats_file = absl::GetFlag(FLAGS_seats),
                                .seed = absl::GetFlag(FLAGS_seed)},
                               telling));
  RETURN_IF_ERROR(AwaitStart(world));
  RETURN_IF_ERROR(TellAll(world));
  std::cout << "\n  " << telling.steps() << " steps, all of them held, in " << Took(telling.told())
            << ".\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace telemachus::story

// Walks one member from need to evaluation, through the gateway, each actor with their own token.
int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "tells the story of one mentoring against a running system\n"
      "  story --gateway HOST:PORT --issuer_directory DIR [--authorities FILE] [--seats FILE]\n"
      "Exit code 0 only if every step held.");
  absl::ParseCommandLine(argc, argv);
  absl::Status status;
  {
    const telemachus::trace::Export traces(
        {.service = "story", .instance = "", .endpoint = absl::GetFlag(FLAGS_otlp)});
    status = telemachus::story::Tell();
  }
  if (status.ok()) return 0;
  std::cerr << "\nstory: a step did not hold: " << status.message() << "\n";
  return 1;
}
