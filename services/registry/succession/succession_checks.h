#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_CHECKS_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_CHECKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/succession/succession_rules.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/succession.pb.h"

// What may be recorded and decided of successions. Pure.
namespace telemachus::registry {

// Whether an authority may end like this. `known` are the successors asked for that the register
// has, by name. INVALID_ARGUMENT otherwise; fields are paths from the request.
absl::Status CheckEnd(const v1::RecordSuccessionRequest& request, const v1::Authority& authority,
                      const std::map<std::string, v1::Authority>& known,
                      const SuccessionBook& book);

// Whether a decision makes sense of this succession: FAILED_PRECONDITION if nothing is to be
// decided; INVALID_ARGUMENT, fields being paths from the request, if it decides nothing or names
// what is no successor or no ward. `wards` are those for which members sit.
absl::Status CheckDecision(const v1::SuccessionDecision& decision, const std::string& name,
                           const Ending& ending, const std::vector<Ward>& wards);

// What was built on the end of an authority since it was recorded.
struct BuiltOnEnd {
  // Seats that ended because their holders took one in what came after.
  int64_t seats_taken = 0;
  // Members whose seats passed who joined a group of what came after.
  int64_t groups_joined = 0;
};

// Whether it may still be taken back that an authority ends: nothing was decided of its members,
// and nothing built on it that would be left hanging. FAILED_PRECONDITION otherwise; the state says
// what.
absl::Status CheckWithdrawal(const std::string& name, const Ending& ending,
                             const BuiltOnEnd& built);

// Whether two decisions say the same, whenever they were made.
bool SayTheSame(const v1::SuccessionDecision& one, const v1::SuccessionDecision& other);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_CHECKS_H_
