#include "registry/guidance/guidance_versions.h"

#include <functional>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "common/time/civil.h"
#include "registry/guidance/guidance_rules.h"
#include "registry/store/values.h"

namespace telemachus::registry {
namespace {

// Far more than there are versions of guidance.
constexpr int kFilledAtOnce = 4000;

// Enum values as tables hold them, after these prefixes.
constexpr char kAudience[] = "AUDIENCE_";
constexpr char kStage[] = "STAGE_";

std::string Word(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}
v1::Guidance::Audience AudienceOf(const std::string& word) {
  auto audience = v1::Guidance::AUDIENCE_UNSPECIFIED;
  v1::Guidance::Audience_Parse(absl::StrCat(kAudience, absl::AsciiStrToUpper(word)), &audience);
  return audience;
}
v1::Guidance::Stage StageOf(const std::string& word) {
  auto stage = v1::Guidance::STAGE_UNSPECIFIED;
  v1::Guidance::Stage_Parse(absl::StrCat(kStage, absl::AsciiStrToUpper(word)), &stage);
  return stage;
}

void SetText(const sql::Row& row, size_t column, programme::v1::Text& text) {
  text.set_welsh(row.Text(column));
  text.set_english(row.Text(column + 1));
}

v1::Guidance HeadOf(const sql::Row& row) {
  v1::Guidance item;
  item.set_code(row.Text(0));
  item.set_version(row.Int(1));
  item.set_end_date(row.Text(2));
  item.set_credit(row.Text(3));
  SetText(row, 4, *item.mutable_title());
  SetText(row, 6, *item.mutable_summary());
  if (row.Int(8) != 0) *item.mutable_create_time() = time::ToProto(row.Time(8));
  return item;
}

// All that an item says, folded.
std::string WordsOf(const v1::Guidance& item) {
  std::string words = item.credit();
  const auto add = [&](const programme::v1::Text& text) {
    absl::StrAppend(&words, "\n", text.english(), "\n", text.welsh());
  };
  add(item.title());
  add(item.summary());
  for (const programme::v1::Text& point : item.points()) add(point);
  return text::Fold(words);
}

// Versions with all that belongs to them.
class Reader {
 public:
  Reader(sql::Transaction& transaction, const std::vector<GuidanceKey>& keys)
      : transaction_(transaction) {
    for (const auto& [code, version] : keys) values_.Add({code, version});
    values_ = values_.Padded();
  }

  absl::Status Read() {
    ASSIGN_OR_RETURN(auto rows, Rows("end_date, credit, title_welsh, title_english, summary_welsh, "
                                     "summary_english, create_time FROM guidance_versions",
                                     "version"));
    for (const sql::Row& row : rows) items_[KeyOf(row)] = HeadOf(row);
    RETURN_IF_ERROR(Each("audience FROM guidance_audiences", "audience",
                         [](const sql::Row& row, v1::Guidance& item) {
                           item.add_audiences(AudienceOf(row.Text(2)));
                         }));
    RETURN_IF_ERROR(Each(
        "stage FROM guidance_stages", "stage",
        [](const sql::Row& row, v1::Guidance& item) { item.add_stages(StageOf(row.Text(2))); }));
    RETURN_IF_ERROR(
        Each("welsh, english FROM guidance_points", "place",
             [](const sql::Row& row, v1::Guidance& item) { SetText(row, 2, *item.add_points()); }));
    return Each("uri, language, title_welsh, title_english FROM guidance_links", "place",
                [](const sql::Row& row, v1::Guidance& item) {
                  v1::Guidance::Link& link = *item.add_links();
                  link.set_uri(row.Text(2));
                  link.set_language_code(row.Text(3));
                  SetText(row, 4, *link.mutable_title());
                });
  }

  v1::Guidance* Find(const GuidanceKey& key) {
    const auto item = items_.find(key);
    return item == items_.end() ? nullptr : &item->second;
  }

 private:
  static GuidanceKey KeyOf(const sql::Row& row) { return {row.Text(0), row.Int(1)}; }

  absl::StatusOr<std::vector<sql::Row>> Rows(absl::string_view columns, absl::string_view order) {
    return transaction_.Query(
        absl::StrCat("SELECT code, version, ", columns, " WHERE (code, version) IN (",
                     values_.Text(), ") ORDER BY code, version, ", order),
        values_.Parameters());
  }

  absl::Status Each(absl::string_view columns, absl::string_view order,
                    const std::function<void(const sql::Row&, v1::Guidance&)>& add) {
    ASSIGN_OR_RETURN(auto rows, Rows(columns, order));
    for (const sql::Row& row : rows) {
      v1::Guidance* item = Find(KeyOf(row));
      if (item != nullptr) add(row, *item);
    }
    return absl::OkStatus();
  }

