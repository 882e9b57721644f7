#include "registry/group/group_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/group/founding.h"
#include "registry/group/group_rules.h"
#include "registry/group/group_store.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/subject/restriction.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// Proves the relation: the caller sits in the authority, or is its staff. Tells whether they are
// its officer.
absl::StatusOr<bool> RequireInsider(sql::Transaction& transaction, const rpc::Call& call,
                                    const std::string& authority, const std::string& day) {
  const absl::StatusOr<access::Scope> scope = ResponsibleScope(transaction, authority, day);
  if (absl::IsNotFound(scope.status())) return call.Require(false);
  RETURN_IF_ERROR(scope.status());
  const access::Caller& caller = call.caller();
  RETURN_IF_ERROR(
      call.Require(caller.HasIn(access::Role::ROLE_MEMBER, *scope) || StaffOf(caller, *scope)));
  return caller.HasIn(access::Role::ROLE_OFFICER, *scope);
}

// A group that the caller, an officer, is to change.
struct Kept {
  StoredGroup stored;
  access::Scope scope;
};

absl::StatusOr<Kept> RequireGroup(sql::Transaction& transaction, const rpc::Call& call,
                                  const std::string& name, absl::Time now) {
  ASSIGN_OR_RETURN(access::Scope scope,
                   RequireOfficer(transaction, call, AuthorityOfGroup(name), now));
  absl::StatusOr<StoredGroup> stored = LoadGroup(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  return Kept{*std::move(stored), std::move(scope)};
}

// The groups as they are read today, in the same order.
absl::Status ShowAll(sql::Transaction& transaction, bool officer, const std::string& day,
                     std::vector<StoredGroup>& groups) {
  std::vector<std::string> names;
  for (const StoredGroup& stored : groups) names.push_back(stored.group.name());
  ASSIGN_OR_RETURN(auto members, AffiliatedOn(transaction, names, day));
  for (StoredGroup& stored : groups) {
    Show(members[stored.group.name()], officer, day, stored.group);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PoliticalGroup> Shown(sql::Transaction& transaction, StoredGroup stored,
                                         bool officer, const std::string& day) {
  std::vector<StoredGroup> groups = {std::move(stored)};
  RETURN_IF_ERROR(ShowAll(transaction, officer, day, groups));
  return std::move(groups.front().group);
}

// A group as it reads: whatever was asked for, its officers see all of it.
absl::StatusOr<v1::PoliticalGroup> Read(sql::Transaction& transaction, const std::string& name,
                                        const std::string& day) {
  ASSIGN_OR_RETURN(StoredGroup stored, LoadGroup(transaction, name));
  return Shown(transaction, std::move(stored), /*officer=*/true, day);
}

// Whether a leader who is named may be one.
absl::Status CheckLeader(sql::Transaction& transaction, const rpc::Call& call,
                         const v1::PoliticalGroup& group) {
  if (group.leader().empty()) return absl::OkStatus();
  return CheckMayGoOn(transaction, call, PersonOf(group.leader()));
}

absl::Status Tell(sql::Transaction& transaction, const StoredGroup& stored,
                  const access::Scope& scope, absl::Time now) {
  return event::Append(transaction,
                       {.type = "registry.political_group.changed",
                        .resource = stored.group.name(),
                        .version = stored.version,
                        .codes = {{"authority", scope.authority},
                                  {"region", scope.region},
                                  {"nation", scope.nation}}},
                       now);
}

}  // namespace

absl::StatusOr<v1::PoliticalGroup> GroupService::CreatePoliticalGroup(
    const rpc::Call& call, const v1::CreatePoliticalGroupRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/politicalGroups/", means_.ids.Next());
  v1::PoliticalGroup group;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const access::Scope scope,
                         RequireOfficer(transaction, call, request.parent(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(group, Read(transaction, earlier->resource, DayOf(now)));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckLeader(transaction, call, request.political_group()));
        StoredGroup stored;
        stored.group = request.political_group();
        stored.group.set_name(name);
        const std::vector<std::string> founders(request.founders().begin(),
                                                request.founders().end());
        RETURN_IF_ERROR(Found(transaction, founders, now, stored));
        RETURN_IF_ERROR(Tell(transaction, stored, scope, now));
        ASSIGN_OR_RETURN(group, Read(transaction, name, DayOf(now)));
        return once::Keep(transaction, key, {name, stored.version}, now);
      }));
  return group;
}

