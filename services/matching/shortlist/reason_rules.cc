#include "matching/shortlist/reason_rules.h"

#include <map>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "matching/shortlist/score_rules.h"

namespace telemachus::matching {
namespace {

using programme::v1::Text;
using registry::v1::MentorFacts;

constexpr int kYearsWorthSaying = 2;

struct Words {
  const char* welsh;
  const char* english;
};

// How needs and roles read inside a sentence. A code that is not here reads as itself.
const std::map<std::string, Words>& Vocabulary() {
  static const auto* const words = new std::map<std::string, Words>{
      {"local_leadership", {"arweinyddiaeth leol", "local leadership"}},
      {"partnership_working", {"gweithio mewn partneriaeth", "partnership working"}},
      {"communication", {"sgiliau cyfathrebu", "communication skills"}},
      {"political_understanding", {"dealltwriaeth wleidyddol", "political understanding"}},
      {"scrutiny_and_challenge", {"craffu a herio", "scrutiny and challenge"}},
      {"regulating_and_monitoring", {"rheoleiddio a monitro", "regulating and monitoring"}},
      {"budget_and_finance", {"cyllideb a chyllid", "budget and finance"}},
      {"planning", {"cynllunio", "planning"}},
      {"licensing", {"trwyddedu", "licensing"}},
      {"childrens_services", {"gwasanaethau plant", "children's services"}},
      {"adult_care", {"gofal oedolion", "adult care"}},
      {"housing", {"tai", "housing"}},
      {"media", {"y cyfryngau", "the media"}},
      {"community_engagement", {"ymgysylltu â'r gymuned", "community engagement"}},
      {"time_management", {"rheoli amser", "time management"}},
      {"ict_and_paperwork", {"TGCh a gwaith papur", "ICT and paperwork"}},
      {"procedure_and_standards", {"gweithdrefnau a safonau", "procedure and standards"}},
      {"mediation", {"cyfryngu", "mediation"}},
      {"negotiation", {"negodi", "negotiation"}},
      {"chairing_meetings", {"cadeirio cyfarfodydd", "chairing meetings"}},
      {"public_speaking", {"siarad cyhoeddus", "public speaking"}},
      {"casework", {"gwaith achos", "casework"}},
      {"facilitation", {"hwyluso", "facilitation"}},
      {"wellbeing_and_resilience", {"lles a gwydnwch", "wellbeing and resilience"}},
      {"leader", {"arweinydd cyngor", "council leader"}},
      {"deputy_leader", {"dirprwy arweinydd", "deputy leader"}},
      {"executive", {"aelod gweithrediaeth", "executive member"}},
      {"scrutiny_chair", {"cadeirydd craffu", "scrutiny chair"}},
      {"committee_chair", {"cadeirydd pwyllgor", "committee chair"}},
      {"regulatory_chair", {"cadeirydd pwyllgor rheoleiddio", "regulatory committee chair"}},
      {"group_leader", {"arweinydd grŵp", "group leader"}},
      {"champion", {"hyrwyddwr", "member champion"}},
      {"opposition_lead", {"arweinydd yr wrthblaid", "opposition lead"}},
      {"ward_member", {"aelod ward", "ward member"}},
  };
  return *words;
}

std::string InWelsh(const std::string& code) {
  const auto found = Vocabulary().find(code);
  return found == Vocabulary().end() ? code : found->second.welsh;
}

std::string InEnglish(const std::string& code) {
  const auto found = Vocabulary().find(code);
  return found == Vocabulary().end() ? code : found->second.english;
}

// "a, b and c", with a joining word between the last two.
std::string Listed(const std::vector<std::string>& items, const char* joint) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) absl::StrAppend(&text, i + 1 == items.size() ? joint : ", ");
    text += items[i];
  }
  return text;
}

void AddNeeds(const Search& search, const MentorFacts& mentor, Text& text) {
  std::vector<std::string> welsh;
  std::vector<std::string> english;
  for (const std::string& need : search.request.needs()) {
    if (HelpsWith(mentor, need)) {
      welsh.push_back(InWelsh(need));
      english.push_back(InEnglish(need));
    }
  }
  if (english.empty()) return;
  absl::StrAppend(text.mutable_welsh(), "Gall helpu gyda'r canlynol: ", Listed(welsh, "; "), ". ");
  absl::StrAppend(text.mutable_english(), "Can help with ", Listed(english, " and "), ". ");
}

void AddRole(const Search& search, const MentorFacts& mentor, Text& text) {
  const std::string& wanted = search.request.preferences().role_code();
  const bool knows = !wanted.empty() && absl::c_any_of(mentor.person().seats(), [&](const auto& s) {
    return absl::c_linear_search(s.roles(), wanted);
  });
  if (!knows) return;
  absl::StrAppend(text.mutable_welsh(), "Profiad o'r rôl: ", InWelsh(wanted), ". ");
  absl::StrAppend(text.mutable_english(), "Knows the role of ", InEnglish(wanted),
                  " from experience. ");
}

void AddPlace(const Search& search, const MentorFacts& mentor, Text& text) {
  const auto* seat = SeatOf(search, mentor);
  if (seat == nullptr) return;
  switch (DistanceOf(*seat, search.seat)) {
    case programme::v1::REACH_AUTHORITY:
      absl::StrAppend(text.mutable_welsh(), "O'ch awdurdod chi. ");
      absl::StrAppend(text.mutable_english(), "From your own authority. ");
      break;
    case programme::v1::REACH_REGION:
      absl::StrAppend(text.mutable_welsh(), "O awdurdod arall yn eich rhanbarth. ");
      absl::StrAppend(text.mutable_english(), "From another authority in your region. ");
      break;
    default:
      absl::StrAppend(text.mutable_welsh(), "O awdurdod ymhellach i ffwrdd. ");
      absl::StrAppend(text.mutable_english(), "From an authority further away. ");
  }
}

void AddYears(const Search& search, const MentorFacts& mentor, Text& text) {
  if (YearsAsMember(search, mentor) < kYearsWorthSaying) return;
  const auto first = time::ParseDate(mentor.person().first_elected_date());
  absl::StrAppend(text.mutable_welsh(), "Aelod etholedig ers ", first->year(), ". ");
  absl::StrAppend(text.mutable_english(), "An elected member since ", first->year(), ". ");
}

}  // namespace

Text ReasonOf(const Search& search, const MentorFacts& mentor) {
  Text text;
  AddNeeds(search, mentor, text);
  AddRole(search, mentor, text);
  AddPlace(search, mentor, text);
  AddYears(search, mentor, text);
  // Every sentence leaves room for the next.
  absl::StripTrailingAsciiWhitespace(text.mutable_welsh());
  absl::StripTrailingAsciiWhitespace(text.mutable_english());
  return text;
}

}  // namespace telemachus::matching
