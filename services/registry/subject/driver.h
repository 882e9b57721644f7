#ifndef TELEMACHUS_REGISTRY_SUBJECT_DRIVER_H_
#define TELEMACHUS_REGISTRY_SUBJECT_DRIVER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/subject/holdings.h"
#include "registry/means.h"
#include "registry/subject/subject_store.h"

namespace telemachus::registry {

// The services that hold data on people, by name, in the order in which they are asked: along the
// calls between them, so that nothing comes back from one that was not asked yet.
using Holders = std::vector<std::pair<std::string, subject::Holdings*>>;

// Carries requests about people's data out, service by service, until each has said that it did.
// What it knows stands in the database: it may die anywhere, and another goes on. A service that
// does not answer is asked again, after a second, then two, up to an hour. Used by one thread;
// several replicas may each have one.
class Driver {
 public:
  // For so long a request is the driver's that takes it: longer than it asks a service.
  static constexpr absl::Duration kLease = absl::Seconds(30);
  static constexpr absl::Duration kAnswer = absl::Seconds(25);

  // All outlive it.
  Driver(const Means& means, crypto::Sealer& sealer, const Holders& holders)
      : means_(means), sealer_(sealer), holders_(holders) {}

  // Takes one step with every request that is due; returns how many steps were taken.
  absl::StatusOr<int> Step();

  // Erases again, everywhere, whom any service has erased and another has not: a database that was
  // restored from before an erasure. Returns how many erasures were made up for. A service that
  // does not answer is left for the next time.
  absl::StatusOr<int> MakeUp();

 private:
  absl::StatusOr<bool> StepWith(const Look& look);
  absl::Status Wait(StoredSubjectRequest& read);
  absl::Status Drive(const StoredSubjectRequest& stored);
  // Asks the service of a part; fills in what it did.
  absl::Status Ask(const StoredSubjectRequest& stored, int position,
                   v1::SubjectRequest::Part& part);
  absl::Status Export(const StoredSubjectRequest& stored, int position, subject::Holdings& holdings,
                      v1::SubjectRequest::Part& part);
  absl::Status NoteDone(const StoredSubjectRequest& read, int position,
                        const v1::SubjectRequest::Part& part);
  absl::Status NoteFailed(const StoredSubjectRequest& read, int position,
                          v1::SubjectRequest::Part part);
  absl::Status Expire(const StoredSubjectRequest& stored);
  subject::Holdings* Of(const std::string& service) const;
  absl::Time Deadline() const { return absl::Now() + kAnswer; }

  const Means& means_;
  crypto::Sealer& sealer_;
  const Holders& holders_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_DRIVER_H_
