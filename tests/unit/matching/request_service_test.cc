#include "matching/request/request_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/request/request_rules.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

constexpr char kId[] = "0d5a6a5e-6a0e-4a0e-8a0e-0d5a6a5e6a0e";

class RequestServiceTest : public testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<v1::Request> Confirm(const access::Caller& caller, const std::string& name) {
    return world_.Verb(caller, world_.requests, &RequestService::ConfirmRequest, name);
  }
  absl::StatusOr<v1::Request> Withdraw(const access::Caller& caller, const std::string& name) {
    return world_.Verb(caller, world_.requests, &RequestService::WithdrawRequest, name);
  }
  absl::StatusOr<v1::Challenge> ReadChallenge(const std::string& person, const std::string& name) {
    return world_.Verb(Member(person), world_.requests, &RequestService::ReadChallenge,
                       name + "/challenge");
  }
  absl::StatusOr<v1::ListRequestsResponse> List(const access::Caller& caller,
                                                const std::string& parent, int size = 0,
                                                const std::string& token = "") {
    v1::ListRequestsRequest request;
    request.set_parent(parent);
    request.set_page_size(size);
    request.set_page_token(token);
    return test::CallAs(caller, *world_.requests, &RequestService::ListRequests, request);
  }
  // The names on all pages of `size`.
  std::vector<std::string> AllNames(const access::Caller& caller, const std::string& parent,
                                    int size) {
    std::vector<std::string> names;
    std::string token;
    do {
      const auto page = List(caller, parent, size, token);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      EXPECT_LE(page->requests_size(), size);
      for (const v1::Request& request : page->requests()) names.push_back(request.name());
      token = page->next_page_token();
    } while (!token.empty());
    return names;
  }
  // Another member of the mentee's authority.
  void AddMember(const std::string& person) {
    world_.registry.people[person] = SomePerson(person, kHome);
  }

  World world_{GetParam()};
};

TEST_P(RequestServiceTest, LetsAMembersOwnRequestWaitAtOnce) {
  v1::Request asked = SomeRequest();
  asked.set_challenge("how to speak up");
  const auto created = world_.Create(Member(), asked);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->state(), v1::Request::STATE_WAITING);
  EXPECT_EQ(created->authority(), kHome);
  EXPECT_EQ(created->policy(), "authorities/home/policies/1");
  EXPECT_EQ(created->reach(), programme::v1::REACH_REGION);
  EXPECT_EQ(created->challenge(), "") << "never part of an answer";
  const auto events = world_.laid.Events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type(), "matching.request.created");
  EXPECT_EQ(events[0].codes().at("kind"), "one_to_one");
  EXPECT_EQ(events[0].codes().at("context"), "new_role");
  EXPECT_EQ(events[0].codes().at("date"), kToday);
  EXPECT_FALSE(absl::StrContains(events[0].SerializeAsString(), "speak up"));
}

TEST_P(RequestServiceTest, InvitesAMemberForWhomStaffInScopeAsk) {
  for (const access::Caller& staff : {Officer(), Adviser()}) {
    const auto invited = world_.Create(staff, SomeRequest());
    ASSERT_THAT(invited, IsOk());
    EXPECT_EQ(invited->state(), v1::Request::STATE_INVITED);
    EXPECT_THAT(world_.laid.EventTypes(invited->name()), testing::IsEmpty());
    EXPECT_THAT(world_.Claim(Officer(), invited->name()), HasReason(status::v1::REASON_WRONG_STATE))
        << "nothing is brokered before the member's word";
  }
}

TEST_P(RequestServiceTest, RefusesStaffElsewhereAsIfThereWereNoSuchMember) {
  v1::Request unknown = SomeRequest();
  unknown.set_mentee("people/nobody");
  const absl::Status absent = world_.Create(Officer(), unknown).status();
  EXPECT_EQ(absent, status::NotPermitted());
  EXPECT_EQ(world_.Create(Officer(kNear), SomeRequest()).status(), absent);
  EXPECT_EQ(world_.Create(Adviser("regions/south"), SomeRequest()).status(), absent);
  EXPECT_EQ(world_.Create(Member("people/a"), SomeRequest()).status(), absent);
}

