#include "registry/guidance/framework_service.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/guidance/framework_rules.h"
#include "registry/guidance/framework_store.h"

namespace telemachus::registry {
namespace {

absl::Status Record(sql::Transaction& transaction, const std::string& framework, absl::Time now,
                    v1::SkillFramework& version) {
  ASSIGN_OR_RETURN(const LatestFramework latest, FindLatestFramework(transaction, framework));
  ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
  RETURN_IF_ERROR(CheckFramework(version, {.framework = framework,
                                           .skills = {codes.skills().begin(), codes.skills().end()},
                                           .today = time::FormatDate(time::DayOf(now)),
                                           .latest_date = latest.effective_date}));
  version.set_version(latest.version + 1);
  version.set_name(absl::StrCat(framework, "/versions/", version.version()));
  *version.mutable_create_time() = time::ToProto(now);
  return InsertFramework(transaction, version);
}

}  // namespace

absl::StatusOr<v1::SkillFramework> FrameworkService::GetSkillFramework(
    const rpc::Call& call, const v1::GetSkillFrameworkRequest& request) {
  const std::string day =
      request.date().empty() ? time::FormatDate(means_.Today()) : request.date();
  const bool is_version = absl::StrContains(request.name(), "/versions/");
  absl::StatusOr<v1::SkillFramework> version;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        version = is_version ? LoadFramework(transaction, request.name())
                             : FrameworkOn(transaction, request.name(), day);
        if (absl::IsNotFound(version.status())) return status::NotFound(request.name());
        return version.status();
      }));
  return version;
}

absl::StatusOr<v1::SkillFramework> FrameworkService::CreateSkillFramework(
    const rpc::Call& call, const v1::CreateSkillFrameworkRequest& request) {
  const absl::Time now = means_.Now();
  v1::SkillFramework version;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(version, LoadFramework(transaction, earlier->resource));
          return absl::OkStatus();
        }
        version = request.skill_framework();
        RETURN_IF_ERROR(Record(transaction, request.parent(), now, version));
        return once::Keep(transaction, key, {version.name(), version.version()}, now);
      }));
  return version;
}

}  // namespace telemachus::registry
