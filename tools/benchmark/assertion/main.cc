// What the gateway would say of a caller, for calls at a service that pass by the gateway.
#include <iostream>
#include <iterator>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/escaping.h"
#include "common/access/assertion.h"
#include "common/crypto/signature.h"
#include "common/time/clock.h"

ABSL_FLAG(std::string, key_file, "", "signing key of the gateway");
ABSL_FLAG(std::string, service, "registry", "service that is called");
ABSL_FLAG(std::string, method, "", "full method: /package.Service/Method");
ABSL_FLAG(std::string, issuer, "", "of the caller's login");
ABSL_FLAG(std::string, subject, "", "of the caller's login");

// Prints the value of the metadata, in base64 as HTTP/2 has it. Good for half a minute.
int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("says who calls, of the request that is read from standard input");
  absl::ParseCommandLine(argc, argv);
  const std::string request(std::istreambuf_iterator<char>(std::cin), {});
  auto key = telemachus::crypto::SigningKey::Load(absl::GetFlag(FLAGS_key_file));
  if (!key.ok()) {
    std::cerr << "bench_assertion: " << key.status().message() << "\n";
    return 1;
  }
  const telemachus::time::SystemClock clock;
  const telemachus::access::Signer signer("gateway", *std::move(key), clock);
  const std::string assertion =
      signer.ForUser(absl::GetFlag(FLAGS_service), absl::GetFlag(FLAGS_method),
                     absl::GetFlag(FLAGS_issuer), absl::GetFlag(FLAGS_subject), "", request);
  std::cout << absl::Base64Escape(assertion) << "\n";
  return 0;
}
