#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/succession/settling.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// Powys ends, and its members, officers and mentors pass on. All on 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d13";
constexpr char kYesterday[] = "2026-11-21";

class SuccessionTest : public testing::TestWithParam<std::string> {
 protected:
  SuccessionTest() {
    Populate(world_);
    world_.ImportAuthorities(
        "code,name,name_cy,nation,region,type,start_date\n"
        "NPO,North Powys Council,Cyngor Gogledd Powys,Wales,Wales,Welsh unitary authority,"
        "2026-11-21\n"
        "SPO,South Powys Council,Cyngor De Powys,Wales,Wales,Welsh unitary authority,2026-11-21\n");
    world_.ImportMembers(
        "authority_code,key,subject,given_name,family_name,ward_name,elected_date\n"
        "POW,P3,fay,Fay,Hall,Knighton,2022-05-09\n");
    for (const char* code : {"NPO", "SPO", "CRF"}) {
      world_.AddPerson(absl::StrCat("officer-", code));
      world_.Give(absl::StrCat("officer-", code), access::Role::ROLE_OFFICER,
                  world_.Authority(code));
    }
  }

  std::string NameOf(const std::string& code) {
    return absl::StrCat(world_.Authority(code), "/succession");
  }
  v1::RecordSuccessionRequest EndOf(const std::string& code, const std::string& end,
                                    const std::vector<std::string>& successors) {
    v1::RecordSuccessionRequest request;
    request.set_authority(world_.Authority(code));
    request.set_end_date(end);
    for (const std::string& successor : successors) {
      request.add_successors(world_.Authority(successor));
    }
    return request;
  }
  absl::StatusOr<v1::Succession> Record(const v1::RecordSuccessionRequest& request,
                                        const std::string& as = World::kNational) {
    return world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", as, request);
  }
  absl::StatusOr<v1::Succession> Record(const std::string& code, const std::string& end,
                                        const std::vector<std::string>& successors) {
    return Record(EndOf(code, end, successors));
  }
  v1::DecideSuccessionRequest Decision(const std::string& code, const std::string& all,
                                       const std::map<std::string, std::string>& wards = {}) {
    v1::DecideSuccessionRequest request;
    request.set_name(NameOf(code));
    request.mutable_decision();
    if (!all.empty()) request.mutable_decision()->set_successor(world_.Authority(all));
    for (const auto& [ward, successor] : wards) {
      auto& entry = *request.mutable_decision()->add_wards();
      entry.set_ward(ward);
      entry.set_successor(world_.Authority(successor));
    }
    return request;
  }
  absl::StatusOr<v1::Succession> Decide(const v1::DecideSuccessionRequest& request,
                                        const std::string& as = World::kNational) {
    return world_.Ask<v1::Succession>("SuccessionService/DecideSuccession", as, request);
  }
  absl::StatusOr<v1::Succession> Get(const std::string& code, const std::string& as = "ann") {
    v1::GetSuccessionRequest request;
    request.set_name(NameOf(code));
    return world_.Ask<v1::Succession>("SuccessionService/GetSuccession", as, request);
  }
  // Codes of the listed ends, page by page.
  std::vector<std::string> Listed(const std::string& parent, const std::string& as) {
    v1::ListSuccessionsRequest request;
    request.set_parent(parent);
    request.set_page_size(1);
    std::vector<std::string> ends;
    do {
      const auto page =
          world_.Ask<v1::ListSuccessionsResponse>("SuccessionService/ListSuccessions", as, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& each : page->successions()) ends.push_back(each.authority());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ends;
  }
  // Whom the officer lists as members of an authority.
  std::vector<std::string> Members(const std::string& code, const std::string& as) {
    v1::ListMembersRequest request;
    request.set_parent(world_.Authority(code));
    const auto page = world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", as, request);
    EXPECT_THAT(page, IsOk()) << as;
    std::vector<std::string> names;
    if (!page.ok()) return names;
    for (const v1::Person& member : page->members()) names.push_back(member.display_name());
    return names;
  }
  bool Sees(const std::string& as, const std::string& subject) {
    v1::GetPersonRequest request;
    request.set_name(world_.Person(subject));
    const auto person = world_.Ask<v1::Person>("PersonService/GetPerson", as, request);
    EXPECT_TRUE(person.ok() || person.status() == status::NotPermitted()) << person.status();
    return person.ok();
  }
  std::string Responsible(const std::string& subject) {
    const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    EXPECT_THAT(self, IsOk());
    return self.ok() ? self->person().memberships(0).responsible_authority() : "";
  }
  // The roles of a login, as "ROLE_MEMBER authorities/x".
  std::vector<std::string> Roles(const std::string& subject) {
    const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    std::vector<std::string> roles;
    if (!self.ok()) return roles;
    for (const auto& grant : self->grants()) {
      roles.push_back(absl::StrCat(access::v1::Role_Name(grant.role()), " ", grant.scope()));
    }
    return roles;
  }
  std::vector<std::string> EventsAfter(int64_t head) {
    std::vector<std::string> told;
    for (const auto& event : world_.Events(head)) {
      told.push_back(absl::StrCat(event.type(), " ", event.resource()));
    }
    return told;
  }
  v1::PersonFacts Facts(const std::string& subject) {
    v1::BatchGetPersonFactsRequest request;
    request.add_people(world_.Person(subject));
    const auto facts = world_.Ask<v1::BatchGetPersonFactsResponse>(
        "FactsService/BatchGetPersonFacts", "services/matching", request);
    EXPECT_THAT(facts, IsOk());
    return facts.ok() && facts->people_size() == 1 ? facts->people(0) : v1::PersonFacts();
  }
  v1::AuthorityFacts FactsOfAuthority(const std::string& code) {
    v1::GetAuthorityFactsRequest request;
    request.set_authority(world_.Authority(code));
    const auto facts = world_.Ask<v1::AuthorityFacts>("FactsService/GetAuthorityFacts",
                                                      "services/matching", request);
    EXPECT_THAT(facts, IsOk());
    return facts.ok() ? *facts : v1::AuthorityFacts();
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, SuccessionTest, test::Engines(), test::EngineName);

TEST_P(SuccessionTest, PassesEverybodyToTheOneSuccessor) {
  const int64_t head = world_.Head();
  const auto merged = Record("POW", kYesterday, {"CRF"});
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->kind(), v1::Succession::KIND_MERGED);
  EXPECT_EQ(merged->state(), v1::Succession::STATE_PASSED);
  EXPECT_EQ(merged->effective_date(), "2026-11-22");
  EXPECT_THAT(merged->rule().english(), HasSubstr("Powys County Council merges into Cardiff"));
  EXPECT_THAT(merged->rule().welsh(), HasSubstr("Cyngor Sir Powys"));

  EXPECT_EQ(Responsible("ann"), world_.Authority("CRF"));
  EXPECT_THAT(Roles("ann"), ElementsAre(absl::StrCat("ROLE_MEMBER ", world_.Authority("CRF"))));
  EXPECT_THAT(Members("CRF", "officer-CRF"),
              ElementsAre("Ann Pugh", "Bea Évans", "Cai Rees", "Fay Hall"));
  EXPECT_TRUE(Sees("officer-CRF", "ann"));
  EXPECT_TRUE(Sees("adviser", "ann"));
  const v1::PersonFacts facts = Facts("ann");
  EXPECT_EQ(facts.seats(0).authority(), world_.Authority("POW"));
  EXPECT_EQ(facts.seats(0).responsible_authority(), world_.Authority("CRF"));
  EXPECT_EQ(FactsOfAuthority("POW").responsible_authority(), world_.Authority("CRF"));
  EXPECT_EQ(FactsOfAuthority("CRF").responsible_authority(), world_.Authority("CRF"));

  const auto told = EventsAfter(head);
  EXPECT_THAT(told,
              Contains(absl::StrCat("registry.authority.succeeded ", world_.Authority("POW"))));
  EXPECT_THAT(told, Contains(absl::StrCat("registry.person.changed ", world_.Person("bea"))));
}

TEST_P(SuccessionTest, TakesFromOfficersWhatHasPassed) {
  EXPECT_TRUE(Sees("officer", "ann"));
  ASSERT_THAT(Record("POW", kYesterday, {"CRF"}), IsOk());
  EXPECT_THAT(Roles("officer"), IsEmpty());
  EXPECT_FALSE(Sees("officer", "ann"));
  EXPECT_TRUE(Sees("officer-CRF", "officer")) << "officers belong to what came after, too";
  v1::ListMembersRequest request;
  request.set_parent(world_.Authority("POW"));
  for (const char* as : {"officer", "officer-NPO", "english"}) {
    EXPECT_THAT(world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", as, request),
                IsNotPermitted())
        << as;
  }
  EXPECT_THAT(Members("POW", "officer-CRF"), IsEmpty());
  v1::CreateGrantRequest grant;
  grant.set_parent(world_.Person("officer"));
  grant.mutable_grant()->set_role(access::Role::ROLE_OFFICER);
  grant.mutable_grant()->set_scope(world_.Authority("POW"));
  EXPECT_THAT(world_.Ask<v1::Grant>("PersonService/CreateGrant", World::kNational, grant),
              FaultOn("grant.scope", REASON_FIELD_CONFLICT));
}

TEST_P(SuccessionTest, LosesNobodyWhileASplitIsUndecided) {
  const auto split = Record("POW", kYesterday, {"NPO", "SPO"});
  ASSERT_THAT(split, IsOk());
  EXPECT_EQ(split->kind(), v1::Succession::KIND_SPLIT);
  EXPECT_EQ(split->state(), v1::Succession::STATE_UNDECIDED);
  EXPECT_THAT(split->open_wards(), ElementsAre("Brecon", "Knighton"));
  EXPECT_EQ(Responsible("ann"), world_.Authority("POW"));
  EXPECT_THAT(Members("POW", "officer"), ElementsAre("Ann Pugh", "Bea Évans", "Fay Hall"));
  EXPECT_TRUE(Sees("officer", "ann"));
  EXPECT_TRUE(Sees("adviser", "ann"));
  EXPECT_FALSE(Sees("officer-NPO", "ann"));
  EXPECT_EQ(FactsOfAuthority("POW").responsible_authority(), world_.Authority("POW"));
}

TEST_P(SuccessionTest, PassesMembersByTheDecisionForTheirWard) {
  ASSERT_THAT(Record("POW", kYesterday, {"NPO", "SPO"}), IsOk());
  const auto part = Decide(Decision("POW", "", {{"Knighton", "NPO"}}));
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(part->state(), v1::Succession::STATE_UNDECIDED);
  EXPECT_THAT(part->open_wards(), ElementsAre("Brecon"));
  EXPECT_THAT(Members("NPO", "officer-NPO"), ElementsAre("Fay Hall"));
  EXPECT_THAT(Members("POW", "officer"), ElementsAre("Ann Pugh", "Bea Évans"));
  EXPECT_FALSE(Sees("officer", "fay"));
  EXPECT_EQ(FactsOfAuthority("POW").responsible_authority(), "");

  const auto whole = Decide(Decision("POW", "SPO", {{"Knighton", "NPO"}}));
  ASSERT_THAT(whole, IsOk());
  EXPECT_EQ(whole->state(), v1::Succession::STATE_DECIDED);
  EXPECT_THAT(whole->open_wards(), IsEmpty());
  EXPECT_EQ(whole->decisions_size(), 2);
  EXPECT_EQ(whole->decisions(0).from_date(), world_.Today());
  EXPECT_THAT(Members("SPO", "officer-SPO"), ElementsAre("Ann Pugh", "Bea Évans"));
  EXPECT_EQ(Responsible("fay"), world_.Authority("NPO"));
  EXPECT_FALSE(Sees("officer", "ann"));
  EXPECT_FALSE(Sees("officer-NPO", "ann"));
  EXPECT_TRUE(Sees("officer-SPO", "ann"));
}

TEST_P(SuccessionTest, KeepsWhatWasDecidedBefore) {
  ASSERT_THAT(Record("POW", kYesterday, {"NPO", "SPO"}), IsOk());
  ASSERT_THAT(Decide(Decision("POW", "NPO")), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(Decide(Decision("POW", "NPO"))->decisions_size(), 1) << "said again, nothing is new";
  EXPECT_EQ(world_.Head(), head);
  world_.clock().Advance(absl::Hours(48));
  const auto changed = Decide(Decision("POW", "NPO", {{"Brecon", "SPO"}}));
  ASSERT_THAT(changed, IsOk());
  ASSERT_EQ(changed->decisions_size(), 2);
  EXPECT_EQ(changed->decisions(0).from_date(), "2026-11-22");
  EXPECT_EQ(changed->decisions(1).from_date(), "2026-11-24");
  EXPECT_EQ(Responsible("ann"), world_.Authority("SPO"));
  EXPECT_EQ(Responsible("fay"), world_.Authority("NPO"));
  // Those who lose somebody are named, so that what lives on elsewhere follows.
  EXPECT_THAT(EventsAfter(head),
              Contains(absl::StrCat("registry.authority.succeeded ", world_.Authority("NPO"))));
}

TEST_P(SuccessionTest, PassesMembersInTimeWhenTheEndIsToCome) {
  timer::Timers timers(world_.database(), world_.clock(), {{kMembersPassTimer, &PassMembers}});
  const auto coming = Record("POW", "2027-03-31", {"CRF"});
  ASSERT_THAT(coming, IsOk());
  EXPECT_EQ(coming->state(), v1::Succession::STATE_COMING);
  EXPECT_EQ(Responsible("ann"), world_.Authority("POW"));
  EXPECT_TRUE(Sees("officer", "ann"));
  EXPECT_EQ(*timers.FireDue(), 0);
  const int64_t head = world_.Head();
  world_.clock().Set(time::StartOf(absl::CivilDay(2027, 4, 1)));
  EXPECT_EQ(Responsible("ann"), world_.Authority("CRF")) << "on the day, whatever the timers do";
  EXPECT_EQ(*timers.FireDue(), 1);
  const auto told = EventsAfter(head);
  EXPECT_THAT(told,
              Contains(absl::StrCat("registry.authority.succeeded ", world_.Authority("POW"))));
  EXPECT_THAT(told, Contains(absl::StrCat("registry.person.changed ", world_.Person("ann"))));
  EXPECT_EQ(Get("POW")->state(), v1::Succession::STATE_PASSED);
}

TEST_P(SuccessionTest, FollowsAChainAndAPostponedEnd) {
  ASSERT_THAT(Record("POW", kYesterday, {"NPO"}), IsOk());
  EXPECT_EQ(Get("POW")->kind(), v1::Succession::KIND_RENAMED);
  ASSERT_THAT(Record("NPO", kYesterday, {"SPO"}), IsOk());
  EXPECT_EQ(Responsible("ann"), world_.Authority("SPO"));
  ASSERT_THAT(Record("NPO", "2027-03-31", {"SPO"}), IsOk());
  EXPECT_EQ(Responsible("ann"), world_.Authority("NPO"));
  EXPECT_THAT(Members("NPO", "officer-NPO"), ElementsAre("Ann Pugh", "Bea Évans", "Fay Hall"));
}

TEST_P(SuccessionTest, EndsSeatsOnlyWhereNothingComesAfter) {
  const auto closed = Record("POW", kYesterday, {});
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->kind(), v1::Succession::KIND_CLOSED);
  EXPECT_EQ(closed->state(), v1::Succession::STATE_CLOSED);
  const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest());
  EXPECT_EQ(self->person().memberships(0).end_date(), kYesterday);
  EXPECT_TRUE(Sees("officer", "ann")) << "who left lately is still looked after";
  EXPECT_THAT(Decide(Decision("POW", "CRF")), HasReason(REASON_WRONG_STATE));
}

