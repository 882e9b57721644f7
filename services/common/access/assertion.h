#ifndef TELEMACHUS_COMMON_ACCESS_ASSERTION_H_
#define TELEMACHUS_COMMON_ACCESS_ASSERTION_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/crypto/signature.h"
#include "common/time/clock.h"
#include "telemachus/access/v1/directory.pb.h"

// What the gateway says of a user, and a service of itself, to one service about one call.
namespace telemachus::access {

// The metadata key under which a serialized SignedAssertion travels.
inline constexpr char kAssertionMetadata[] = "telemachus-assertion-bin";
// Longest life of an assertion.
inline constexpr absl::Duration kAssertionLife = absl::Seconds(30);

// Makes assertions with one process's key. Thread-safe.
class Signer {
 public:
  // `name` is the process's name, "gateway" or a service's.
  Signer(std::string name, crypto::SigningKey key, const time::Clock& clock);
  // Serialized SignedAssertions. `request` is the request's bytes.
  std::string ForUser(absl::string_view audience, absl::string_view method,
                      absl::string_view issuer, absl::string_view subject,
                      absl::string_view delegate, absl::string_view request) const;
  std::string ForService(absl::string_view audience, absl::string_view method,
                         absl::string_view request) const;
  const std::string& name() const { return name_; }

 private:
  const std::string name_;
  const crypto::SigningKey key_;
  const time::Clock& clock_;
};

// Who an assertion speaks of, once verified.
struct Asserted {
  // Of a user; empty for a service.
  std::string issuer, subject, delegate;
  // Of a service; empty for a user.
  std::string service;
};

// Verifies assertions made for one service. Thread-safe.
class Verifier {
 public:
  // `keys` by signer's name. Only "gateway" may speak of users.
  Verifier(std::string audience, std::map<std::string, crypto::VerifyingKey> keys,
           const time::Clock& clock);
  // UNAUTHENTICATED with REASON_ASSERTION_INVALID, and one text, whatever is wrong with it.
  absl::StatusOr<Asserted> Verify(absl::string_view assertion, absl::string_view method,
                                  absl::string_view request) const;

 private:
  const std::string audience_;
  const std::map<std::string, crypto::VerifyingKey> keys_;
  const time::Clock& clock_;
};

// Reads `DIRECTORY/NAME.key.pub` of every process.
absl::StatusOr<std::map<std::string, crypto::VerifyingKey>> LoadKeys(const std::string& directory);

}  // namespace telemachus::access

#endif  // TELEMACHUS_COMMON_ACCESS_ASSERTION_H_
