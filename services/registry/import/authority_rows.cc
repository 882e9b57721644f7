#include "registry/import/authority_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"
#include "registry/import/record.h"
#include "registry/succession/succession_rules.h"

namespace telemachus::registry {
namespace {

constexpr size_t kCodeLength = 20;
constexpr size_t kNameLength = 200;
constexpr size_t kWordsLength = 100;
constexpr size_t kCodesLength = 400;  // of a list of codes
constexpr size_t kIdLength = 63;      // of a segment of a resource name

constexpr std::pair<const char*, v1::Authority::Type> kTypes[] = {
    {"county", v1::Authority::TYPE_COUNTY},
    {"non-metropolitan district", v1::Authority::TYPE_DISTRICT},
    {"unitary authority", v1::Authority::TYPE_UNITARY},
    {"metropolitan district", v1::Authority::TYPE_METROPOLITAN},
    {"london borough", v1::Authority::TYPE_LONDON_BOROUGH},
    {"city corporation", v1::Authority::TYPE_LONDON_BOROUGH},
    {"fire and rescue authority", v1::Authority::TYPE_FIRE},
    {"welsh unitary authority", v1::Authority::TYPE_WELSH_PRINCIPAL},
    {"combined authority", v1::Authority::TYPE_COMBINED},
    {"strategic regional authority", v1::Authority::TYPE_COMBINED},
};

// Any day: successors count for circles before there is an end.
constexpr char kSomeDay[] = "2000-01-01";

Ending EndingOf(const v1::Authority& authority) {
  return {.end_date = kSomeDay,
          .successors = {authority.successors().begin(), authority.successors().end()},
          .decisions = {}};
}

// The row of a file, with what is looked up once all rows are known.
struct Draft {
  AuthorityRow row;
  Record record;
  std::string county;
  std::vector<std::string> successors;
};

v1::Authority::Type TypeOf(Record& record) {
  const std::string words = record.Optional("type", kWordsLength);
  if (words.empty()) {
    record.TakenWithout(v1::ODD_KIND_VALUE_MISSING, "type");
    return v1::Authority::TYPE_UNSPECIFIED;
  }
  const std::string folded = text::Fold(words);
  for (const auto& [name, type] : kTypes) {
    if (folded == name) return type;
  }
  record.TakenWithout(v1::ODD_KIND_CODE_UNKNOWN, "type");
  return v1::Authority::TYPE_UNSPECIFIED;
}

std::string NationOf(Record& record) {
  const std::string nation = text::Fold(record.Needed("nation", kWordsLength));
  if (nation == "england" || nation == "wales") return absl::StrCat("nations/", nation);
  if (!nation.empty()) record.Reject(v1::ODD_KIND_CODE_UNKNOWN, "nation");
  return "";
}

// "Yorkshire and The Humber" as "regions/yorkshire-and-the-humber".
std::string RegionOf(absl::string_view words) {
  std::string id;
  for (const char c : text::Fold(words)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  id.resize(std::min(id.size(), kIdLength));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? id : absl::StrCat("regions/", id);
}

// Codes separated by commas, each once.
std::vector<std::string> Codes(Record& record, absl::string_view column) {
  std::vector<std::string> codes;
  for (absl::string_view part :
       absl::StrSplit(record.Optional(column, kCodesLength), ',', absl::SkipWhitespace())) {
    std::string code(absl::StripAsciiWhitespace(part));
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(std::move(code));
    }
  }
  return codes;
}

bool Reaches(const std::set<std::string>& nations, const std::string& nation) {
  return nations.empty() || nations.contains(nation);
}

Draft Read(const csv::Row& row, Report& report) {
  Draft draft{.row = {}, .record = Record(row, report), .county = "", .successors = {}};
  Record& record = draft.record;
  v1::Authority& authority = draft.row.authority;
  draft.row.line = record.line();
  authority.set_code(record.Needed("code", kCodeLength));
  record.Name(authority.code(), "");
  authority.mutable_title()->set_english(record.Needed("name", kNameLength));
  authority.set_nation(NationOf(record));
  if (record.rejected()) return draft;
  authority.set_type(TypeOf(record));
  authority.mutable_title()->set_welsh(record.Optional("name_cy", kNameLength));
  authority.set_gss_code(record.Optional("gss_code", kCodeLength));
  authority.set_region(RegionOf(record.Optional("region", kWordsLength)));
  authority.set_start_date(record.Date("start_date"));
  authority.set_end_date(record.Date("end_date"));
  draft.county = record.Optional("county", kCodeLength);
  draft.successors = Codes(record, "replaced_by");
  for (std::string& code : Codes(record, "former_gss_codes")) {
    authority.add_former_gss_codes(std::move(code));
  }
  return draft;
}

void FindSuccessors(const AuthoritiesByCode& all, Draft& draft) {
  for (const std::string& code : draft.successors) {
    const auto successor = all.find(code);
    if (successor == all.end()) {
      draft.record.TakenWithout(v1::ODD_KIND_SUCCESSOR_UNKNOWN, "replaced_by");
    } else {
      draft.row.authority.add_successors(successor->second.name());
    }
  }
}

// No authority comes after itself, however many others lie between: of a circle the row that closes
// it is taken without successors.
void BreakCircles(const AuthoritiesByCode& all, std::vector<Draft>& drafts) {
  SuccessionBook book;
  for (const auto& [code, authority] : all) book.Add(authority.name(), EndingOf(authority));
  // What the register says of a row's authority gives way to the row.
  for (const Draft& draft : drafts) {
    book.Add(draft.row.authority.name(), {.end_date = kSomeDay, .successors = {}, .decisions = {}});
  }
  for (Draft& draft : drafts) {
    v1::Authority& authority = draft.row.authority;
    const auto closes = [&](const std::string& successor) {
      return successor == authority.name() || book.Precedes(successor, authority.name());
    };
    if (std::any_of(authority.successors().begin(), authority.successors().end(), closes)) {
      draft.record.TakenWithout(v1::ODD_KIND_VALUE_MALFORMED, "replaced_by");
      authority.clear_successors();
    }
    book.Add(authority.name(), EndingOf(authority));
  }
}

void FindRegion(const AuthoritiesByCode& all, Draft& draft) {
  v1::Authority& authority = draft.row.authority;
  if (!authority.region().empty()) return;
  const auto county = all.find(draft.county);
  if (county == all.end() || county->second.region().empty()) {
    draft.record.TakenWithout(v1::ODD_KIND_REGION_MISSING, "region");
    return;
  }
  authority.set_region(county->second.region());
  draft.record.Taken(v1::ODD_KIND_REGION_MISSING, "region");
}

}  // namespace

std::vector<AuthorityRow> ReadAuthorities(const csv::Table& table, const AuthoritiesByCode& known,
                                          const std::set<std::string>& nations, id::IdSource& ids,
                                          Report& report) {
  std::vector<Draft> drafts;
  AuthoritiesByCode all = known;
  std::unordered_map<std::string, int64_t> lines;
  for (const csv::Row& row : table.rows) {
    Draft draft = Read(row, report);
    if (draft.record.rejected()) continue;
    v1::Authority& authority = draft.row.authority;
    if (!lines.emplace(authority.code(), draft.row.line).second) {
      draft.record.Reject(v1::ODD_KIND_REPEATED, "code");
      continue;
    }
    const auto before = known.find(authority.code());
    if (!Reaches(nations, authority.nation()) ||
        (before != known.end() && !Reaches(nations, before->second.nation()))) {
      draft.record.Reject(v1::ODD_KIND_AUTHORITY_UNKNOWN, "nation");
      continue;
    }
    authority.set_name(before == known.end() ? absl::StrCat("authorities/", ids.Next())
                                             : before->second.name());
    all[authority.code()] = authority;
    drafts.push_back(std::move(draft));
  }
  std::vector<AuthorityRow> rows;
  rows.reserve(drafts.size());
  for (Draft& draft : drafts) FindSuccessors(all, draft);
  BreakCircles(all, drafts);
  for (Draft& draft : drafts) {
    FindRegion(all, draft);
    rows.push_back(std::move(draft.row));
  }
  return rows;
}

}  // namespace telemachus::registry