TEST_P(SuccessionTest, AppliesTheSuccessorsPolicy) {
  v1::CreatePolicyRequest policy;
  policy.set_parent(world_.Authority("POW"));
  v1::GetEffectivePolicyRequest effective;
  effective.set_parent(world_.Authority("POW"));
  auto* const set = policy.mutable_policy();
  *set = *world_.Ask<v1::Policy>("PolicyService/GetEffectivePolicy", "ann", effective);
  set->set_effective_date("2026-10-01");
  set->set_hold_hours(24);
  world_.clock().Set(time::StartOf(absl::CivilDay(2026, 10, 1)));
  const auto own = world_.Ask<v1::Policy>("PolicyService/CreatePolicy", "officer", policy);
  ASSERT_THAT(own, IsOk());
  world_.clock().Set(Noon());
  ASSERT_THAT(Record("POW", kYesterday, {"NPO"}), IsOk());
  const auto applies = [&](const std::string& code, const std::string& date) {
    effective.set_parent(world_.Authority(code));
    effective.set_date(date);
    return *world_.Ask<v1::Policy>("PolicyService/GetEffectivePolicy", "ann", effective);
  };
  EXPECT_EQ(applies("NPO", kYesterday).hold_hours(), 72) << "until then it has none before it";
  EXPECT_EQ(applies("NPO", "").name(), own->name());
  EXPECT_EQ(applies("POW", "").name(), own->name());
  EXPECT_EQ(FactsOfAuthority("POW").policy().hold_hours(), 24);
  // What is merged with others takes the strictest of each; what it sets itself goes before.
  ASSERT_THAT(Record("SPO", kYesterday, {"NPO"}), IsOk());
  EXPECT_EQ(applies("NPO", "").hold_hours(), 24);
  EXPECT_EQ(applies("NPO", "").name(), absl::StrCat(world_.Authority("NPO"), "/policies/0"));
  policy.set_parent(world_.Authority("NPO"));
  set->set_effective_date(world_.Today());
  set->set_hold_hours(48);
  ASSERT_THAT(world_.Ask<v1::Policy>("PolicyService/CreatePolicy", "officer-NPO", policy), IsOk());
  EXPECT_EQ(applies("POW", "").hold_hours(), 48);
}

