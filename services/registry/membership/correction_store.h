#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_STORE_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/membership_correction.pb.h"

// Where it is kept what was corrected of seats. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Adds a correction to those of a membership. Sets its name.
absl::Status InsertCorrection(sql::Transaction& transaction, const std::string& membership,
                              v1::MembershipCorrection& correction);

// One by its membership and number; NOT_FOUND (bare) if there is none.
absl::StatusOr<v1::MembershipCorrection> LoadCorrection(sql::Transaction& transaction,
                                                        const std::string& membership,
                                                        int64_t number);

// Those of a membership after a number, in their order.
absl::StatusOr<std::vector<v1::MembershipCorrection>> ListCorrections(sql::Transaction& transaction,
                                                                      const std::string& membership,
                                                                      int64_t after, int limit);

// The number in a correction's name.
int64_t NumberOf(const v1::MembershipCorrection& correction);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_STORE_H_
