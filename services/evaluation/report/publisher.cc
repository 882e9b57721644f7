#include "evaluation/report/publisher.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "evaluation/answer/answer_rules.h"
#include "evaluation/answer/evaluation_store.h"
#include "evaluation/fact/fact_store.h"
#include "evaluation/report/count_rules.h"
#include "evaluation/report/publication_store.h"

namespace telemachus::evaluation {
namespace {

constexpr char kToDateEditions[] = "to-date/";

// The sum over time of a cell: its parts, those parts' own quarters, and what is in none of them.
class TimeSums {
 public:
  TimeSums(const DisclosureRule& rule, const Period& period,
           const std::map<std::string, std::map<std::string, Cells>>& parts)
      : rule_(rule), period_(period), parts_(parts) {}

  std::vector<SumNode> operator()(const std::string& scope, size_t cell) const {
    std::vector<SumNode> children;
    std::map<std::string, size_t> years;
    for (const auto& [part, figures] : parts_) {
      const auto found = figures.find(scope);
      // Who has no report in a part counted nothing in it, and reads as suppressed.
      const Cell figure = found == figures.end() ? Cell() : found->second[cell];
      SumNode node{.known = KnownBy(rule_, figure, 0), .secret = !figure.shown()};
      // Parts come in order, "2026" before "2026-Q1".
      const auto year = years.find(part.substr(0, part.find('-')));
      if (year != years.end()) {
        children[year->second].children.push_back(std::move(node));
        continue;
      }
      if (part.find('-') == std::string::npos) years[part] = children.size();
      children.push_back(std::move(node));
    }
    // To date there is more than the ended quarters, of which nothing is known.
    if (period_.sort == Period::Sort::kToDate && !children.empty()) children.emplace_back();
    return children;
  }