TEST_P(SuccessionTest, ListsWhatWaitsFirst) {
  ASSERT_THAT(Record("CRF", kYesterday, {"NPO"}), IsOk());
  ASSERT_THAT(Record("POW", kYesterday, {"NPO", "SPO"}), IsOk());
  const auto waiting = ElementsAre(world_.Authority("POW"), world_.Authority("CRF"));
  EXPECT_THAT(Listed("regions/wales", "adviser"), waiting);
  EXPECT_THAT(Listed("nations/wales", World::kNational), waiting);
  EXPECT_THAT(Listed("nations/england", "english"), ElementsAre(world_.Authority("CMA")));
  ASSERT_THAT(Decide(Decision("POW", "NPO")), IsOk());
  EXPECT_THAT(Listed("regions/wales", "adviser"),
              ElementsAre(world_.Authority("CRF"), world_.Authority("POW")));
  for (const auto& [as, parent] :
       std::vector<std::pair<std::string, std::string>>{{"adviser", "regions/north-west"},
                                                        {"adviser", "nations/wales"},
                                                        {"english", "regions/wales"},
                                                        {"english", "regions/nowhere"},
                                                        {"officer", "regions/wales"}}) {
    v1::ListSuccessionsRequest request;
    request.set_parent(parent);
    EXPECT_THAT(
        world_.Ask<v1::ListSuccessionsResponse>("SuccessionService/ListSuccessions", as, request),
        IsNotPermitted())
        << as << " " << parent;
  }
}

