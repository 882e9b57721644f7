#include "evaluation/report/layout.h"

#include <map>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace telemachus::evaluation {
namespace {

std::vector<RowLayout> Degrees() {
  return {{"not", {"Ddim o gwbl", "Not at all"}},
          {"partly", {"Yn rhannol", "In part"}},
          {"mostly", {"Ar y cyfan", "Mostly"}},
          {"fully", {"Yn llwyr", "Fully"}},
          {"not_said", {"Gwell ganddynt beidio â dweud", "Preferred not to say"}}};
}

std::vector<TableLayout> MakeTables() {
  return {
      {"demand_by_kind",
       {"Ceisiadau yn ôl math o fentora", "Requests by kind of mentoring"},
       {{"one_to_one", {"Un i un", "One to one"}},
        {"role", {"Set dysgu yn ôl rôl", "Role learning set"}},
        {"political_group", {"Grŵp gwleidyddol", "Political group"}},
        {"induction", {"Cynefino", "Induction"}},
        {"ward_visit", {"Ymweliad ward", "Ward visit"}}}},
      {"demand_by_context",
       {"Ceisiadau yn ôl rheswm", "Requests by reason"},
       {{"new_member", {"Aelod newydd", "New member"}},
        {"new_role", {"Rôl newydd", "New role"}},
        {"challenge", {"Her benodol", "A particular challenge"}},
        {"new_skill", {"Sgìl newydd", "New skill"}},
        {"career", {"Newid neu gamu ymlaen", "Change or advance of career"}}}},
      {"matches_by_source",
       {"Parau yn ôl tarddiad y mentor", "Matches by where the mentor is from"},
       {{"authority", {"Yr un awdurdod", "The same authority"}},
        {"region", {"Yr un rhanbarth", "The same region"}},
        {"nation", {"Yr un genedl", "The same nation"}},
        {"other_nation", {"Y genedl arall", "The other nation"}}}},
      {"time_to_match",
       {"Amser o'r cais i'r pâr", "Time from request to match"},
       {{"within_7_days", {"O fewn 7 diwrnod", "Within 7 days"}},
        {"8_to_28_days", {"8 i 28 diwrnod", "8 to 28 days"}},
        {"over_28_days", {"Dros 28 diwrnod", "Over 28 days"}}}},
      {"agreements",
       {"Cytundebau", "Agreements"},
       {{"drafted", {"Wedi'u drafftio", "Drafted"}},
        {"signed", {"Wedi'u llofnodi", "Signed"}},
        {"completed", {"Wedi'u cwblhau", "Completed"}},
        {"ended_early", {"Wedi dod i ben yn gynnar", "Ended early"}}}},
      {"meetings_and_reviews",
       {"Cyfarfodydd ac adolygiadau", "Meetings and reviews"},
       {{"meetings", {"Cyfarfodydd", "Meetings"}},
        {"progress_reviews", {"Adolygiadau cynnydd", "Progress reviews"}},
        {"final_reviews", {"Adolygiadau terfynol", "Final reviews"}}}},
      {"objectives_by_outcome",
       {"Amcanion yn ôl canlyniad", "Objectives by outcome"},
       {{"met", {"Wedi'u cyflawni", "Met"}},
        {"changed", {"Wedi'u newid", "Changed"}},
        {"dropped", {"Wedi'u gollwng", "Dropped"}}}},
      {"evaluations_successful",
       {"A fu'r berthynas yn llwyddiannus?", "Was the relationship successful?"},
       Degrees()},
      {"evaluations_recommend",
       {"A fyddent yn argymell mentora?", "Would they recommend mentoring?"},
       Degrees()},
      {"training",
       {"Hyfforddiant", "Training"},
       {{"people_trained",
         {"Pobl a hyfforddwyd am y tro cyntaf", "People trained for the first time"}}}},
  };
}

// All cells of a table.
std::vector<size_t> CellsOfTable(absl::string_view table) {
  for (const TableLayout& layout : Tables()) {
    if (layout.code != table) continue;
    std::vector<size_t> cells(layout.rows.size());
    std::iota(cells.begin(), cells.end(), FirstCellOf(table));
    return cells;
  }
  return {};
}

}  // namespace

const std::vector<TableLayout>& Tables() {
  static const auto* const tables = new std::vector<TableLayout>(MakeTables());
  return *tables;
}

programme::v1::Text TextOf(const Title& title) {
  programme::v1::Text text;
  text.set_welsh(title.welsh);
  text.set_english(title.english);
  return text;
}

std::optional<size_t> CellOf(absl::string_view table, absl::string_view row) {
  static const auto* const cells = [] {
    auto* const made = new std::map<std::string, size_t>();
    for (const TableLayout& layout : Tables()) {
      for (const RowLayout& line : layout.rows) {
        made->emplace(absl::StrCat(layout.code, "/", line.code), made->size());
      }
    }
    return made;
  }();
  const auto found = cells->find(absl::StrCat(table, "/", row));
  if (found == cells->end()) return std::nullopt;
  return found->second;
}

size_t CellsOfReport() {
  size_t cells = 0;
  for (const TableLayout& layout : Tables()) cells += layout.rows.size();
  return cells;
}

size_t FirstCellOf(absl::string_view table) {
  size_t first = 0;
  for (const TableLayout& layout : Tables()) {
    if (layout.code == table) return first;
    first += layout.rows.size();
  }
  return first;
}

const EqualSumGroups& EqualSums() {
  static const auto* const groups = new EqualSumGroups{
      {CellsOfTable("demand_by_kind"), CellsOfTable("demand_by_context")},
      // Every match has its source, its time and, at once, its draft.
      {CellsOfTable("matches_by_source"),
       CellsOfTable("time_to_match"),
       {*CellOf("agreements", "drafted")}},
      {CellsOfTable("evaluations_successful"), CellsOfTable("evaluations_recommend")},
  };
  return *groups;
}

}  // namespace telemachus::evaluation
