#include "gateway/bind.h"

#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "common/config/flags.h"
#include "common/crypto/signature.h"
#include "common/status/macros.h"
#include "gateway/forward/routes.h"
#include "gateway/gateway.h"

ABSL_FLAG(std::string, registry, "127.0.0.1:17051", "address of the registry");
ABSL_FLAG(std::string, matching, "127.0.0.1:17052", "address of matching");
ABSL_FLAG(std::string, agreement, "127.0.0.1:17053", "address of agreement");
ABSL_FLAG(std::string, evaluation, "127.0.0.1:17054", "address of evaluation");
ABSL_FLAG(std::string, issuer, "", "the issuer whose tokens are accepted (`iss`)");
ABSL_FLAG(std::string, audience, "", "what tokens must name as this API (`aud`)");
ABSL_FLAG(std::string, jwks, "", "path or URL of the issuer's JWKS document");
ABSL_FLAG(bool, trust_traceparent, false,
          "continue the traces of callers instead of linking them; for local runs");

namespace telemachus::gateway {

absl::StatusOr<std::unique_ptr<rpc::Server>> StartFromFlags(const time::Clock& clock) {
  Options options;
  options.listen = absl::GetFlag(FLAGS_listen);
  options.health_listen = absl::GetFlag(FLAGS_health_listen);
  options.targets = {{"registry", absl::GetFlag(FLAGS_registry)},
                     {"matching", absl::GetFlag(FLAGS_matching)},
                     {"agreement", absl::GetFlag(FLAGS_agreement)},
                     {"evaluation", absl::GetFlag(FLAGS_evaluation)}};
  options.token.issuer = absl::GetFlag(FLAGS_issuer);
  options.token.audience = absl::GetFlag(FLAGS_audience);
  options.jwks = absl::GetFlag(FLAGS_jwks);
  options.trust_traceparent = absl::GetFlag(FLAGS_trust_traceparent);
  options.limits.threads = absl::GetFlag(FLAGS_threads);
  ASSIGN_OR_RETURN(crypto::SigningKey key, crypto::SigningKey::Load(absl::GetFlag(FLAGS_key_file)));
  return Gateway::Start(options, ProductApi(), std::move(key), clock);
}

}  // namespace telemachus::gateway
