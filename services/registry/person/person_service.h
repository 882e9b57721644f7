#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_SERVICE_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Handlers of PersonService, but for roles and imports; what each does stands in its proto.
// Thread-safe.
class PersonService {
 public:
  explicit PersonService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Self> GetSelf(const rpc::Call& call, const v1::GetSelfRequest& request);
  absl::StatusOr<v1::Person> CreatePerson(const rpc::Call& call,
                                          const v1::CreatePersonRequest& request);
  absl::StatusOr<v1::Person> GetPerson(const rpc::Call& call, const v1::GetPersonRequest& request);
  absl::StatusOr<v1::Person> UpdatePerson(const rpc::Call& call,
                                          const v1::UpdatePersonRequest& request);
  absl::StatusOr<v1::ListMembersResponse> ListMembers(const rpc::Call& call,
                                                      const v1::ListMembersRequest& request);
  absl::StatusOr<v1::Person> DisablePerson(const rpc::Call& call,
                                           const v1::DisablePersonRequest& request);

 private:
  const Means& means_;
};

// The effect of kAccessReturnsTimer: tells that the person may call again.
absl::Status ReturnAccess(sql::Transaction& transaction, const std::string& person, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_SERVICE_H_
