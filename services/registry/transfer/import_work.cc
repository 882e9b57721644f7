#include "registry/transfer/import_work.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/list/list_table.h"
#include "registry/transfer/absent_members.h"

namespace telemachus::registry {
namespace {

// Rejected rows told in one step.
constexpr size_t kRejectedAtOnce = 2000;
// Where the last row is behind, whatever its line.
constexpr int64_t kPastLastLine = std::numeric_limits<int32_t>::max();

// How far an import is: all rows up to a line are done.
struct Cursor {
  int64_t line = 0;
  v1::ImportReport report;
};

absl::StatusOr<Cursor> Parse(const std::string& text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &cursor.line) ||
      !cursor.report.ParseFromString(parts.second)) {
    return absl::InternalError("the cursor of an import cannot be read");
  }
  return cursor;
}

std::string Write(const Cursor& cursor) {
  return absl::StrCat(cursor.line, " ", cursor.report.SerializeAsString());
}

// Does something and takes it back, as if it had not been, inside the caller's transaction.
absl::Status Try(sql::Transaction& transaction, const std::function<absl::Status()>& body) {
  RETURN_IF_ERROR(transaction.Execute("SAVEPOINT trial", {}).status());
  RETURN_IF_ERROR(body());
  RETURN_IF_ERROR(transaction.Execute("ROLLBACK TO SAVEPOINT trial", {}).status());
  return transaction.Execute("RELEASE SAVEPOINT trial", {}).status();
}

// One list in the hands of one runner.
class ImportWork final : public operation::Work {
 public:
  ImportWork(std::string name, v1::StartImportRequest request, ReadImport read)
      : name_(std::move(name)), request_(std::move(request)), read_(std::move(read)) {
    request_.clear_content();
  }

  absl::StatusOr<operation::Step> Run(sql::Transaction& transaction, const std::string& text,
                                      absl::Time now) override {
    ASSIGN_OR_RETURN(Cursor cursor, Parse(text));
    Report report(cursor.report);
    const bool rows_done = cursor.line == kPastLastLine;
    if (rows_done) {
      RETURN_IF_ERROR(TellAbsent(transaction, report.ToProto().rejected() == 0, now));
    } else {
      ASSIGN_OR_RETURN(cursor.line, DoRows(transaction, cursor.line, now, report));
    }
    cursor.report = report.ToProto();
    operation::Step step;
    step.cursor = Write(cursor);
    v1::ImportProgress progress;
    progress.set_rows_done(report.rows());
    progress.set_rows_total(read_.noted.rows() + static_cast<int64_t>(read_.list->size()));
    step.metadata.PackFrom(progress);
    const bool full = request_.full_list() != v1::StartImportRequest::FULL_LIST_UNSPECIFIED;
    if (cursor.line == kPastLastLine && (rows_done || !full)) {
      step.response.emplace().PackFrom(cursor.report);
    }
    return step;
  }

 private:
  // Some rows after a line: those that can be carried out, and the rejected ones among them.
  struct Stretch {
    size_t first = 0;
    size_t count = 0;
    int64_t last_line = 0;
  };

  Stretch After(int64_t line) const {
    const PreparedList& list = *read_.list;
    Stretch stretch;
    while (stretch.first < list.size() && list.LineOf(stretch.first) <= line) ++stretch.first;
    stretch.count = std::min(list.batch(), list.size() - stretch.first);
    const size_t next = stretch.first + stretch.count;
    stretch.last_line = next < list.size() ? list.LineOf(next) - 1 : kPastLastLine;
    size_t rejected = 0;
    const auto& told = read_.noted.told();
    for (auto at = told.upper_bound(line); at != told.end() && at->first <= stretch.last_line;
         ++at) {
      if (at->second.outcome() != v1::ImportRow::OUTCOME_REJECTED) continue;
      if (++rejected == kRejectedAtOnce) stretch.last_line = at->first;
    }
    while (stretch.count > 0 &&
           list.LineOf(stretch.first + stretch.count - 1) > stretch.last_line) {
      --stretch.count;
    }
    return stretch;
  }