absl::StatusOr<v1::PoliticalGroup> GroupService::UpdatePoliticalGroup(
    const rpc::Call& call, const v1::UpdatePoliticalGroupRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& name = request.political_group().name();
  v1::PoliticalGroup group;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(Kept kept, RequireGroup(transaction, call, name, now));
        const std::string& etag = request.political_group().etag();
        if (!etag.empty() && etag != kept.stored.group.etag()) return status::StaleEtag(name);
        const std::string leader = kept.stored.group.leader();
        const auto& mask = request.update_mask();
        ASSIGN_OR_RETURN(const v1::PoliticalGroup changes,
                         GroupChanges(request.political_group(), mask, kept.stored.group));
        RETURN_IF_ERROR(field::Apply(changes, mask, kept.stored.group));
        const std::string on = std::max(DayOf(now), kept.stored.group.start_date());
        ASSIGN_OR_RETURN(auto members, AffiliatedOn(transaction, {name}, on));
        // A leader who has left since is no fault of this change.
        v1::PoliticalGroup checked = kept.stored.group;
        if (checked.leader() == leader) checked.clear_leader();
        RETURN_IF_ERROR(CheckLeader(transaction, call, checked));
        RETURN_IF_ERROR(CheckGroup(checked, members[name]));
        RETURN_IF_ERROR(SaveGroup(transaction, kept.stored));
        RETURN_IF_ERROR(Tell(transaction, kept.stored, kept.scope, now));
        ASSIGN_OR_RETURN(group, Read(transaction, name, DayOf(now)));
        return absl::OkStatus();
      }));
  return group;
}

absl::StatusOr<v1::PoliticalGroup> GroupService::EndPoliticalGroup(
    const rpc::Call& call, const v1::EndPoliticalGroupRequest& request) {
  const absl::Time now = means_.Now();
  v1::PoliticalGroup group;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(Kept kept, RequireGroup(transaction, call, request.name(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (!earlier.has_value()) {
          const std::string& etag = request.etag();
          if (!etag.empty() && etag != kept.stored.group.etag()) {
            return status::StaleEtag(request.name());
          }
          RETURN_IF_ERROR(EndGroup(request.end_date(), kept.stored.group));
          RETURN_IF_ERROR(SaveGroup(transaction, kept.stored));
          RETURN_IF_ERROR(Disband(transaction, kept.stored.group, now));
          RETURN_IF_ERROR(Tell(transaction, kept.stored, kept.scope, now));
          RETURN_IF_ERROR(once::Keep(transaction, key, {request.name(), kept.stored.version}, now));
        }
        ASSIGN_OR_RETURN(group, Read(transaction, request.name(), DayOf(now)));
        return absl::OkStatus();
      }));
  return group;
}

absl::StatusOr<v1::PoliticalGroup> GroupService::GetPoliticalGroup(
    const rpc::Call& call, const v1::GetPoliticalGroupRequest& request) {
  const std::string day = time::FormatDate(means_.Today());
  v1::PoliticalGroup group;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const bool officer,
                         RequireInsider(transaction, call, AuthorityOfGroup(request.name()), day));
        absl::StatusOr<StoredGroup> stored = LoadGroup(transaction, request.name());
        if (absl::IsNotFound(stored.status())) return call.Require(false);
        RETURN_IF_ERROR(stored.status());
        ASSIGN_OR_RETURN(group, Shown(transaction, *std::move(stored), officer, day));
        return absl::OkStatus();
      }));
  return group;
}

absl::StatusOr<v1::ListPoliticalGroupsResponse> GroupService::ListPoliticalGroups(
    const rpc::Call& call, const v1::ListPoliticalGroupsRequest& request) {
  const std::string day = time::FormatDate(means_.Today());
  const std::string caller = call.caller().Name();
  const GroupFilter filter{.authority = request.parent(),
                           .living_on = request.show_ended() ? std::string() : day};
  const int size = page::Size(request.page_size());
  std::vector<StoredGroup> rows;
  bool more = false;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const bool officer,
                         RequireInsider(transaction, call, request.parent(), day));
        ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
        ASSIGN_OR_RETURN(rows, ListGroups(transaction, filter, after, size + 1));
        more = page::Cut(rows, size);
        return ShowAll(transaction, officer, day, rows);
      }));
  v1::ListPoliticalGroupsResponse response;
  if (more) {
    response.set_next_page_token(
        means_.tokens.Make(caller, request, PositionOf(rows.back().group)));
  }
  for (StoredGroup& row : rows) *response.add_political_groups() = std::move(row.group);
  return response;
}

}  // namespace telemachus::registry
