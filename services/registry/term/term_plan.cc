#include "registry/term/term_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/hash.h"
#include "registry/election/election_rules.h"
#include "registry/invitation/invitation_rules.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/membership/membership_rules.h"
#include "registry/term/arrival_plan.h"

namespace telemachus::registry {
namespace {

using v1::ElectionResult;
using v1::ElectionRow;

// A member's role in their own ward goes with the seat.
constexpr char kWardMember[] = "ward_member";

PlannedRow Begin(const SeatHolder& holder, ElectionRow::Change change) {
  PlannedRow planned;
  planned.row.set_change(change);
  planned.row.set_membership(holder.membership().name());
  planned.row.set_council_key(holder.membership().council_key());
  planned.row.set_person(holder.stored.person.name());
  planned.after = holder.stored;
  planned.place = holder.place;
  return planned;
}

PlannedRow WithProblem(const SeatHolder& holder, ElectionRow::Change change,
                       ElectionRow::Problem problem) {
  PlannedRow planned = Begin(holder, change);
  planned.row.add_problems(problem);
  return planned;
}

bool IsAsked(const SeatHolder& holder, const StoredPerson& after, absl::string_view day) {
  if (absl::string_view(holder.stored.accredited_until) < day) return false;
  const MentorTenure& tenure = holder.tenure;
  const FarewellStep step =
      NextFarewell(tenure.mentor, after, tenure.posts, tenure.policies, day, tenure.farewell);
  return IsAsked(Leaver{.person = after,
                        .willing = tenure.mentor.mentor.former_member_willing(),
                        .step = step,
                        .latest = tenure.invitation});
}

PlannedRow PlanLeaving(const StoredElection& stored, const SeatHolder& holder,
                       v1::Membership::Leaving leaving, bool up, absl::string_view day) {
  const std::string last_day = stored.LastDay();
  const v1::Membership& before = holder.membership();
  const bool left = before.end_date() == last_day;
  if (!up && !left) {
    return WithProblem(holder, ElectionRow::CHANGE_LEAVES, ElectionRow::PROBLEM_NOT_UP);
  }
  PlannedRow planned = Begin(holder, ElectionRow::CHANGE_LEAVES);
  planned.row.set_end_date(last_day);
  planned.row.set_leaving(leaving);
  if (left && (leaving == v1::Membership::LEAVING_UNSPECIFIED || leaving == before.leaving())) {
    planned.row.set_leaving(before.leaving());
    planned.row.set_outcome(ElectionRow::OUTCOME_UNCHANGED);
    return planned;
  }
  v1::Membership& seat = planned.after.memberships[planned.place].membership;
  if (!EndSeat(last_day, leaving, day, seat).ok()) {
    return WithProblem(holder, ElectionRow::CHANGE_LEAVES, ElectionRow::PROBLEM_LEFT);
  }
  planned.changes_seat = true;
  if (!left) planned.row.add_changed_fields("end_date");
  if (leaving != before.leaving()) planned.row.add_changed_fields("leaving");
  planned.row.set_mentor_asked(IsAsked(holder, planned.after, day));
  return planned;
}

// Ends roles with the term; true if there were any.
bool EndTermRoles(const StoredElection& stored, const ElectionResult& result,
                  v1::Membership& membership) {
  const std::string& start = stored.election.term_start_date();
  const std::set<std::string> kept(result.kept_roles().begin(), result.kept_roles().end());
  bool ended = false;
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    const bool goes_on = role.end_date().empty() || role.end_date() >= start;
    if (role.start_date() >= start || !goes_on) continue;
    if (role.role_code() == kWardMember || kept.contains(role.role_code())) continue;
    role.set_end_date(stored.LastDay());
    ended = true;
  }
  return ended;
}

// Takes over a party that is another than before; the group of the old one is left with it.
bool TakeParty(const StoredElection& stored, const ElectionResult& result, StoredMembership& seat) {
  const std::string& start = stored.election.term_start_date();
  if (result.party().empty() || seat.party_withheld) return false;
  if (AffiliationOn(seat.membership, start).party() == result.party()) return false;
  v1::Affiliation said;
  said.set_party(result.party());
  said.set_start_date(start);
  // Refused only where there are as many changes as are kept: then the last one stands.
  return Affiliate(said, seat.membership).ok();
}

// What the seat is on the first day of the term, as far as is known.
TermTurn TurnOf(const SeatHolder& holder) {
  if (!holder.turn.from_date.empty()) return holder.turn;
  return {.from_date = "",
          .ward = holder.membership().ward(),
          .term_end_date = holder.membership().term_end_date()};
}

PlannedRow PlanStaying(const StoredElection& stored, const SeatHolder& holder,
                       const ElectionResult& result) {
  PlannedRow planned = Begin(holder, ElectionRow::CHANGE_STAYS);
  StoredMembership& seat = planned.after.memberships[planned.place];
  if (EndTermRoles(stored, result, seat.membership)) planned.row.add_changed_fields("roles");
  if (TakeParty(stored, result, seat)) planned.row.add_changed_fields("party");
  planned.changes_seat = !planned.row.changed_fields().empty();
  const TermTurn before = TurnOf(holder);
  TermTurn wanted = before;
  if (!result.ward().empty()) wanted.ward = result.ward();
  if (!stored.election.term_end_date().empty()) {
    wanted.term_end_date = stored.election.term_end_date();
  }
  if (wanted.ward != before.ward) planned.row.add_changed_fields("ward");
  if (wanted.term_end_date != before.term_end_date) {
    planned.row.add_changed_fields("term_end_date");
  }
  if (wanted.ward != before.ward || wanted.term_end_date != before.term_end_date) {
    wanted.from_date = stored.election.term_start_date();
    planned.turn = wanted;
  }
  if (planned.row.changed_fields().empty()) {
    planned.row.set_outcome(ElectionRow::OUTCOME_UNCHANGED);
  }
  return planned;
}

std::optional<PlannedRow> Plan(const StoredElection& stored, const SeatHolder& holder,
                               const ElectionResult* result, absl::string_view day) {
  const bool up = IsUp(holder.membership(), stored);
  if (result == nullptr && !up) return std::nullopt;
  if (result == nullptr && stored.election.open_leave()) {
    return PlanLeaving(stored, holder, v1::Membership::LEAVING_UNSPECIFIED, up, day);
  }
  if (result == nullptr) {
    return WithProblem(holder, ElectionRow::CHANGE_OPEN, ElectionRow::PROBLEM_OPEN);
  }
  if (result->outcome() == ElectionResult::OUTCOME_LEAVES) {
    return PlanLeaving(stored, holder, result->leaving(), up, day);
  }
  if (!up) return WithProblem(holder, ElectionRow::CHANGE_STAYS, ElectionRow::PROBLEM_NOT_UP);
  return PlanStaying(stored, holder, *result);
}

std::string Hash(absl::string_view bytes) { return absl::BytesToHexString(crypto::Sha256(bytes)); }

// What it was so already is no different where it was so in another way.
void Seal(absl::string_view said, PlannedRow& planned) {
  std::string bytes = planned.row.SerializeAsString();
  if (planned.row.outcome() != ElectionRow::OUTCOME_UNCHANGED && planned.row.problems().empty()) {
    absl::StrAppend(&bytes, said, "|", planned.turn.from_date, "|", planned.turn.ward, "|",
                    planned.turn.term_end_date, "|",
                    planned.after.memberships[planned.place].membership.SerializeAsString());
  }
  planned.digest = Hash(bytes);
}

// Marks rows of newcomers whose person or login another row has too.
void MarkRepeated(const std::vector<Newcomer>& newcomers, size_t first,
                  std::vector<PlannedRow>& rows) {
  std::set<std::string> people;
  std::set<std::pair<std::string, std::string>> logins;
  for (size_t i = 0; i < first; ++i) people.insert(rows[i].row.person());
  for (size_t i = 0; i < newcomers.size(); ++i) {
    ElectionRow& row = rows[first + i].row;
    const v1::Login& login = newcomers[i].result.login();
    const bool known = !row.person().empty() && !people.insert(row.person()).second;
    const bool linked =
        !login.subject().empty() && !logins.insert({login.issuer(), login.subject()}).second;
    if (!known && !linked) continue;
    row.clear_outcome();
    row.add_problems(ElectionRow::PROBLEM_REPEATED);
    Seal("", rows[first + i]);
  }
}

}  // namespace

