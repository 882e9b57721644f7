// What mentors may offer, and leaving the register.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MALFORMED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_NOT_FOUND;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d15";

class MentorOfferTest : public testing::TestWithParam<std::string> {
 protected:
  MentorOfferTest() { Populate(world_); }

  absl::StatusOr<v1::Mentor> Register(const std::string& as, const v1::Mentor& mentor,
                                      const std::string& request_id = "") {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = mentor;
    request.set_request_id(request_id);
    return world_.Ask<v1::Mentor>("MentorService/CreateMentor", as, request);
  }
  absl::StatusOr<v1::Mentor> Update(const std::string& as, const v1::Mentor& mentor,
                                    const std::vector<std::string>& paths) {
    v1::UpdateMentorRequest request;
    *request.mutable_mentor() = mentor;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::Mentor>("MentorService/UpdateMentor", as, request);
  }
  absl::StatusOr<v1::Mentor> Get(const std::string& as, const std::string& name) {
    v1::GetMentorRequest request;
    request.set_name(name);
    return world_.Ask<v1::Mentor>("MentorService/GetMentor", as, request);
  }
  absl::Status Delete(const std::string& as, const std::string& name) {
    v1::DeleteMentorRequest request;
    request.set_name(name);
    return world_.Ask<google::protobuf::Empty>("MentorService/DeleteMentor", as, request).status();
  }
  v1::MentorFacts Facts(const std::string& name) {
    v1::BatchGetMentorFactsRequest request;
    request.add_mentors(name);
    const auto response = world_.Ask<v1::BatchGetMentorFactsResponse>(
        "FactsService/BatchGetMentorFacts", "services/matching", request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && response->mentors_size() == 1 ? response->mentors(0)
                                                          : v1::MentorFacts();
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MentorOfferTest, test::Engines(), test::EngineName);

TEST_P(MentorOfferTest, KeepsAndTellsAllThatIsOffered) {
  v1::Mentor mentor = world_.Offer("ann");
  mentor.add_extra_skills("mediation");
  mentor.set_available_from_date("2027-01-01");
  mentor.set_available_until_date("2027-06-30");
  mentor.set_travel_km(60);
  mentor.set_remote(true);
  mentor.set_hours_a_month(4);
  mentor.set_visibility(programme::v1::REACH_REGION);
  mentor.set_former_member_willing(true);
  ASSERT_THAT(Register("ann", mentor), IsOk());
  const auto kept = Get("ann", mentor.name());
  ASSERT_THAT(kept, IsOk());
  mentor.set_etag(kept->etag());
  mentor.set_display_name("Ann Pugh");
  mentor.add_authorities(world_.Authority("POW"));
  EXPECT_EQ(kept->SerializeAsString(), mentor.SerializeAsString());
  const v1::MentorFacts facts = Facts(mentor.name());
  EXPECT_THAT(facts.extra_skills(), ElementsAre("mediation"));
  EXPECT_EQ(facts.available_from_date(), "2027-01-01");
  EXPECT_EQ(facts.available_until_date(), "2027-06-30");
  EXPECT_TRUE(facts.willing());
  EXPECT_FALSE(facts.officer() || facts.former_member());
}

TEST_P(MentorOfferTest, NamesTheFieldThatCannotBe) {
  const auto with = [&](const auto& change) {
    v1::Mentor mentor = world_.Offer("ann");
    change(mentor);
    return Register("ann", mentor);
  };
  EXPECT_THAT(with([](v1::Mentor& mentor) { mentor.add_extra_skills("juggling"); }),
              FaultOn("mentor.extra_skills[0]", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(with([](v1::Mentor& mentor) { mentor.add_extra_skills("communication"); }),
              FaultOn("mentor.extra_skills[0]", REASON_FIELD_UNKNOWN_REFERENCE))
      << "a core skill is none beside the core ones";
  EXPECT_THAT(with([](v1::Mentor& mentor) {
                mentor.set_available_from_date("2027-01-02");
                mentor.set_available_until_date("2027-01-01");
              }),
              FaultOn("mentor.available_until_date", REASON_FIELD_CONFLICT));
  EXPECT_THAT(with([](v1::Mentor& mentor) { mentor.set_available_from_date("2027-02-29"); }),
              FaultOn("mentor.available_from_date", REASON_FIELD_MALFORMED));
  EXPECT_THAT(
      with([](v1::Mentor& mentor) { mentor.set_visibility(static_cast<programme::v1::Reach>(9)); }),
      FaultOn("mentor.visibility", REASON_FIELD_MALFORMED));
  EXPECT_THAT(Get("ann", world_.Offer("ann").name()), IsNotPermitted()) << "nothing was kept";
}

TEST_P(MentorOfferTest, SaysInBothLanguagesWhatFewerPlacesMean) {
  v1::Mentor mentor = *Register("ann", world_.Offer("ann"));
  mentor.set_places(1);
  const auto fewer = Update("ann", mentor, {"places"});
  ASSERT_THAT(fewer, IsOk());
  EXPECT_FALSE(fewer->places_meaning().welsh().empty());
  EXPECT_FALSE(fewer->places_meaning().english().empty());
  EXPECT_FALSE(Get("ann", mentor.name())->has_places_meaning()) << "only in the answer";
  mentor.set_etag(fewer->etag());
  mentor.set_places(3);
  const auto more = Update("ann", mentor, {"places"});
  ASSERT_THAT(more, IsOk());
  EXPECT_FALSE(more->has_places_meaning());
}

TEST_P(MentorOfferTest, PausesAndTakesUpAgain) {
  v1::Mentor mentor = *Register("ann", world_.Offer("ann"));
  mentor.set_willing(false);
  const auto paused = Update("ann", mentor, {"willing"});
  ASSERT_THAT(paused, IsOk());
  EXPECT_FALSE(Facts(mentor.name()).willing());
  mentor = *paused;
  mentor.set_willing(true);
  ASSERT_THAT(Update("ann", mentor, {"willing"}), IsOk());
  EXPECT_TRUE(Facts(mentor.name()).willing());
}

TEST_P(MentorOfferTest, TakesOfficersForNewMembersAlone) {
  v1::Mentor mentor = world_.Offer("officer");
  mentor.add_kinds(programme::v1::KIND_INDUCTION);
  mentor.add_kinds(programme::v1::KIND_ROLE);
  EXPECT_THAT(Register("officer", mentor), FaultOn("mentor.kinds[2]", REASON_FIELD_CONFLICT));
  mentor.mutable_kinds()->RemoveLast();
  const auto registered = Register("officer", mentor);
  ASSERT_THAT(registered, IsOk());
  EXPECT_TRUE(registered->officer());
  const v1::MentorFacts facts = Facts(mentor.name());
  EXPECT_TRUE(facts.officer());
  EXPECT_FALSE(facts.former_member());
  ASSERT_EQ(facts.person().seats_size(), 1);
  EXPECT_EQ(facts.person().seats(0).authority(), world_.Authority("POW"));
  EXPECT_EQ(facts.person().seats(0).region(), "regions/wales");
  EXPECT_EQ(facts.person().seats(0).nation(), "nations/wales");
  EXPECT_EQ(facts.person().seats(0).membership(), "");
  EXPECT_TRUE(facts.offered_outside());
  v1::Mentor change = *registered;
  change.add_kinds(programme::v1::KIND_WARD_VISIT);
  EXPECT_THAT(Update("officer", change, {"kinds"}),
              FaultOn("mentor.kinds[2]", REASON_FIELD_CONFLICT));
}

TEST_P(MentorOfferTest, CountsAMemberWhoIsAnOfficerTooAsAMember) {
  v1::Mentor mentor = world_.Offer("ann");
  mentor.add_kinds(programme::v1::KIND_ROLE);
  ASSERT_THAT(Register("ann", mentor), IsOk());
  world_.Give("ann", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  const v1::MentorFacts facts = Facts(mentor.name());
  EXPECT_FALSE(facts.officer());
  EXPECT_EQ(facts.kinds_size(), 2);
  EXPECT_FALSE(Get("ann", mentor.name())->officer());
}

TEST_P(MentorOfferTest, LeavesTheRegisterWithoutATraceInWhatIsOffered) {
  const auto registered = Register("ann", world_.Offer("ann"), kRequestId);
  ASSERT_THAT(registered, IsOk());
  const std::string& name = registered->name();
  for (const char* other : {"bea", "cai"}) EXPECT_THAT(Delete(other, name), IsNotPermitted());
  EXPECT_THAT(Delete("officer", name), IsNotPermitted());
  EXPECT_THAT(Delete("ann", "mentors/nobody"), IsNotPermitted());
  EXPECT_TRUE(Facts(name).willing()) << "as before";
  const int64_t head = world_.Head();
  ASSERT_THAT(Delete("ann", name), IsOk());
  EXPECT_EQ(world_.Events(head).back().type(), "registry.mentor.changed");
  EXPECT_FALSE(Facts(name).willing());
  EXPECT_EQ(Facts(name).mentor(), name) << "live matches still find their mentor";
  for (const char* reader : {"ann", "officer"}) EXPECT_THAT(Get(reader, name), IsNotPermitted());
  EXPECT_THAT(Update("ann", *registered, {"places"}), IsNotPermitted());
  EXPECT_THAT(Delete("ann", name), IsNotPermitted()) << "once";
  EXPECT_THAT(Register("ann", world_.Offer("ann"), kRequestId), HasReason(REASON_NOT_FOUND))
      << "a repeat does not bring them back";
  v1::ListMentorsRequest list;
  list.set_parent(world_.Authority("POW"));
  EXPECT_EQ(world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", "officer", list)
                ->mentors_size(),
            0);
}

TEST_P(MentorOfferTest, ComesBackToTheRegisterUnderTheSameName) {
  const v1::Mentor first = *Register("ann", world_.Offer("ann"));
  ASSERT_THAT(Delete("ann", first.name()), IsOk());
  v1::Mentor again = world_.Offer("ann");
  again.set_places(1);
  const auto back = Register("ann", again);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->name(), first.name());
  EXPECT_NE(back->etag(), first.etag()) << "what was read before is stale";
  EXPECT_EQ(Get("officer", first.name())->places(), 1);
  EXPECT_TRUE(Facts(first.name()).willing());
  EXPECT_THAT(Register("ann", again), HasReason(REASON_ALREADY_EXISTS));
}

TEST_P(MentorOfferTest, LetsOneOfTwoChangesWin) {
  const v1::Mentor mentor = *Register("ann", world_.Offer("ann"));
  std::atomic<bool> go = false;
  std::vector<absl::Status> results(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      v1::Mentor change = mentor;
      change.set_places(10 + i);
      while (!go) std::this_thread::yield();
      results[i] = Update("ann", change, {"places"}).status();
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();
  ASSERT_NE(results[0].ok(), results[1].ok()) << results[0] << " " << results[1];
  EXPECT_EQ(Get("ann", mentor.name())->places(), results[0].ok() ? 10 : 11);
}

}  // namespace
}  // namespace telemachus::registry
