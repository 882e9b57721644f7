#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using test::HasReason;
using test::IsOk;
using testing::IsEmpty;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";

class MentorServiceTest : public testing::TestWithParam<std::string> {
 protected:
  MentorServiceTest() { Populate(world_); }

  absl::StatusOr<v1::Mentor> Register(const std::string& as, const v1::Mentor& mentor,
                                      const std::string& request_id = "") {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = mentor;
    request.set_request_id(request_id);
    return world_.Ask<v1::Mentor>("MentorService/CreateMentor", as, request);
  }
  absl::StatusOr<v1::Mentor> Get(const std::string& as, const std::string& name) {
    v1::GetMentorRequest request;
    request.set_name(name);
    return world_.Ask<v1::Mentor>("MentorService/GetMentor", as, request);
  }
  absl::StatusOr<v1::Mentor> Update(const std::string& as, const v1::Mentor& mentor,
                                    const std::vector<std::string>& paths) {
    v1::UpdateMentorRequest request;
    *request.mutable_mentor() = mentor;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::Mentor>("MentorService/UpdateMentor", as, request);
  }
  absl::StatusOr<v1::Avoidance> Avoid(const std::string& as, const v1::Avoidance& avoidance,
                                      const std::string& delegate = "") {
    v1::UpdateAvoidanceRequest request;
    *request.mutable_avoidance() = avoidance;
    return world_.Ask<v1::Avoidance>("MentorService/UpdateAvoidance", as, request, delegate);
  }
  absl::StatusOr<v1::Avoidance> Avoided(const std::string& as, const std::string& name) {
    v1::GetAvoidanceRequest request;
    request.set_name(name);
    return world_.Ask<v1::Avoidance>("MentorService/GetAvoidance", as, request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MentorServiceTest, test::Engines(), test::EngineName);

TEST_P(MentorServiceTest, RegistersTheCallerOnce) {
  const auto mentor = Register("ann", world_.Offer("ann"), kRequestId);
  ASSERT_THAT(mentor, IsOk());
  EXPECT_EQ(mentor->visibility(), programme::v1::REACH_AUTHORITY);
  EXPECT_EQ(mentor->accredited_until_date(), "");
  EXPECT_EQ(Register("ann", world_.Offer("ann"), kRequestId)->etag(), mentor->etag());
  v1::Mentor other = world_.Offer("ann");
  other.set_places(5);
  EXPECT_THAT(Register("ann", other, kRequestId), HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Register("ann", other), HasReason(REASON_ALREADY_EXISTS));
  EXPECT_EQ(Get("ann", other.name())->places(), 2) << "as before";
}

TEST_P(MentorServiceTest, RegistersNobodyForAnother) {
  EXPECT_THAT(Register("ann", world_.Offer("bea")), IsNotPermitted());
  EXPECT_THAT(Register("adviser", world_.Offer("adviser")), IsNotPermitted());
  EXPECT_THAT(Register("officer", world_.Offer("officer")), IsOk());
}

TEST_P(MentorServiceTest, NamesEveryCodeItDoesNotKnow) {
  v1::Mentor mentor = world_.Offer("ann");
  mentor.add_skills("juggling");
  EXPECT_THAT(Register("ann", mentor), FaultOn("mentor.skills[1]", REASON_FIELD_UNKNOWN_REFERENCE));
  mentor = world_.Offer("ann");
  mentor.add_subjects("planning");
  EXPECT_THAT(Register("ann", mentor), FaultOn("mentor.subjects[1]", REASON_FIELD_REPEATED));
  mentor = world_.Offer("ann");
  mentor.add_kinds(mentor.kinds(0));
  EXPECT_THAT(Register("ann", mentor), FaultOn("mentor.kinds[1]", REASON_FIELD_REPEATED));
  EXPECT_THAT(Get("ann", mentor.name()), IsNotPermitted()) << "nothing was kept";
}

TEST_P(MentorServiceTest, ChangesWhatIsOffered) {
  v1::Mentor mentor = *Register("ann", world_.Offer("ann"));
  v1::Mentor change = mentor;
  change.set_places(5);
  change.set_willing(false);
  const int64_t head = world_.Head();
  const auto changed = Update("ann", change, {"places"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->places(), 5);
  EXPECT_TRUE(changed->willing());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 2);
  EXPECT_EQ(events[1].type(), "registry.mentor.changed");
  EXPECT_EQ(events[1].version(), 3);
  EXPECT_THAT(Update("ann", change, {"willing"}), HasReason(REASON_STALE_ETAG));
  change.set_etag(changed->etag());
  EXPECT_THAT(Update("officer", change, {"willing"}), IsNotPermitted());
  EXPECT_THAT(Update("ann", change, {"accredited_until_date"}),
              HasReason(REASON_FIELD_MASK_INVALID));
  change.add_skills("juggling");
  EXPECT_THAT(Update("ann", change, {"skills"}),
              FaultOn("mentor.skills[1]", REASON_FIELD_UNKNOWN_REFERENCE));
}

TEST_P(MentorServiceTest, ShowsMentorsToThemselvesAndTheirStaff) {
  const std::string name = Register("ann", world_.Offer("ann"))->name();
  for (const char* staff : {"ann", "officer", "adviser", World::kNational}) {
    EXPECT_THAT(Get(staff, name), IsOk()) << staff;
  }
  for (const char* other : {"bea", "cai", "english"}) {
    EXPECT_THAT(Get(other, name), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Get("officer", "mentors/nobody"), IsNotPermitted());
  EXPECT_THAT(Get("officer", world_.Offer("bea").name()), IsNotPermitted()) << "is no mentor";
}

TEST_P(MentorServiceTest, ListsTheMentorsOfAnAuthority) {
  for (const char* subject : {"ann", "bea", "cai", "officer", "eve"}) {
    ASSERT_THAT(Register(subject, world_.Offer(subject)), IsOk()) << subject;
  }
  v1::ListMentorsRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page =
        world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", "officer", request);
    ASSERT_THAT(page, IsOk());
    for (const auto& mentor : page->mentors()) names.push_back(mentor.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 3);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  request.set_parent(world_.Authority("CBD"));
  const auto former =
      world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", World::kNational, request);
  ASSERT_EQ(former->mentors_size(), 1);
  EXPECT_EQ(former->mentors(0).last_day_date(), "") << "she did not leave of her own accord";
  EXPECT_THAT(world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", "officer", request),
              IsNotPermitted());
}

TEST_P(MentorServiceTest, KeepsAvoidanceToItsAuthor) {
  v1::Avoidance avoidance;
  avoidance.set_name(absl::StrCat(world_.Person("ann"), "/avoidance"));
  avoidance.add_people(world_.Person("bea"));
  avoidance.add_authorities(world_.Authority("CRF"));
  const int64_t head = world_.Head();
  ASSERT_THAT(Avoid("ann", avoidance), IsOk());
  EXPECT_EQ(Avoided("ann", avoidance.name())->people(0), world_.Person("bea"));
  for (const char* other : {"bea", "officer"}) {
    EXPECT_THAT(Avoided(other, avoidance.name()), IsNotPermitted()) << other;
    EXPECT_THAT(Avoid(other, avoidance), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Avoid("ann", avoidance, "an-assistant"), IsNotPermitted());
  for (const auto& event : world_.Events(head)) {
    EXPECT_EQ(event.resource(), world_.Person("ann"));
    EXPECT_TRUE(event.codes().empty());
  }
  v1::GetPersonRequest request;
  request.set_name(world_.Person("ann"));
  for (const char* reader : {"ann", "officer", World::kNational}) {
    const auto person = world_.Ask<v1::Person>("PersonService/GetPerson", reader, request);
    EXPECT_EQ(person->SerializeAsString().find(world_.Person("bea")), std::string::npos);
    EXPECT_EQ(person->etag(), "1") << "not even that it changed";
  }
}

TEST_P(MentorServiceTest, ReplacesTheWholeOfAnAvoidance) {
  v1::Avoidance avoidance;
  avoidance.set_name(absl::StrCat(world_.Person("ann"), "/avoidance"));
  EXPECT_THAT(Avoided("ann", avoidance.name())->people(), IsEmpty());
  avoidance.add_people(world_.Person("bea"));
  ASSERT_THAT(Avoid("ann", avoidance), IsOk());
  avoidance.add_people(world_.Person("bea"));
  EXPECT_THAT(Avoid("ann", avoidance), FaultOn("avoidance.people[1]", REASON_FIELD_REPEATED));
  avoidance.clear_people();
  avoidance.add_authorities("authorities/nowhere");
  EXPECT_THAT(Avoid("ann", avoidance),
              FaultOn("avoidance.authorities[0]", REASON_FIELD_UNKNOWN_REFERENCE));
  avoidance.clear_authorities();
  ASSERT_THAT(Avoid("ann", avoidance), IsOk());
  EXPECT_THAT(Avoided("ann", avoidance.name())->people(), IsEmpty());
}

TEST_P(MentorServiceTest, HasACatalogueInBothLanguages) {
  const auto catalogue =
      world_.Ask<v1::Catalogue>("CatalogueService/GetCatalogue", "ann", v1::GetCatalogueRequest());
  ASSERT_THAT(catalogue, IsOk());
  EXPECT_EQ(catalogue->skills_size(), 6);
  EXPECT_EQ(catalogue->skills(0).code(), "local_leadership");
  EXPECT_EQ(catalogue->subjects_size(), 11);
  EXPECT_EQ(catalogue->roles_size(), 10);
  EXPECT_EQ(catalogue->parties_size(), 9);
  EXPECT_EQ(catalogue->extra_skills_size(), 7);
  EXPECT_EQ(catalogue->extra_skills(0).code(), "mediation");
  for (const auto* list : {&catalogue->skills(), &catalogue->subjects(), &catalogue->roles(),
                           &catalogue->parties(), &catalogue->extra_skills()}) {
    for (const auto& entry : *list) {
      EXPECT_FALSE(entry.title().welsh().empty() || entry.title().english().empty());
    }
  }
  for (const auto& party : catalogue->parties()) {
    EXPECT_TRUE(id::Matches(absl::StrCat("parties/", party.code()), "parties/*")) << party.code();
  }
}

}  // namespace
}  // namespace telemachus::registry
