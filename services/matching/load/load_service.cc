#include "matching/load/load_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "matching/load/load_rules.h"
#include "matching/match/match_rules.h"
#include "matching/shortlist/place_store.h"

namespace telemachus::matching {

absl::StatusOr<v1::MentorLoad> LoadService::GetMentorLoad(const rpc::Call& call,
                                                          const v1::GetMentorLoadRequest& request) {
  const std::string mentor = MentorOf(call.person());
  if (request.name() != absl::StrCat(mentor, "/load")) return call.Require(false);
  ASSIGN_OR_RETURN(const auto found, facts_.Mentors({mentor}, call.deadline()));
  RETURN_IF_ERROR(call.Require(!found.empty()));
  int taken = 0;
  RETURN_IF_ERROR(
      ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(taken, CountMatchedPlaces(transaction, mentor));
        return absl::OkStatus();
      }));
  return LoadOf(request.name(), found[0].places(), taken);
}

}  // namespace telemachus::matching
