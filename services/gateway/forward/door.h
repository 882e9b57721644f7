#ifndef TELEMACHUS_GATEWAY_FORWARD_DOOR_H_
#define TELEMACHUS_GATEWAY_FORWARD_DOOR_H_

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/access/directory.h"
#include "common/rpc/executor.h"
#include "common/time/clock.h"
#include "gateway/forward/routes.h"
#include "gateway/token/key_set.h"
#include "gateway/token/verified_tokens.h"
#include "gateway/token/verifier.h"

namespace telemachus::gateway {

// Who asks to be let in, and for what.
struct Knock {
  const Route* route = nullptr;
  // The bearer token, or why there is none.
  std::variant<std::string, TokenFault> token = TokenFault::kMissing;
  absl::Time deadline;
  // The call's span: what is asked on the caller's behalf belongs under it.
  std::string traceparent;
};

// Decides who may call a method: verifies the token, asks the directory who that is now, applies
// the method's rule. Every refusal is counted and logged, without anything of the token.
// Thread-safe.
class Door {
 public:
  // Called once, with who the token speaks of or with what the caller is told.
  using Answer = std::function<void(absl::StatusOr<Claims>)>;

  // What is not remembered is looked up on `executor`.
  Door(const TokenVerifier& verifier, const KeySet& keys, access::CachedDirectory& directory,
       rpc::Executor& executor, const time::Clock& clock);

  // Answers at once, on this thread, if token and caller are remembered; else later, on a thread
  // of the executor. Never blocks.
  void Admit(Knock knock, const Answer& answer);

 private:
  // What is remembered of the caller, decided; nothing if it has to be looked up.
  std::optional<absl::StatusOr<Claims>> FromMemory(const Knock& knock);
  // May block.
  absl::StatusOr<Claims> LookUp(const Knock& knock);
  std::variant<Claims, TokenFault> Verify(const std::string& token);

  const TokenVerifier& verifier_;
  const KeySet& keys_;
  access::CachedDirectory& directory_;
  rpc::Executor& executor_;
  const time::Clock& clock_;
  VerifiedTokens verified_;
};

// The token of the `authorization` headers of a call: exactly one, of the scheme Bearer.
std::variant<std::string, TokenFault> BearerToken(const std::vector<absl::string_view>& headers);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_DOOR_H_