 private:
  const DisclosureRule& rule_;
  const Period& period_;
  const std::map<std::string, std::map<std::string, Cells>>& parts_;
};

absl::StatusOr<std::map<std::string, Cells>> LoadFigures(sql::Transaction& transaction,
                                                         const std::string& edition) {
  ASSIGN_OR_RETURN(auto bodies, LoadBodies(transaction, edition));
  std::map<std::string, Cells> figures;
  for (const auto& [scope, body] : bodies) {
    v1::Report report;
    if (!report.ParseFromString(body)) return absl::DataLossError("a publication does not read");
    figures[scope] = CellsOfBody(report);
  }
  return figures;
}

// What the figures to date stand for, given what they stood for last.
absl::Status SteadyFigures(sql::Transaction& transaction, const DisclosureRule& rule,
                           const Period& period, ReleaseCounts& counts) {
  counts.staleness = rule.threshold - 1;
  ASSIGN_OR_RETURN(std::string before, EditionBefore(transaction, kToDateEditions, period.edition));
  std::map<std::string, std::string> bases;
  if (!before.empty()) {
    ASSIGN_OR_RETURN(bases, LoadBases(transaction, before));
  }
  for (const auto& [scope, present] : CountsByScope(counts.leaves)) {
    const auto found = bases.find(scope);
    const Counts last = found == bases.end() ? Counts(present.size()) : CountsOfText(found->second);
    counts.basis[scope] = SteadyBasis(rule, last, present);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Report> Publisher::Publish(const std::string& scope, const Period& period,
                                              absl::Time deadline) {
  ASSIGN_OR_RETURN(std::optional<absl::Time> released, Released(period, deadline));
  if (!released.has_value()) {
    RETURN_IF_ERROR(ground_.catch_up(deadline));
    ASSIGN_OR_RETURN(auto places, ground_.registry.Places(deadline));
    ASSIGN_OR_RETURN(auto parts, Parts(period, deadline));
    for (const Period& part : parts) RETURN_IF_ERROR(Release(part, places, deadline));
    RETURN_IF_ERROR(Release(period, places, deadline));
    ASSIGN_OR_RETURN(released, Released(period, deadline));
  }
  if (!released.has_value()) return absl::InternalError("a release was not stored");
  return Load(scope, period, *released, deadline);
}

absl::StatusOr<std::optional<absl::Time>> Publisher::Released(const Period& period,
                                                              absl::Time deadline) {
  std::optional<absl::Time> released;
  RETURN_IF_ERROR(ground_.database.Read(deadline, [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(released, ReleasedAsOf(transaction, period.edition));
    return absl::OkStatus();
  }));
  return released;
}

absl::StatusOr<std::vector<Period>> Publisher::Parts(const Period& period, absl::Time deadline) {
  std::string first;
  RETURN_IF_ERROR(ground_.database.Read(deadline, [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(first, FirstDay(transaction));
    return absl::OkStatus();
  }));
  std::vector<Period> parts;
  const absl::CivilDay today = time::DayOf(ground_.clock.Now());
  const auto earliest = time::ParseDate(first);
  if (!earliest.ok()) return parts;  // nothing has happened yet
  for (const std::string& text : PartsOf(period, *earliest)) {
    ASSIGN_OR_RETURN(Period part, ParsePeriod(text, today));
    // A year's own quarters come before it.
    for (const std::string& inner : PartsOf(part, *earliest)) {
      ASSIGN_OR_RETURN(Period quarter, ParsePeriod(inner, today));
      parts.push_back(std::move(quarter));
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

absl::Status Publisher::Release(const Period& period, const std::vector<access::Scope>& places,
                                absl::Time deadline) {
  ASSIGN_OR_RETURN(std::optional<absl::Time> released, Released(period, deadline));
  if (released.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Sources sources, Read(period, places, deadline));
  return Store(period, sources, deadline);
}

absl::StatusOr<Publisher::Sources> Publisher::Read(const Period& period,
                                                   const std::vector<access::Scope>& places,
                                                   absl::Time deadline) {
  ASSIGN_OR_RETURN(std::vector<Period> parts, Parts(period, deadline));
  Sources sources;
  RETURN_IF_ERROR(ground_.database.Read(deadline, [&](sql::Transaction& transaction) {
    sources = Sources();
    sources.as_of = ground_.clock.Now();
    ASSIGN_OR_RETURN(auto facts, CountFacts(transaction, time::FormatDate(period.first),
                                            time::FormatDate(period.end)));
    ASSIGN_OR_RETURN(auto tallies,
                     CountAnswers(transaction, QuarterOf(period.first), QuarterOf(period.end - 1)));
    sources.counts.leaves = LeavesOf(places, facts, tallies);
    sources.counts.equal_sums = EqualSums();
    for (const Period& part : parts) {
      ASSIGN_OR_RETURN(sources.parts[part.text], LoadFigures(transaction, part.edition));
    }
    if (period.sort != Period::Sort::kToDate) return absl::OkStatus();
    return SteadyFigures(transaction, ground_.rule, period, sources.counts);
  }));
  return sources;
}

absl::Status Publisher::Store(const Period& period, const Sources& sources, absl::Time deadline) {
  const auto figures =
      ProtectRelease(ground_.rule, sources.counts, TimeSums(ground_.rule, period, sources.parts));
  std::vector<Publication> publications;
  for (const auto& [scope, cells] : figures) {
    const auto basis = sources.counts.basis.find(scope);
    publications.push_back(
        {.edition = period.edition,
         .scope = scope,
         .body =
             ReportOf(ground_.rule, scope, period.text, cells, sources.as_of).SerializeAsString(),
         .basis = basis == sources.counts.basis.end() ? "" : TextOfCounts(basis->second)});
  }
  return ground_.database.Transact(deadline, [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(bool first, BeginRelease(transaction, period.edition, sources.as_of));
    if (!first) return absl::OkStatus();  // another replica was faster: its release holds
    for (const Publication& publication : publications) {
      RETURN_IF_ERROR(InsertPublication(transaction, publication));
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Report> Publisher::Load(const std::string& scope, const Period& period,
                                           absl::Time as_of, absl::Time deadline) {
  // A scope that was not there when the period was released counted nothing in it.
  const Cells nothing(CellsOfReport(), scope.starts_with("authorities/") ? Cell() : kWithheld);
  const Publication empty{
      .edition = period.edition,
      .scope = scope,
      .body = ReportOf(ground_.rule, scope, period.text, nothing, as_of).SerializeAsString(),
      .basis = ""};
  std::optional<std::string> body;
  RETURN_IF_ERROR(ground_.database.Read(deadline, [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(body, LoadBody(transaction, period.edition, scope));
    return absl::OkStatus();
  }));
  if (!body.has_value()) {
    RETURN_IF_ERROR(ground_.database.Transact(deadline, [&](sql::Transaction& transaction) {
      RETURN_IF_ERROR(InsertPublication(transaction, empty));
      ASSIGN_OR_RETURN(body, LoadBody(transaction, period.edition, scope));
      return absl::OkStatus();
    }));
  }
  v1::Report report;
  if (!body.has_value() || !report.ParseFromString(*body)) {
    return absl::DataLossError("a publication does not read");
  }
  return report;
}

}  // namespace telemachus::evaluation