  sql::Transaction& transaction_;
  Values values_;
  std::map<GuidanceKey, v1::Guidance> items_;
};

absl::Status InsertLists(sql::Transaction& transaction, const v1::Guidance& item) {
  const sql::Value code = item.code();
  const sql::Value version = int64_t{item.version()};
  Values audiences, stages, points, links;
  for (int audience : item.audiences()) {
    audiences.Add({code, version, WordOf(static_cast<v1::Guidance::Audience>(audience))});
  }
  for (int stage : item.stages()) {
    stages.Add({code, version, WordOf(static_cast<v1::Guidance::Stage>(stage))});
  }
  int64_t place = 0;
  for (const auto& point : item.points()) {
    points.Add({code, version, ++place, point.welsh(), point.english()});
  }
  for (const auto& link : item.links()) {
    links.Add({code, version, ++place, link.uri(), link.language_code(), link.title().welsh(),
               link.title().english()});
  }
  RETURN_IF_ERROR(
      InsertRows(transaction, "guidance_audiences (code, version, audience)", audiences).status());
  RETURN_IF_ERROR(
      InsertRows(transaction, "guidance_stages (code, version, stage)", stages).status());
  RETURN_IF_ERROR(
      InsertRows(transaction, "guidance_points (code, version, place, welsh, english)", points)
          .status());
  return InsertRows(transaction,
                    "guidance_links (code, version, place, uri, language, title_welsh, "
                    "title_english)",
                    links)
      .status();
}

}  // namespace

std::string WordOf(v1::Guidance::Audience audience) {
  if (audience == v1::Guidance::AUDIENCE_UNSPECIFIED) return "";
  return Word(v1::Guidance::Audience_Name(audience), kAudience);
}

std::string WordOf(v1::Guidance::Stage stage) {
  if (stage == v1::Guidance::STAGE_UNSPECIFIED) return "";
  return Word(v1::Guidance::Stage_Name(stage), kStage);
}

absl::StatusOr<std::vector<v1::Guidance>> LoadVersions(sql::Transaction& transaction,
                                                       const std::vector<GuidanceKey>& keys) {
  std::vector<v1::Guidance> items;
  if (keys.empty()) return items;
  Reader reader(transaction, keys);
  RETURN_IF_ERROR(reader.Read());
  for (const GuidanceKey& key : keys) {
    v1::Guidance* item = reader.Find(key);
    if (item == nullptr) return absl::NotFoundError("no such version");
    PutInOrder(*item);
    items.push_back(std::move(*item));
  }
  return items;
}

absl::Status InsertVersion(sql::Transaction& transaction, const v1::Guidance& item) {
  RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO guidance_versions (code, version, end_date, credit, title_welsh, "
                   "title_english, summary_welsh, summary_english, create_time, title_key, words) "
                   "VALUES (:code, :version, :end_date, :credit, :title_welsh, :title_english, "
                   ":summary_welsh, :summary_english, :create_time, :title_key, :words)",
                   {{"code", item.code()},
                    {"version", int64_t{item.version()}},
                    {"end_date", item.end_date()},
                    {"credit", item.credit()},
                    {"title_welsh", item.title().welsh()},
                    {"title_english", item.title().english()},
                    {"summary_welsh", item.summary().welsh()},
                    {"summary_english", item.summary().english()},
                    {"create_time", time::FromProto(item.create_time())},
                    {"title_key", text::Fold(item.title().english())},
                    {"words", WordsOf(item)}})
          .status());
  return InsertLists(transaction, item);
}

absl::Status FillGuidanceLists(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT code, version FROM guidance_versions WHERE words = '' "
                                     "LIMIT :limit",
                                     {{"limit", kFilledAtOnce}}));
  std::vector<GuidanceKey> keys;
  keys.reserve(rows.size());
  for (const sql::Row& row : rows) keys.emplace_back(row.Text(0), row.Int(1));
  ASSIGN_OR_RETURN(const auto items, LoadVersions(transaction, keys));
  for (const v1::Guidance& item : items) {
    RETURN_IF_ERROR(transaction
                        .Execute("UPDATE guidance_versions SET title_key = :title_key, words = "
                                 ":words WHERE code = :code AND version = :version",
                                 {{"title_key", text::Fold(item.title().english())},
                                  {"words", WordsOf(item)},
                                  {"code", item.code()},
                                  {"version", int64_t{item.version()}}})
                        .status());
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
