#include "common/access/assertion.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/crypto/hash.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::access {
namespace {

// What a signature is for, so that one over a user's payload is worth nothing over a service's.
constexpr char kUserPurpose[] = "telemachus.access.v1.UserAssertion";
constexpr char kServicePurpose[] = "telemachus.access.v1.ServiceAssertion";
// The one process that may speak of users.
constexpr char kGateway[] = "gateway";
// How far the clocks of two machines may differ.
constexpr absl::Duration kClockSkew = absl::Seconds(5);
// Larger ones are not even parsed: names, an issuer, a subject and two digests need less.
constexpr size_t kMaxBytes = 4096;
constexpr char kKeySuffix[] = ".key.pub";

absl::Status Invalid() {
  return status::Error(absl::StatusCode::kUnauthenticated, status::v1::REASON_ASSERTION_INVALID,
                       "The call carries no valid assertion of who calls.");
}

std::string Text(absl::string_view text) { return std::string(text); }

// Whether an assertion of either kind was made for this call, and now.
template <typename Assertion>
bool Fits(const Assertion& assertion, absl::string_view audience, absl::string_view method,
          absl::string_view request, absl::Time now) {
  const absl::Time expiry = time::FromProto(assertion.expire_time());
  return absl::string_view(assertion.audience()) == audience &&
         absl::string_view(assertion.method()) == method && now < expiry &&
         expiry <= now + kAssertionLife + kClockSkew &&
         crypto::Equal(assertion.request_digest(), crypto::Sha256(request));
}

}  // namespace

Signer::Signer(std::string name, crypto::SigningKey key, const time::Clock& clock)
    : name_(std::move(name)), key_(std::move(key)), clock_(clock) {}

std::string Signer::ForUser(absl::string_view audience, absl::string_view method,
                            absl::string_view issuer, absl::string_view subject,
                            absl::string_view delegate, absl::string_view request) const {
  v1::UserAssertion assertion;
  assertion.set_audience(Text(audience));
  assertion.set_method(Text(method));
  assertion.set_issuer(Text(issuer));
  assertion.set_subject(Text(subject));
  assertion.set_delegate(Text(delegate));
  assertion.set_request_digest(crypto::Sha256(request));
  *assertion.mutable_expire_time() = time::ToProto(clock_.Now() + kAssertionLife);
  v1::SignedAssertion made;
  made.set_signer(name_);
  made.set_user(assertion.SerializeAsString());
  made.set_signature(key_.Sign(kUserPurpose, made.user()));
  return made.SerializeAsString();
}

std::string Signer::ForService(absl::string_view audience, absl::string_view method,
                               absl::string_view request) const {
  v1::ServiceAssertion assertion;
  assertion.set_caller(name_);
  assertion.set_audience(Text(audience));
  assertion.set_method(Text(method));
  assertion.set_request_digest(crypto::Sha256(request));
  *assertion.mutable_expire_time() = time::ToProto(clock_.Now() + kAssertionLife);
  v1::SignedAssertion made;
  made.set_signer(name_);
  made.set_service(assertion.SerializeAsString());
  made.set_signature(key_.Sign(kServicePurpose, made.service()));
  return made.SerializeAsString();
}

Verifier::Verifier(std::string audience, std::map<std::string, crypto::VerifyingKey> keys,
                   const time::Clock& clock)
    : audience_(std::move(audience)), keys_(std::move(keys)), clock_(clock) {}

absl::StatusOr<Asserted> Verifier::Verify(absl::string_view assertion, absl::string_view method,
                                          absl::string_view request) const {
  v1::SignedAssertion made;
  if (assertion.size() > kMaxBytes ||
      !made.ParseFromArray(assertion.data(), static_cast<int>(assertion.size()))) {
    return Invalid();
  }
  const auto key = keys_.find(made.signer());
  if (key == keys_.end()) return Invalid();
  Asserted asserted;
  if (made.has_user()) {
    v1::UserAssertion user;
    if (made.signer() != kGateway ||
        !key->second.Verify(kUserPurpose, made.user(), made.signature()) ||
        !user.ParseFromString(made.user()) ||
        !Fits(user, audience_, method, request, clock_.Now()) || user.issuer().empty() ||
        user.subject().empty()) {
      return Invalid();
    }
    asserted.issuer = user.issuer();
    asserted.subject = user.subject();
    asserted.delegate = user.delegate();
    return asserted;
  }
  v1::ServiceAssertion service;
  if (!made.has_service() ||
      !key->second.Verify(kServicePurpose, made.service(), made.signature()) ||
      !service.ParseFromString(made.service()) ||
      !Fits(service, audience_, method, request, clock_.Now()) ||
      service.caller() != made.signer()) {
    return Invalid();
  }
  asserted.service = service.caller();
  return asserted;
}

absl::StatusOr<std::map<std::string, crypto::VerifyingKey>> LoadKeys(const std::string& directory) {
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  if (error) return absl::NotFoundError(absl::StrCat("no directory of keys at ", directory));
  std::map<std::string, crypto::VerifyingKey> keys;
  for (const std::filesystem::directory_entry& file : files) {
    const std::string name = file.path().filename().string();
    if (!absl::EndsWith(name, kKeySuffix)) continue;
    ASSIGN_OR_RETURN(crypto::VerifyingKey key, crypto::VerifyingKey::Load(file.path().string()));
    keys.emplace(absl::StripSuffix(name, kKeySuffix), std::move(key));
  }
  if (keys.empty()) return absl::NotFoundError(absl::StrCat("no keys in ", directory));
  return keys;
}

}  // namespace telemachus::access
