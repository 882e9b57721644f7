#include "registry/election/election_work.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/timer/timers.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/result_store.h"
#include "registry/election/row_store.h"
#include "registry/term/applying.h"
#include "registry/term/register_view.h"
#include "registry/term/term_plan.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

using v1::ElectionRow;

// Rows carried out in one step: well below what a step may take.
constexpr int kRowsAtOnce = 50;

// How far it is: all rows up to a place are done.
struct Cursor {
  std::string election;
  int64_t place = 0;
};

absl::StatusOr<Cursor> Parse(const std::string& text) {
  Cursor cursor;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  cursor.election = parts.first;
  if (!absl::SimpleAtoi(parts.second, &cursor.place)) {
    return absl::InternalError("the cursor of an election cannot be read");
  }
  return cursor;
}

std::string Write(const Cursor& cursor) { return absl::StrCat(cursor.election, " ", cursor.place); }

// The row as it would be carried out now; nothing where the member or the result is gone.
absl::StatusOr<std::optional<PlannedRow>> PlanAnew(sql::Transaction& transaction,
                                                   const StoredElection& stored,
                                                   const ElectionRow& row, const std::string& day) {
  ASSIGN_OR_RETURN(const RegisterView view, LoadView(transaction, stored, row, day));
  std::vector<PlannedRow> planned = PlanTerm(stored, view, day);
  if (planned.size() != 1) return std::optional<PlannedRow>();
  return std::optional<PlannedRow>(std::move(planned.front()));
}

// One election in the hands of one runner.
class ElectionWork final : public operation::Work {
 public:
  explicit ElectionWork(const Means& means) : means_(means) {}

  absl::StatusOr<operation::Step> Run(sql::Transaction& transaction, const std::string& text,
                                      absl::Time now) override {
    ASSIGN_OR_RETURN(Cursor cursor, Parse(text));
    ASSIGN_OR_RETURN(StoredElection stored, LoadElection(transaction, cursor.election));
    ASSIGN_OR_RETURN(
        auto rows, LoadRows(transaction, {.election = cursor.election}, cursor.place, kRowsAtOnce));
    for (StoredRow& row : rows) {
      cursor.place = row.row.place();
      RETURN_IF_ERROR(Do(transaction, now, stored, row));
    }
    operation::Step step;
    step.cursor = Write(cursor);
    if (rows.size() < kRowsAtOnce) {
      RETURN_IF_ERROR(Finish(transaction, stored));
      step.response.emplace().PackFrom(stored.election.counts());
    }
    RETURN_IF_ERROR(SaveElection(transaction, stored));
    step.metadata.PackFrom(stored.election.counts());
    return step;
  }

 private:
  absl::Status Do(sql::Transaction& transaction, absl::Time now, StoredElection& stored,
                  StoredRow& row) {
    if (row.row.outcome() != ElectionRow::OUTCOME_UNSPECIFIED) return absl::OkStatus();
    const std::string day = time::FormatDate(time::DayOf(now));
    ASSIGN_OR_RETURN(auto planned, PlanAnew(transaction, stored, row.row, day));
    ElectionRow after = row.row;
    if (!planned.has_value() || planned->digest != row.digest) {
      after.set_outcome(ElectionRow::OUTCOME_FAILED);
    } else {
      RETURN_IF_ERROR(CarryOut(transaction, means_.ids, now, *planned));
      after = planned->row;
      after.set_place(row.row.place());
      after.set_outcome(ElectionRow::OUTCOME_APPLIED);
      const bool member = after.change() == ElectionRow::CHANGE_STAYS ||
                          after.change() == ElectionRow::CHANGE_LEAVES;
      if (!member) {
        RETURN_IF_ERROR(DeleteArrival(transaction, stored.election.name(), row.row.council_key()));
      }
    }
    CountOutcome(after.outcome(), *stored.election.mutable_counts());
    return SaveRow(transaction, stored.election.name(), after);
  }

  // What was said is needed no more once all of it has been applied.
  static absl::Status Finish(sql::Transaction& transaction, StoredElection& stored) {
    const std::string& name = stored.election.name();
    stored.election.set_state(v1::Election::STATE_APPLIED);
    if (stored.election.counts().failed() == 0) {
      RETURN_IF_ERROR(DeleteAllResults(transaction, name));
      RETURN_IF_ERROR(timer::Clear(transaction, kElectionLeftTimer, name));
    }
    ASSIGN_OR_RETURN(const int64_t left, CountResults(transaction, name));
    stored.election.set_result_count(static_cast<int>(left));
    return absl::OkStatus();
  }

  const Means& means_;
};

}  // namespace

std::string FirstCursor(const std::string& election) { return Write({.election = election}); }

absl::StatusOr<std::unique_ptr<operation::Work>> ElectionKind::TakeUp(const std::string& /*name*/,
                                                                      absl::Time /*deadline*/) {
  return std::make_unique<ElectionWork>(means_);
}

absl::Status ElectionKind::Ended(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(const operation::Operation over, operation::Load(transaction, name));
  ASSIGN_OR_RETURN(const Cursor cursor, Parse(over.cursor));
  ASSIGN_OR_RETURN(StoredElection stored, LoadElection(transaction, cursor.election));
  if (stored.election.state() != v1::Election::STATE_APPLYING) return absl::OkStatus();
  // It was cancelled or given up on the way: what is left has to be previewed again.
  Reopen(stored.election);
  return SaveElection(transaction, stored);
}

absl::Status ElectionKind::Removed(sql::Transaction& /*transaction*/, const std::string& /*name*/) {
  return absl::OkStatus();
}

}  // namespace telemachus::registry