TEST_P(RequestServiceTest, CarriesOutARepeatedRequestOnce) {
  const auto first = world_.Create(Member(), SomeRequest(), kId);
  ASSERT_THAT(first, IsOk());
  // What was allowed then is not any more; the answer is still the first one.
  world_.policy().clear_kinds();
  const auto again = world_.Create(Member(), SomeRequest(), kId);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  v1::Request other = SomeRequest();
  other.add_needs("leader");
  EXPECT_THAT(world_.Create(Member(), other, kId), HasReason(status::v1::REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(List(Member(), kMentee)->requests_size(), 1);
}

TEST_P(RequestServiceTest, NamesWhatItDoesNotKnowAndKeepsNothing) {
  v1::Request asked = SomeRequest();
  asked.set_needs(1, "juggling");
  const auto need = world_.Create(Member(), asked);
  EXPECT_THAT(need, HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(status::ToProto(need.status()).DebugString(), testing::HasSubstr("request.needs[1]"));
  asked = SomeRequest();
  asked.mutable_preferences()->set_named_mentor("mentors/nobody");
  const auto mentor = world_.Create(Member(), asked);
  EXPECT_THAT(mentor, HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(status::ToProto(mentor.status()).DebugString(),
              testing::HasSubstr("request.preferences.named_mentor"));
  asked = SomeRequest();
  asked.set_kind(programme::v1::KIND_WARD_VISIT);
  EXPECT_THAT(world_.Create(Member(), asked), HasReason(status::v1::REASON_KIND_NOT_OFFERED));
  EXPECT_EQ(List(Member(), kMentee)->requests_size(), 0);
  EXPECT_THAT(world_.laid.Events(), testing::IsEmpty());
}

TEST_P(RequestServiceTest, KeepsTwoOpenRequestsOfAMember) {
  const std::string first = world_.Waiting();
  world_.Waiting();
  EXPECT_THAT(world_.Create(Member(), SomeRequest()),
              HasReason(status::v1::REASON_TOO_MANY_REQUESTS));
  ASSERT_THAT(Withdraw(Member(), first), IsOk());
  EXPECT_THAT(world_.Create(Member(), SomeRequest()), IsOk());
}

TEST_P(RequestServiceTest, BrokersAnInvitationOnceItsMemberConfirms) {
  const std::string name = world_.Create(Officer(), SomeRequest())->name();
  EXPECT_EQ(Confirm(Member("people/a"), name).status(), status::NotPermitted());
  EXPECT_EQ(Confirm(Officer(), name).status(), status::NotPermitted());
  ASSERT_THAT(Confirm(Member(), name), IsOk());
  EXPECT_THAT(world_.laid.EventTypes(name), testing::ElementsAre("matching.request.created"));
  EXPECT_THAT(Confirm(Member(), name), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.Claim(Officer(), name), IsOk());
  EXPECT_EQ(world_.Pass(kInvitation), 1) << "looks further, and is not deleted any more";
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_WAITING);
}

TEST_P(RequestServiceTest, GivesARequestToOneOfTwoBrokersWhoRace) {
  const std::string name = world_.Waiting();
  absl::Status results[2];
  std::thread other([&] { results[0] = world_.Claim(Adviser(), name).status(); });
  results[1] = world_.Claim(Officer(), name).status();
  other.join();
  EXPECT_NE(results[0].ok(), results[1].ok());
  EXPECT_THAT(results[0].ok() ? results[1] : results[0], HasCode(absl::StatusCode::kAborted));
}

TEST_P(RequestServiceTest, LetsNobodyBrokerTheirOwnRequest) {
  const std::string name = world_.Waiting();
  EXPECT_EQ(world_.Claim(Officer(kHome, kMentee), name).status(), status::NotPermitted());
}

TEST_P(RequestServiceTest, ListsTheQueueInPagesByUrgencyThenAge) {
  std::vector<std::string> names;
  const programme::v1::Urgency urgencies[] = {
      programme::v1::URGENCY_NORMAL, programme::v1::URGENCY_URGENT, programme::v1::URGENCY_NORMAL,
      programme::v1::URGENCY_SOON, programme::v1::URGENCY_URGENT};
  for (size_t i = 0; i < 5; ++i) {
    v1::Request asked = SomeRequest();
    asked.set_mentee(absl::StrCat("people/member", i));
    AddMember(asked.mentee());
    asked.set_urgency(urgencies[i]);
    world_.clock.Advance(absl::Seconds(1));
    names.push_back(world_.Waiting(asked));
  }
  const std::vector<std::string> queue = {names[1], names[4], names[3], names[0], names[2]};
  EXPECT_EQ(AllNames(Officer(), kHome, 2), queue);
  EXPECT_EQ(AllNames(Adviser(), kHome, 3), queue);
  EXPECT_EQ(AllNames(Adviser(), kRegion, 1), queue);
  EXPECT_EQ(AllNames(Member("people/member3"), "people/member3", 2),
            std::vector<std::string>{names[3]});
}

TEST_P(RequestServiceTest, AnswersStrangersInOneWordWhateverTheyNameAndCall) {
  const std::string name = world_.Waiting();
  const absl::Status refusal = status::NotPermitted();
  for (const std::string& thing : {name, std::string("requests/none")}) {
    for (const access::Caller& stranger :
         {Member("people/a"), Officer(kNear), Adviser("regions/south"), Panel()}) {
      EXPECT_EQ(world_.Get(stranger, thing).status(), refusal);
      EXPECT_EQ(Confirm(stranger, thing).status(), refusal);
      EXPECT_EQ(Withdraw(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Claim(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Build(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Offer(stranger, thing, {"a", "b"}).status(), refusal);
      EXPECT_EQ(world_.Offers(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Choose(stranger, thing, {"a"}).status(), refusal);
      EXPECT_EQ(ReadChallenge(stranger.person(), thing).status(), refusal);
    }
  }
  for (const char* parent : {kMentee, "people/none", kHome, "authorities/none", kRegion}) {
    EXPECT_EQ(List(Member("people/a"), parent).status(), refusal) << parent;
    EXPECT_EQ(List(Officer(kNear), parent).status(), refusal) << parent;
  }
}

TEST_P(RequestServiceTest, GivesPlacesBackOnWithdrawal) {
  const std::string name = world_.Offered();
  ASSERT_THAT(world_.Choose(Member(), name, {"a"}), IsOk());
  EXPECT_EQ(world_.Taken("a") + world_.Taken("b"), 2);
  ASSERT_THAT(Withdraw(Member(), name), IsOk());
  EXPECT_EQ(world_.Taken("a") + world_.Taken("b"), 0);
  EXPECT_EQ(world_.Pass(absl::Hours(24 * 60)), 0) << "no timer is left";
  EXPECT_THAT(Withdraw(Member(), name), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(world_.laid.EventTypes(name).back(), "matching.request.withdrawn");
}

TEST_P(RequestServiceTest, OpensTheChallengeToTheMentorFromAcceptanceToTheEnd) {
  v1::Request asked = SomeRequest();
  asked.set_challenge("how to speak up");
  asked.mutable_preferences()->set_named_mentor("mentors/a");
  const std::string name = world_.Waiting(asked);
  EXPECT_EQ(ReadChallenge(kMentee, name)->content(), "how to speak up");
  const std::string match = world_.Choose(Member(), name, {"a"})->name();
  EXPECT_EQ(ReadChallenge("people/a", name).status(), status::NotPermitted());
  ASSERT_THAT(world_.Accept(match, "a"), IsOk());
  EXPECT_EQ(ReadChallenge("people/a", name)->content(), "how to speak up");
  EXPECT_EQ(ReadChallenge("people/b", name).status(), status::NotPermitted());
  ASSERT_THAT(world_.Tell("agreement.agreement.rematched", match), IsOk());
  EXPECT_EQ(ReadChallenge("people/a", name).status(), status::NotPermitted());
  EXPECT_EQ(ReadChallenge(kMentee, name)->content(), "how to speak up");
}

TEST_P(RequestServiceTest, KeepsOnlyTheMenteesOwnWords) {
  v1::Request asked = SomeRequest();
  asked.set_challenge("what the officer thinks");
  const std::string name = world_.Create(Officer(), asked)->name();
  EXPECT_EQ(ReadChallenge(kMentee, name)->content(), "");
}

INSTANTIATE_TEST_SUITE_P(All, RequestServiceTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
