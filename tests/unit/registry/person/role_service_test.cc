#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/person/person_store.h"
#include "registry/role/first_staff.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using access::Role;
using status::v1::REASON_CONFLICTING_CHANGE;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d12";

class RoleServiceTest : public testing::TestWithParam<std::string> {
 protected:
  RoleServiceTest() { Populate(world_); }

  absl::StatusOr<v1::Grant> Grant(const std::string& as, const std::string& to, Role role,
                                  const std::string& scope, const std::string& party = "") {
    v1::CreateGrantRequest request;
    request.set_parent(world_.Person(to).empty() ? to : world_.Person(to));
    request.mutable_grant()->set_role(role);
    request.mutable_grant()->set_scope(scope);
    request.mutable_grant()->set_party(party);
    return world_.Ask<v1::Grant>("PersonService/CreateGrant", as, request);
  }
  absl::Status Delete(const std::string& as, const std::string& name) {
    v1::DeleteGrantRequest request;
    request.set_name(name);
    return world_.Ask<google::protobuf::Empty>("PersonService/DeleteGrant", as, request).status();
  }
  v1::CreateMemberRoleRequest RoleOf(const std::string& subject, const std::string& code,
                                     const std::string& from, const std::string& to = "") {
    const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    v1::CreateMemberRoleRequest request;
    request.set_parent(self->person().memberships(0).name());
    request.mutable_member_role()->set_role_code(code);
    request.mutable_member_role()->set_start_date(from);
    request.mutable_member_role()->set_end_date(to);
    return request;
  }
  absl::StatusOr<v1::MemberRole> Record(const std::string& as,
                                        const v1::CreateMemberRoleRequest& request) {
    return world_.Ask<v1::MemberRole>("PersonService/CreateMemberRole", as, request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, RoleServiceTest, test::Engines(), test::EngineName);

TEST_P(RoleServiceTest, RecordsRolesOfMembersOnce) {
  auto request = RoleOf("ann", "scrutiny_chair", "2024-05-01");
  request.set_request_id(kRequestId);
  const auto role = Record("officer", request);
  ASSERT_THAT(role, IsOk());
  EXPECT_TRUE(role->name().find(request.parent() + "/roles/") == 0);
  EXPECT_EQ(Record("officer", request)->name(), role->name());
  request.clear_request_id();
  EXPECT_THAT(Record("officer", request), FaultOn("member_role.start_date", REASON_FIELD_CONFLICT));
}

TEST_P(RoleServiceTest, RefusesRolesThatCannotBe) {
  EXPECT_THAT(Record("officer", RoleOf("ann", "wizard", "2024-05-01")),
              FaultOn("member_role.role_code", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Record("officer", RoleOf("ann", "leader", "2022-05-08")),
              FaultOn("member_role.start_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(Record("officer", RoleOf("ann", "leader", "2024-05-01", "2024-04-30")),
              FaultOn("member_role.end_date", REASON_FIELD_CONFLICT));
}

TEST_P(RoleServiceTest, RecordsRolesOfOnesOwnAuthorityAlone) {
  EXPECT_THAT(Record("officer", RoleOf("cai", "leader", "2024-05-01")), IsNotPermitted());
  EXPECT_THAT(Record("english", RoleOf("cai", "leader", "2024-05-01")), IsNotPermitted());
  EXPECT_THAT(Record("adviser", RoleOf("cai", "leader", "2024-05-01")), IsNotPermitted());
  auto request = RoleOf("ann", "leader", "2024-05-01");
  request.set_parent(absl::StrCat(world_.Person("ann"), "/memberships/none"));
  EXPECT_THAT(Record("officer", request), IsNotPermitted());
  request.set_parent("people/nobody/memberships/none");
  EXPECT_THAT(Record("officer", request), IsNotPermitted());
}

TEST_P(RoleServiceTest, LetsOfficersGiveThePanelsAndTheCommitteesRoles) {
  const std::string powys = world_.Authority("POW");
  const auto panel = Grant("officer", "bea", Role::ROLE_PANEL, powys);
  ASSERT_THAT(panel, IsOk());
  EXPECT_THAT(Grant("officer", "bea", Role::ROLE_COMMITTEE, powys), IsOk());
  EXPECT_THAT(Grant("officer", "bea", Role::ROLE_OFFICER, powys), IsNotPermitted());
  EXPECT_THAT(Grant("officer", "bea", Role::ROLE_PANEL, world_.Authority("CRF")), IsNotPermitted());
  EXPECT_THAT(Grant("officer", "cai", Role::ROLE_PANEL, powys), IsNotPermitted());
  EXPECT_THAT(Grant("officer", "people/nobody", Role::ROLE_PANEL, powys), IsNotPermitted());
  EXPECT_THAT(Grant("officer", "bea", Role::ROLE_PANEL, "authorities/nowhere"), IsNotPermitted());
  EXPECT_THAT(Delete("officer", panel->name()), IsOk());
  EXPECT_THAT(Delete("officer", panel->name()), IsNotPermitted());
}

TEST_P(RoleServiceTest, TakesRolesAwayAtOnce) {
  const auto grant = world_.Give("bea", Role::ROLE_OFFICER, world_.Authority("POW"));
  v1::GetPersonRequest request;
  request.set_name(world_.Person("ann"));
  EXPECT_THAT(world_.Ask<v1::Person>("PersonService/GetPerson", "bea", request), IsOk());
  EXPECT_THAT(Delete("officer", grant.name()), IsNotPermitted());
  EXPECT_THAT(Delete("english", grant.name()), IsNotPermitted());
  const int64_t head = world_.Head();
  EXPECT_THAT(Delete(World::kNational, grant.name()), IsOk());
  EXPECT_EQ(world_.Events(head).size(), 1);
  EXPECT_THAT(world_.Ask<v1::Person>("PersonService/GetPerson", "bea", request), IsNotPermitted());
}

TEST_P(RoleServiceTest, RefusesGrantsThatMakeNoSense) {
  const std::string powys = world_.Authority("POW");
  const auto give = [&](Role role, const std::string& scope, const std::string& party = "") {
    return Grant(World::kNational, "bea", role, scope, party);
  };
  EXPECT_THAT(give(Role::ROLE_MEMBER, powys), FaultOn("grant.role", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(give(Role::ROLE_SIGNED_IN, powys), FaultOn("grant.role", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(give(Role::ROLE_OFFICER, "regions/wales"),
              FaultOn("grant.scope", REASON_FIELD_CONFLICT));
  EXPECT_THAT(give(Role::ROLE_ADVISER, "nations/wales"),
              FaultOn("grant.scope", REASON_FIELD_CONFLICT));
  EXPECT_THAT(give(Role::ROLE_OFFICER, "authorities/nowhere"),
              FaultOn("grant.scope", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(give(Role::ROLE_NATIONAL, "nations/scotland"),
              FaultOn("grant.scope", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(give(Role::ROLE_GROUP_OFFICE, "nations/wales"),
              FaultOn("grant.party", REASON_FIELD_REQUIRED));
  EXPECT_THAT(give(Role::ROLE_GROUP_OFFICE, "nations/wales", "parties/beer"),
              FaultOn("grant.party", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(give(Role::ROLE_OFFICER, powys, "parties/labour"),
              FaultOn("grant.party", REASON_FIELD_CONFLICT));
  EXPECT_THAT(give(Role::ROLE_GROUP_OFFICE, "nations/wales", "parties/liberal-democrat"), IsOk());
}

TEST_P(RoleServiceTest, MakesACouncilSystemOfNobodyWithAnotherRole) {
  const std::string powys = world_.Authority("POW");
  EXPECT_THAT(Grant(World::kNational, "bea", Role::ROLE_COUNCIL_SYSTEM, powys),
              HasReason(REASON_WRONG_STATE));
  const std::string name = world_.AddPerson("machine");
  ASSERT_THAT(Grant(World::kNational, "machine", Role::ROLE_COUNCIL_SYSTEM, powys), IsOk());
  EXPECT_EQ(world_.Person("machine"), absl::StrCat("systems/", id::LastSegment(name)));
  EXPECT_THAT(Grant(World::kNational, name, Role::ROLE_OFFICER, powys),
              HasReason(REASON_WRONG_STATE));
}

TEST_P(RoleServiceTest, KeepsFormerMembersForAsLongAsThePolicySays) {
  access::v1::ResolveCallerRequest request;
  request.set_issuer(World::kIssuer);
  request.set_subject("eve");
  const auto resolve = [&] {
    return world_.Ask<access::v1::Caller>("DirectoryService/ResolveCaller", "services/matching",
                                          request);
  };
  ASSERT_EQ(resolve()->grants_size(), 1);
  EXPECT_EQ(resolve()->grants(0).role(), Role::ROLE_MEMBER);
  EXPECT_EQ(resolve()->language_code(), "en-GB");
  world_.clock().Set(time::StartOf(absl::CivilDay(2027, 4, 1)) - absl::Seconds(1));
  EXPECT_EQ(resolve()->grants_size(), 1);
  world_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(resolve()->grants_size(), 0);
  request.set_subject("nobody");
  EXPECT_THAT(resolve(), HasReason(status::v1::REASON_NOT_FOUND));
  EXPECT_EQ(resolve().status().message().find("nobody"), absl::string_view::npos);
}

TEST_P(RoleServiceTest, AddsFirstStaffToAnEmptyDatabaseAlone) {
  v1::Login login;
  login.set_issuer(World::kIssuer);
  login.set_subject("second");
  EXPECT_THAT(AddFirstStaff(world_.means(), login), IsOk());
  EXPECT_EQ(world_.Person("second"), "");
  const auto self =
      world_.Ask<v1::Self>("PersonService/GetSelf", World::kNational, v1::GetSelfRequest());
  ASSERT_EQ(self->grants_size(), 2);
  for (const auto& grant : self->grants()) EXPECT_EQ(grant.role(), Role::ROLE_NATIONAL);
}

TEST_P(RoleServiceTest, LetsOneOfTwoWritersSaveAPerson) {
  const std::string name = world_.Person("ann");
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  StoredPerson first, second;
  ASSERT_THAT(world_.database().Read(deadline,
                                     [&](sql::Transaction& transaction) {
                                       ASSIGN_OR_RETURN(first, LoadPerson(transaction, name));
                                       second = first;
                                       return absl::OkStatus();
                                     }),
              IsOk());
  std::vector<absl::Status> results(2);
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&, i] {
      StoredPerson& own = i == 0 ? first : second;
      const StoredPerson read = own;
      results[i] = world_.database().Transact(deadline, [&](sql::Transaction& transaction) {
        own = read;
        return SavePerson(transaction, own);
      });
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_NE(results[0].ok(), results[1].ok());
  EXPECT_THAT(results[0].ok() ? results[1] : results[0], HasReason(REASON_CONFLICTING_CHANGE));
}

}  // namespace
}  // namespace telemachus::registry