TEST_P(SuccessionTest, IsRecordedAndDecidedByTheNationsStaffAlone) {
  auto end = EndOf("POW", kYesterday, {"NPO", "SPO"});
  for (const char* as : {"ann", "officer", "adviser", "english"}) {
    EXPECT_THAT(Record(end, as), IsNotPermitted()) << as;
  }
  end.set_authority("authorities/nowhere");
  EXPECT_THAT(Record(end), IsNotPermitted());
  EXPECT_THAT(Get("POW"), HasReason(REASON_NOT_FOUND));
  ASSERT_THAT(Record("POW", kYesterday, {"NPO", "SPO"}), IsOk());
  auto decision = Decision("POW", "NPO");
  for (const char* as : {"ann", "officer", "adviser", "english"}) {
    EXPECT_THAT(Decide(decision, as), IsNotPermitted()) << as;
  }
  decision.set_name("authorities/nowhere/succession");
  EXPECT_THAT(Decide(decision), IsNotPermitted());
}

TEST_P(SuccessionTest, RefusesEndsThatMakeNoSense) {
  const int64_t head = world_.Head();
  EXPECT_THAT(Record("POW", kYesterday, {"POW"}), FaultOn("successors[0]", REASON_FIELD_CONFLICT));
  EXPECT_THAT(Record("POW", kYesterday, {"CRF", "CRF"}),
              FaultOn("successors[1]", REASON_FIELD_REPEATED));
  EXPECT_THAT(Record("POW", kYesterday, {"LDS"}), FaultOn("successors[0]", REASON_FIELD_CONFLICT));
  EXPECT_THAT(Record("NPO", "2026-11-20", {}), FaultOn("end_date", REASON_FIELD_OUT_OF_RANGE));
  auto nowhere = EndOf("POW", kYesterday, {});
  nowhere.add_successors("authorities/nowhere");
  EXPECT_THAT(Record(nowhere), FaultOn("successors[0]", REASON_FIELD_UNKNOWN_REFERENCE));
  nowhere.clear_successors();
  nowhere.set_etag("0");
  EXPECT_THAT(Record(nowhere), HasReason(REASON_STALE_ETAG));
  EXPECT_EQ(world_.Head(), head);
  ASSERT_THAT(Record("POW", "2027-03-31", {"NPO"}), IsOk());
  EXPECT_THAT(Record("NPO", "2028-03-31", {"POW"}), FaultOn("successors[0]", REASON_FIELD_CONFLICT))
      << "a circle, and one that has ended by then";
  ASSERT_THAT(Record("CRF", "2026-11-20", {"SPO"}), IsOk());
  EXPECT_THAT(Record("SPO", "2026-11-30", {"CRF"}),
              FaultOn("successors[0]", REASON_FIELD_CONFLICT));
}

