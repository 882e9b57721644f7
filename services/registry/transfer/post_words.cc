#include "registry/transfer/post_words.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/text/fold.h"

namespace telemachus::registry {
namespace {

// A role, and sets of words of which one is wholly in the post. Looked at in this order: who leads
// the opposition is no leader of the council.
struct Post {
  const char* role;
  std::vector<std::vector<const char*>> words;
};

const std::vector<Post>& Posts() {
  static const auto* const posts = new std::vector<Post>{
      {"", {{"vice"}, {"deputy", "chair"}, {"is-gadeirydd"}, {"shadow"}, {"former"}}},
      {"deputy_leader", {{"deputy", "leader"}, {"dirprwy", "arweinydd"}}},
      {"opposition_lead", {{"opposition", "leader"}, {"wrthblaid"}}},
      {"group_leader", {{"group", "leader"}, {"arweinydd", "grwp"}}},
      {"leader", {{"leader"}, {"arweinydd"}}},
      {"scrutiny_chair", {{"scrutiny", "chair"}, {"craffu", "cadeirydd"}}},
      {"regulatory_chair",
       {{"planning", "chair"},
        {"licensing", "chair"},
        {"regulatory", "chair"},
        {"cynllunio", "cadeirydd"},
        {"trwyddedu", "cadeirydd"},
        {"rheoleiddio", "cadeirydd"}}},
      {"committee_chair", {{"committee", "chair"}, {"pwyllgor", "cadeirydd"}}},
      {"executive",
       {{"cabinet", "member"},
        {"executive", "member"},
        {"portfolio", "holder"},
        {"aelod", "cabinet"},
        {"aelod", "gabinet"},
        {"aelod", "gweithredol"}}},
      {"champion", {{"champion"}, {"hyrwyddwr"}, {"eiriolwr"}}},
  };
  return *posts;
}

constexpr absl::string_view kTitles[] = {"councillor ",     "cllr ",       "cllr. ",
                                         "the councillor ", "cynghorydd ", "y cynghorydd ",
                                         "cyng ",           "cyng. "};

}  // namespace

std::string RoleOfPost(absl::string_view post) {
  const std::string folded = text::Fold(post);
  const auto holds = [&](const std::vector<const char*>& words) {
    return std::all_of(words.begin(), words.end(),
                       [&](const char* word) { return absl::StrContains(folded, word); });
  };
  for (const Post& known : Posts()) {
    if (std::any_of(known.words.begin(), known.words.end(), holds)) return known.role;
  }
  return "";
}

std::string WithoutTitle(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  for (absl::string_view title : kTitles) {
    if (absl::StartsWithIgnoreCase(name, title)) {
      return std::string(absl::StripAsciiWhitespace(name.substr(title.size())));
    }
  }
  return std::string(name);
}

bool IsVacancy(absl::string_view name) {
  const std::string folded = text::Fold(WithoutTitle(name));
  return folded.empty() || absl::StartsWith(folded, "vacan") ||
         absl::StartsWith(folded, "sedd wag");
}

}  // namespace telemachus::registry