  // Does the rows after a line; returns the last line done.
  absl::StatusOr<int64_t> DoRows(sql::Transaction& transaction, int64_t line, absl::Time now,
                                 Report& report) {
    const Stretch stretch = After(line);
    Report part = read_.noted.Within(line, stretch.last_line);
    Report done;
    if (stretch.count > 0 && request_.validate_only()) {
      RETURN_IF_ERROR(Try(transaction, [&] {
        return read_.list->Rehearse(transaction, stretch.first, stretch.count, now, done);
      }));
    } else if (stretch.count > 0) {
      RETURN_IF_ERROR(read_.list->CarryOut(transaction, stretch.first, stretch.count, now, done));
    }
    part.Add(done);
    RETURN_IF_ERROR(InsertImportRows(transaction, name_, part.told()));
    report.Add(part);
    return stretch.last_line;
  }

  // Tells of the members whom a full list leaves out, and lets them leave if that is asked.
  absl::Status TellAbsent(sql::Transaction& transaction, bool all_taken, absl::Time now) {
    std::set<std::string> keys;
    const std::string& code = read_.authority_code;
    for (const auto& [line, row] : read_.noted.told()) {
      if (row.authority_code().empty() || row.authority_code() == code) keys.insert(row.key());
    }
    const bool leave = all_taken && request_.full_list() == v1::StartImportRequest::FULL_LIST_APPLY;
    const std::string day = time::FormatDate(time::DayOf(now));
    ASSIGN_OR_RETURN(const auto absent, FindAbsent(transaction, request_.parent(), day, keys));
    std::map<int64_t, v1::ImportRow> rows;
    for (const AbsentMember& member : absent) {
      if (leave && !request_.validate_only()) {
        RETURN_IF_ERROR(Leave(transaction, member, day, now));
      }
      v1::ImportRow& row = rows[kPastLastLine + 1 + static_cast<int64_t>(rows.size())];
      row.set_authority_code(code);
      row.set_key(member.council_key);
      row.set_outcome(leave ? v1::ImportRow::OUTCOME_LEFT : v1::ImportRow::OUTCOME_ABSENT);
    }
    return InsertImportRows(transaction, name_, rows);
  }

  const std::string name_;
  v1::StartImportRequest request_;
  const ReadImport read_;
};

}  // namespace

absl::StatusOr<ReadImport> Read(const StoredImport& import, const Known& known,
                                const Means& means) {
  const v1::StartImportRequest& request = import.request;
  ReadImport read;
  ASSIGN_OR_RETURN(const csv::Table table,
                   ReadTable(request.format(), request.content(), read.noted));
  ListReading reading{.list = request.list(), .login_issuer = request.login_issuer()};
  Known within = known;
  if (request.list() == v1::IMPORT_LIST_AUTHORITIES) {
    reading.nations = import.reach;
  } else {
    // An authority out of reach is as one that is not there.
    std::erase_if(within.authorities, [&](const auto& authority) {
      return !import.reach.contains(authority.second.name()) &&
             !import.reach.contains(authority.second.nation());
    });
  }
  if (!request.parent().empty()) {
    for (const auto& [code, authority] : within.authorities) {
      if (authority.name() == request.parent()) read.authority_code = code;
    }
    if (read.authority_code.empty()) return status::NotFound(request.parent());
    reading.authority_code = read.authority_code;
    reading.responsible = request.parent();
  }
  ASSIGN_OR_RETURN(read.list, Prepare(table, reading, within, means, read.noted));
  return read;
}

absl::StatusOr<std::unique_ptr<operation::Work>> ImportKind::TakeUp(const std::string& name,
                                                                    absl::Time deadline) {
  StoredImport import;
  RETURN_IF_ERROR(
      means_.database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(import, LoadImport(transaction, name));
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, deadline));
  ASSIGN_OR_RETURN(ReadImport read, Read(import, known, means_));
  return std::make_unique<ImportWork>(name, std::move(import.request), std::move(read));
}

absl::Status ImportKind::Ended(sql::Transaction& transaction, const std::string& name) {
  return DeleteImport(transaction, name);
}

absl::Status ImportKind::Removed(sql::Transaction& transaction, const std::string& name) {
  return DeleteImportRows(transaction, name);
}

}  // namespace telemachus::registry
