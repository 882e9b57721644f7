#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/trace/span.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/register/sample/mentors.h"
#include "tools/story/chapters.h"

namespace telemachus::story {
namespace {

using namespace registry::v1;  // NOLINT: the chapter is about the registry

constexpr size_t kAtHome = 6;
constexpr size_t kNextDoor = 6;

programme::v1::Kind KindOf(absl::string_view code) {
  programme::v1::Kind kind = programme::v1::KIND_UNSPECIFIED;
  programme::v1::Kind_Parse(absl::StrCat("KIND_", absl::AsciiStrToUpper(code)), &kind);
  return kind;
}

absl::Status LearnPerson(Actor& actor) {
  ASSIGN_OR_RETURN(auto self,
                   actor.Call<Self>("registry.v1.PersonService/GetSelf", GetSelfRequest()));
  actor.set_person(self.person().name());
  return absl::OkStatus();
}

CreateMentorRequest Offer(const Actor& actor, const sample::Mentor& offer) {
  CreateMentorRequest request;
  Mentor& mentor = *request.mutable_mentor();
  mentor.set_name(absl::StrCat("mentors/", actor.person().substr(7)));
  mentor.set_willing(true);
  std::set<programme::v1::Kind> kinds = {programme::v1::KIND_ONE_TO_ONE};
  for (absl::string_view kind : offer.kinds) kinds.insert(KindOf(kind));
  for (programme::v1::Kind kind : kinds) mentor.add_kinds(kind);
  for (absl::string_view skill : offer.skills) mentor.add_skills(std::string(skill));
  for (absl::string_view subject : offer.subjects) mentor.add_subjects(std::string(subject));
  mentor.set_places(1);
  mentor.set_hours_a_month(offer.hours_a_month);
  mentor.set_remote(true);
  mentor.set_visibility(programme::v1::REACH_NATION);
  mentor.set_party_usable(true);
  return request;
}

}  // namespace

UpdatePersonRequest ReleaseEmail(const Actor& actor) {
  UpdatePersonRequest request;
  request.mutable_person()->set_name(actor.person());
  request.mutable_person()->add_released_channels(Person::CHANNEL_EMAIL);
  request.mutable_update_mask()->add_paths("released_channels");
  return request;
}

namespace {

absl::Status Register(World& world, const std::string& code, size_t count) {
  const trace::Span span("story RegisterMentors");
  std::vector<record::Member> experienced = world.Experienced(code);
  experienced.resize(std::min(experienced.size(), count));
  ASSIGN_OR_RETURN(auto offers, sample::MakeMentors(experienced, 7, 1.0));
  for (size_t i = 0; i < offers.size(); ++i) {
    ASSIGN_OR_RETURN(Actor * actor, world.Enter(experienced[i]));
    RETURN_IF_ERROR(LearnPerson(*actor));
    RETURN_IF_ERROR(
        actor->Call<Mentor>("registry.v1.MentorService/CreateMentor", Offer(*actor, offers[i]))
            .status());
    RETURN_IF_ERROR(
        actor->Call<Person>("registry.v1.PersonService/UpdatePerson", ReleaseEmail(*actor))
            .status());
    world.mentors.push_back(actor);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TellMentors(World& world) {
  const trace::Span chapter("chapter 2: the mentors");
  world.telling().Chapter("2  The mentors");
  const absl::Time start = absl::Now();
  RETURN_IF_ERROR(Register(world, world.home().code, kAtHome));
  RETURN_IF_ERROR(Register(world, world.neighbour().code, kNextDoor));
  world.telling().Done(absl::StrCat(world.mentors.size(), " experienced members of ",
                                    world.home().short_name, " and ", world.neighbour().short_name,
                                    " register as mentors, and say that a mentee may have "
                                    "their e-mail."),
                       absl::Now() - start);
  return TellTraining(world);
}

}  // namespace telemachus::story
