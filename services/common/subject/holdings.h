#ifndef TELEMACHUS_COMMON_SUBJECT_HOLDINGS_H_
#define TELEMACHUS_COMMON_SUBJECT_HOLDINGS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "google/protobuf/message.h"
#include "telemachus/subject/v1/subject.pb.h"

namespace telemachus::subject {

// Takes one thing of an export; an error ends it.
using Teller = std::function<absl::Status(const v1::SubjectRecord&)>;

// The most erasures listed at once.
inline constexpr int kErasuresAtOnce = 500;

// What one service holds on people. Thread-safe; every method may be called again after it failed
// half way, or succeeded unheard.
class Holdings {
 public:
  virtual ~Holdings() = default;
  // Tells all that is theirs to have.
  virtual absl::Status Export(const std::string& person, absl::Time deadline,
                              const Teller& tell) = 0;
  // Erases, and returns all that was counted for this person.
  virtual absl::StatusOr<v1::EraseSubjectResponse> Erase(const std::string& person,
                                                         absl::Time deadline) = 0;
  // Restricts, or lifts it.
  virtual absl::Status Restrict(const std::string& person, bool restricted,
                                absl::Time deadline) = 0;
  // The next kErasuresAtOnce who were erased, after a person.
  virtual absl::StatusOr<std::vector<v1::Erasure>> Erasures(const std::string& after,
                                                            absl::Time deadline) = 0;
};

// The base of a service's own: the roll of its database.
class OwnHoldings : public Holdings {
 public:
  // Both outlive it.
  OwnHoldings(sql::Database& database, const time::Clock& clock)
      : database_(database), clock_(clock) {}
  absl::Status Restrict(const std::string& person, bool restricted, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Erasure>> Erasures(const std::string& after,
                                                    absl::Time deadline) override;

 protected:
  sql::Database& database() { return database_; }
  absl::Time Now() const { return clock_.Now(); }

 private:
  sql::Database& database_;
  const time::Clock& clock_;
};

// Tells a thing as the public API shows it.
absl::Status Tell(const Teller& tell, absl::string_view category, absl::string_view name,
                  v1::SubjectRecord::Origin origin, const google::protobuf::Message& thing);

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_HOLDINGS_H_
