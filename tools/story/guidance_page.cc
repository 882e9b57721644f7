#include "tools/story/guidance_page.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "telemachus/registry/v1/guidance.pb.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::story {
namespace {

using namespace registry::v1;  // NOLINT: the page is the registry's

constexpr char kWelsh[] = "cy";

std::string FirstSentence(const std::string& text) { return text.substr(0, text.find('.') + 1); }

}  // namespace

absl::Status ReadForFirstMeeting(World& world) {
  ASSIGN_OR_RETURN(const auto self,
                   world.mentee->Call<Self>("registry.v1.PersonService/GetSelf", GetSelfRequest()));
  const bool welsh = self.person().language_code() == kWelsh;
  ListGuidanceRequest list;
  list.set_audience(Guidance::AUDIENCE_MENTEE);
  list.set_stage(Guidance::STAGE_FIRST_MEETING);
  ASSIGN_OR_RETURN(const auto pages, world.mentee->Does<ListGuidanceResponse>(
                                         absl::StrCat("reads up for the first meeting, in ",
                                                      welsh ? "Welsh" : "English", "."),
                                         "registry.v1.GuidanceService/ListGuidance", list));
  if (pages.guidance().empty()) return absl::InternalError("there is nothing to read");
  const Guidance& page = pages.guidance(0);
  const std::string& title = welsh ? page.title().welsh() : page.title().english();
  const std::string& summary = welsh ? page.summary().welsh() : page.summary().english();
  world.telling().Note(absl::StrCat(title, ": ", FirstSentence(summary)));
  return absl::OkStatus();
}

}  // namespace telemachus::story
