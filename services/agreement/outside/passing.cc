#include "agreement/outside/passing.h"

#include <string>

#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

std::string CodeOf(const event::v1::Event& event, const char* code) {
  const auto found = event.codes().find(code);
  return found == event.codes().end() ? std::string() : found->second;
}

}  // namespace

bool TellsOfPassing(const event::v1::Event& event) {
  return event.type() == "matching.match.passed";
}

absl::Status PassAgreement(sql::Transaction& transaction, const event::v1::Event& event,
                           absl::Time now) {
  const std::string authority = CodeOf(event, "authority");
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute("UPDATE agreements SET responsible_authority = :authority, "
                          "responsible_region = :region, responsible_nation = :nation WHERE "
                          "match_id = :match AND responsible_authority <> :authority",
                          {{"authority", authority},
                           {"region", CodeOf(event, "region")},
                           {"nation", CodeOf(event, "nation")},
                           {"match", event.resource()}}));
  if (changed == 0) return absl::OkStatus();
  return transaction
      .Execute(
          "INSERT INTO passings (agreement, number, from_date, authority) SELECT a.id, (SELECT "
          "COUNT(*) + 1 FROM passings p WHERE p.agreement = a.id), CAST(:from_date AS TEXT), "
          "a.responsible_authority FROM agreements a WHERE a.match_id = :match",
          {{"from_date", time::FormatDate(time::DayOf(now))}, {"match", event.resource()}})
      .status();
}

}  // namespace telemachus::agreement
