#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_RECORD_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_RECORD_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// What is kept of a mentor.
namespace telemachus::registry {

// A mentor as kept; what follows from training, memberships and grants is not set.
struct StoredMentor {
  v1::Mentor mentor;
  // When they left the register; the epoch while they are in it.
  absl::Time withdrawn = absl::UnixEpoch();
  int64_t version = 0;

  // Whether they are in the register at present.
  bool IsRegistered() const { return withdrawn == absl::UnixEpoch(); }
};

// An authority that somebody serves as its officer.
struct OfficerPost {
  access::Scope place;
  v1::Authority::Type authority_type = v1::Authority::TYPE_UNSPECIFIED;
  // The last day (YYYY-MM-DD), the authority's own included; empty: until taken away.
  std::string end_date;
};

// What a mentor who leaves office was told. Dates are YYYY-MM-DD, empty for nothing yet.
struct Farewell {
  // The last day in office for which they were asked whether they mentor on.
  std::string asked_date;
  // The last day of mentoring of which they were told, and how many days before it at the latest.
  std::string told_date;
  int told_days = 0;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_RECORD_H_
