#include "common/subject/holdings.h"

#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "google/protobuf/util/json_util.h"

namespace telemachus::subject {

absl::Status OwnHoldings::Restrict(const std::string& person, bool restricted,
                                   absl::Time deadline) {
  return database_.Transact(deadline, [&](sql::Transaction& transaction) {
    return SetRestricted(transaction, person, restricted);
  });
}

absl::StatusOr<std::vector<v1::Erasure>> OwnHoldings::Erasures(const std::string& after,
                                                               absl::Time deadline) {
  std::vector<v1::Erasure> erasures;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(erasures, ListErasures(transaction, after, kErasuresAtOnce));
    return absl::OkStatus();
  }));
  return erasures;
}

absl::Status Tell(const Teller& tell, absl::string_view category, absl::string_view name,
                  v1::SubjectRecord::Origin origin, const google::protobuf::Message& thing) {
  v1::SubjectRecord record;
  record.set_category(std::string(category));
  record.set_name(std::string(name));
  record.set_origin(origin);
  // The words of that status quote the value: they go no further.
  if (!google::protobuf::util::MessageToJsonString(thing, record.mutable_content_json()).ok()) {
    return absl::InternalError("a thing does not turn into JSON");
  }
  return tell(record);
}

}  // namespace telemachus::subject