TEST_P(SuccessionTest, RefusesDecisionsThatMakeNoSense) {
  EXPECT_THAT(Decide(Decision("POW", "NPO")), HasReason(REASON_WRONG_STATE));
  const auto split = Record("POW", kYesterday, {"NPO", "SPO"});
  ASSERT_THAT(split, IsOk());
  const int64_t head = world_.Head();
  EXPECT_THAT(Decide(Decision("POW", "")), FaultOn("decision.successor", REASON_FIELD_REQUIRED));
  EXPECT_THAT(Decide(Decision("POW", "CRF")),
              FaultOn("decision.successor", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Decide(Decision("POW", "NPO", {{"Canton", "SPO"}})),
              FaultOn("decision.wards[0].ward", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Decide(Decision("POW", "NPO", {{"Brecon", "CRF"}})),
              FaultOn("decision.wards[0].successor", REASON_FIELD_UNKNOWN_REFERENCE));
  auto twice = Decision("POW", "NPO", {{"Brecon", "SPO"}});
  *twice.mutable_decision()->add_wards() = twice.decision().wards(0);
  EXPECT_THAT(Decide(twice), FaultOn("decision.wards[1].ward", REASON_FIELD_REPEATED));
  EXPECT_EQ(world_.Head(), head);
  auto stale = Decision("POW", "NPO");
  stale.set_etag(split->etag());
  EXPECT_THAT(Decide(stale), IsOk());
  stale.mutable_decision()->set_successor(world_.Authority("SPO"));
  EXPECT_THAT(Decide(stale), HasReason(REASON_STALE_ETAG));
}

TEST_P(SuccessionTest, TakesEachRequestOnce) {
  auto end = EndOf("POW", kYesterday, {"NPO", "SPO"});
  end.set_request_id(kRequestId);
  ASSERT_THAT(Record(end), IsOk());
  auto decision = Decision("POW", "NPO");
  decision.set_request_id(kRequestId);
  ASSERT_THAT(Decide(decision), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(Record(end)->state(), v1::Succession::STATE_DECIDED);
  EXPECT_EQ(Decide(decision)->decisions_size(), 1);
  EXPECT_EQ(world_.Head(), head);
  end.set_end_date("2026-11-20");
  EXPECT_THAT(Record(end), HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(SuccessionTest, TakesOneOfTwoDecisionsMadeAtOnce) {
  const auto split = Record("POW", kYesterday, {"NPO", "SPO"});
  ASSERT_THAT(split, IsOk());
  std::vector<std::thread> deciders;
  std::atomic<int> taken = 0;
  for (const char* successor : {"NPO", "SPO"}) {
    auto decision = Decision("POW", successor);
    decision.set_etag(split->etag());
    deciders.emplace_back([&, decision] {
      const auto decided = Decide(decision);
      if (decided.ok()) ++taken;
      EXPECT_TRUE(decided.ok() || absl::IsAborted(decided.status())) << decided.status();
    });
  }
  for (std::thread& decider : deciders) decider.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(Get("POW")->decisions_size(), 1);
}

TEST_P(SuccessionTest, KeepsAnEndThatAFileDoesNotKnow) {
  ASSERT_THAT(Record("POW", kYesterday, {"CRF"}), IsOk());
  world_.ImportAuthorities(
      "code,name,name_cy,nation,region,type,start_date,end_date,replaced_by\n"
      "POW,Powys Council,Cyngor Sir Powys,Wales,Wales,Welsh unitary authority,,,\n");
  EXPECT_EQ(Responsible("ann"), world_.Authority("CRF"));
}

}  // namespace
}  // namespace telemachus::registry
