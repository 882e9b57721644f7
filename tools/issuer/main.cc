// A local issuer of access tokens, for development and tests only.
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/statusor.h"
#include "common/time/clock.h"
#include "tools/issuer/token_mint.h"

ABSL_FLAG(std::string, directory, "", "folder of the keys and jwks.json");
ABSL_FLAG(std::string, subject, "", "token: whom it speaks of (`sub`)");
ABSL_FLAG(std::string, delegate, "", "token: who acts for the subject (`act.sub`)");
ABSL_FLAG(std::string, issuer, telemachus::issuer::kLocalIssuer, "token: `iss`");
ABSL_FLAG(std::string, audience, telemachus::issuer::kLocalAudience, "token: `aud`");
ABSL_FLAG(absl::Duration, lifetime, absl::Minutes(10), "token: how long it is valid, at most 1h");
ABSL_FLAG(std::string, algorithm, "ES256", "token: ES256 or RS256");

namespace {

using telemachus::issuer::TokenMint;

constexpr char kUsage[] = R"(
A local issuer of access tokens, for development and tests: whoever has its
folder can be anybody. Never name it to a gateway that real people use.

  issuer create --directory D                 makes keys for RS256 and ES256, and D/jwks.json
  issuer rotate --directory D                 signs with new keys; the last ones stay in jwks.json
  issuer token --directory D --subject S      prints a token
               [--issuer I --audience A --lifetime 10m --algorithm ES256 --delegate X])";

absl::Status PrintToken(const std::string& directory) {
  const absl::StatusOr<TokenMint> mint = TokenMint::Load(directory);
  if (!mint.ok()) return mint.status();
  const absl::StatusOr<std::string> token =
      mint->Mint({.subject = absl::GetFlag(FLAGS_subject),
                  .delegate = absl::GetFlag(FLAGS_delegate),
                  .issuer = absl::GetFlag(FLAGS_issuer),
                  .audience = absl::GetFlag(FLAGS_audience),
                  .lifetime = absl::GetFlag(FLAGS_lifetime),
                  .algorithm = absl::GetFlag(FLAGS_algorithm)},
                 telemachus::time::SystemClock());
  if (token.ok()) std::cout << *token << "\n";
  return token.status();
}

absl::Status Do(const std::string& verb, const std::string& directory) {
  if (directory.empty()) return absl::InvalidArgumentError("--directory is missing");
  if (verb == "create") return TokenMint::Create(directory).status();
  if (verb == "rotate") return TokenMint::Rotate(directory).status();
  if (verb == "token") return PrintToken(directory);
  return absl::InvalidArgumentError("the verb is create, rotate or token");
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> words = absl::ParseCommandLine(argc, argv);
  const absl::Status done = Do(words.size() == 2 ? words[1] : "", absl::GetFlag(FLAGS_directory));
  if (done.ok()) return 0;
  std::cerr << "issuer: " << done.message() << "\n";
  return 1;
}
