#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "registry/bind.h"

ABSL_FLAG(std::string, first_staff_issuer, "",
          "issuer of the login of the first national staff, added if nobody is known yet");
ABSL_FLAG(std::string, first_staff_subject, "", "subject of that login");
ABSL_FLAG(std::string, matching, "127.0.0.1:17052", "target of matching");
ABSL_FLAG(std::string, agreement, "127.0.0.1:17053", "target of agreement");
ABSL_FLAG(std::string, evaluation, "127.0.0.1:17054", "target of evaluation");

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return telemachus::rpc::Run("registry", [](telemachus::rpc::Bindings& bindings) {
    return telemachus::registry::Bind(
        {.ground = telemachus::service::FromFlags("registry"),
         .first_staff_issuer = absl::GetFlag(FLAGS_first_staff_issuer),
         .first_staff_subject = absl::GetFlag(FLAGS_first_staff_subject),
         .sealing = telemachus::service::SealingFromFlags(),
         .matching = absl::GetFlag(FLAGS_matching),
         .agreement = absl::GetFlag(FLAGS_agreement),
         .evaluation = absl::GetFlag(FLAGS_evaluation)},
        bindings);
  });
}