std::optional<PlannedRow> PlanHolder(const StoredElection& stored, const SeatHolder& holder,
                                     const ElectionResult* result, absl::string_view day) {
  std::optional<PlannedRow> planned = Plan(stored, holder, result, day);
  if (planned.has_value()) Seal("", *planned);
  return planned;
}

PlannedRow PlanNewcomer(const StoredElection& stored, const Newcomer& newcomer) {
  PlannedRow planned = PlanArrival(stored, newcomer);
  Seal(newcomer.result.SerializeAsString(), planned);
  return planned;
}

std::vector<PlannedRow> PlanTerm(const StoredElection& stored, const RegisterView& view,
                                 absl::string_view day) {
  std::vector<PlannedRow> rows;
  for (const SeatHolder& holder : view.holders) {
    const auto result = view.results.find(holder.membership().name());
    std::optional<PlannedRow> planned =
        PlanHolder(stored, holder, result == view.results.end() ? nullptr : &result->second, day);
    if (planned.has_value()) rows.push_back(*std::move(planned));
  }
  const size_t first = rows.size();
  for (const Newcomer& newcomer : view.newcomers) rows.push_back(PlanNewcomer(stored, newcomer));
  MarkRepeated(view.newcomers, first, rows);
  for (size_t i = 0; i < rows.size(); ++i) rows[i].row.set_place(static_cast<int>(i) + 1);
  return rows;
}

v1::ElectionCounts CountRows(const std::vector<PlannedRow>& rows) {
  v1::ElectionCounts counts;
  for (const PlannedRow& planned : rows) {
    const ElectionRow& row = planned.row;
    switch (row.change()) {
      case ElectionRow::CHANGE_STAYS:
        counts.set_stays(counts.stays() + 1);
        break;
      case ElectionRow::CHANGE_LEAVES:
        counts.set_leaves(counts.leaves() + 1);
        break;
      case ElectionRow::CHANGE_OPEN:
        counts.set_open(counts.open() + 1);
        break;
      default:
        counts.set_arrives(counts.arrives() + 1);
    }
    if (!row.problems().empty()) counts.set_problems(counts.problems() + 1);
    if (row.mentor_asked()) counts.set_mentors_asked(counts.mentors_asked() + 1);
    if (row.outcome() == ElectionRow::OUTCOME_UNCHANGED) {
      counts.set_unchanged(counts.unchanged() + 1);
    }
  }
  return counts;
}

void CountOutcome(ElectionRow::Outcome outcome, v1::ElectionCounts& counts) {
  if (outcome == ElectionRow::OUTCOME_APPLIED) counts.set_applied(counts.applied() + 1);
  if (outcome == ElectionRow::OUTCOME_FAILED) counts.set_failed(counts.failed() + 1);
}

std::string DigestOf(const std::vector<PlannedRow>& rows) {
  std::string all;
  for (const PlannedRow& planned : rows) absl::StrAppend(&all, planned.digest);
  return Hash(all);
}

}  // namespace telemachus::registry
