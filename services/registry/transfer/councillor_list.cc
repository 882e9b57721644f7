#include "registry/transfer/councillor_list.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/xml/reader.h"
#include "registry/transfer/post_words.h"
#include "registry/transfer/table_builder.h"

namespace telemachus::registry {
namespace {

constexpr char kRoot[] = "councillorsbyward";
constexpr size_t kDateLength = 10;
// A date that the council has not set.
constexpr char kUnspecified[] = "unspecified";

// Texts come encoded once more as HTML.
std::string Decoded(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&amp;", "&"},
                                    {"&#39;", "'"},
                                    {"&quot;", "\""},
                                    {"&lt;", "<"},
                                    {"&gt;", ">"},
                                    {"&nbsp;", " "}});
}

// "06/05/2021" as "2021-05-06"; other texts as they are, to be noted by who reads them.
std::string YearFirst(const std::string& text) {
  if (text.empty() || text == kUnspecified) return "";
  if (text.size() != kDateLength || text[2] != '/' || text[5] != '/') return text;
  return absl::StrCat(text.substr(6, 4), "-", text.substr(3, 2), "-", text.substr(0, 2));
}

// Gathers what is said of each councillor.
class Councillors final : public xml::Handler {
 public:
  explicit Councillors(Report& report) : report_(report) {}

  void Begin(absl::string_view element) override {
    path_.emplace_back(element);
    if (element == "ward") ward_.clear();
    if (element == "councillor") {
      ++place_;
      open_ = true;
      // What the list has no element for, it says nothing of.
      present_ = {{"key", ""}, {"display_name", ""}, {"ward_name", ""}, {"end_date", ""}};
      starts_.clear();
      ends_.clear();
    }
  }

  void End(absl::string_view element, const std::string& text) override {
    path_.pop_back();
    if (element == "wardtitle") ward_ = Decoded(text);
    if (element == "councillorid") present_["key"] = text;
    if (element == "fullusername") present_["display_name"] = Decoded(text);
    if (element == "politicalpartytitle") present_["party_name"] = Decoded(text);
    if (element == "keyposts") TakePosts(Decoded(text));
    if (element == "email" && Within("workaddress")) present_["email"] = text;
    if (element == "startdate" && !YearFirst(text).empty()) starts_.insert(YearFirst(text));
    if (element == "enddate") ends_.push_back(YearFirst(text));
    if (element == "termsofoffice") TakeTerms();
    // What another is written into is none itself.
    if (element == "councillor" && std::exchange(open_, false)) Close();
  }

  // Whether it is such a list, and holds anybody.
  bool IsCouncillorList() const { return is_list_; }
  absl::StatusOr<csv::Table> Build() && { return std::move(table_).Build(); }

 private:
  bool Within(absl::string_view element) const { return !path_.empty() && path_.back() == element; }

  // One post a line, or several separated by semicolons or commas.
  void TakePosts(const std::string& posts) {
    std::set<std::string> roles;
    for (absl::string_view post : absl::StrSplit(posts, absl::ByAnyChar("\n;,"))) {
      post = absl::StripAsciiWhitespace(post);
      if (post.empty()) continue;
      const std::string role = RoleOfPost(post);
      if (role.empty()) {
        report_.Odd(place_, v1::ODD_KIND_CODE_UNKNOWN, "keyposts",
                    v1::OddRow::OUTCOME_TAKEN_WITHOUT);
      } else {
        roles.insert(role);
      }
    }
    present_["roles"] = absl::StrJoin(roles, ";");
  }

  // From the first of them to the last; without an end if any is open.
  void TakeTerms() {
    present_["elected_date"] = starts_.empty() ? "" : *starts_.begin();
    const bool open = std::find(ends_.begin(), ends_.end(), "") != ends_.end();
    present_["term_end_date"] =
        ends_.empty() || open ? "" : *std::max_element(ends_.begin(), ends_.end());
  }

  void Close() {
    is_list_ = is_list_ || (!path_.empty() && path_.front() == kRoot);
    if (IsVacancy(present_["display_name"])) {
      report_.Name(place_, "", present_["key"]);
      report_.Odd(place_, v1::ODD_KIND_SEAT_VACANT, "fullusername", v1::OddRow::OUTCOME_REJECTED);
      report_.Rejected(place_);
      return;
    }
    present_["display_name"] = WithoutTitle(present_["display_name"]);
    present_["ward_name"] = ward_;
    table_.Add(place_, std::move(present_));
  }

  Report& report_;
  TableBuilder table_;
  std::vector<std::string> path_;
  std::string ward_;
  int place_ = 0;
  bool open_ = false;
  bool is_list_ = false;
  TableBuilder::Values present_;
  std::set<std::string> starts_;
  std::vector<std::string> ends_;
};

}  // namespace

absl::StatusOr<csv::Table> ReadCouncillors(absl::string_view content, Report& report) {
  Councillors councillors(report);
  const absl::Status read = xml::Read(content, {}, councillors);
  if (!read.ok()) return status::AtField(read, "content");
  if (!councillors.IsCouncillorList()) {
    return status::FieldFault("content", status::v1::REASON_IMPORT_UNREADABLE,
                              "is no list of councillors by ward");
  }
  return std::move(councillors).Build();
}

}  // namespace telemachus::registry
