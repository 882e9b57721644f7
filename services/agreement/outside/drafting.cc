#include "agreement/outside/drafting.h"

#include "absl/strings/str_cat.h"
#include "agreement/outside/passing.h"
#include "agreement/paper/agreement_events.h"
#include "agreement/paper/version_store.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

// Where a policy does not say it.
constexpr int kRematchDays = 28;

void AddParty(const std::string& person, v1::Party::Side side, v1::Agreement& agreement) {
  v1::Party& party = *agreement.add_parties();
  party.set_person(person);
  party.set_side(side);
}

StoredAgreement DraftOf(const matching::v1::MatchFacts& match, const registry::v1::Policy& policy) {
  const absl::CivilDay matched = time::DayOf(time::FromProto(match.confirm_time()));
  StoredAgreement stored;
  stored.scope = {
      .authority = match.authority(), .region = match.region(), .nation = match.nation()};
  stored.terms = {.form = policy.agreement_form(),
                  .aftercare_months = policy.aftercare_months(),
                  .rematch_days = policy.rematch_days() > 0 ? policy.rematch_days() : kRematchDays,
                  .matched_date = time::FormatDate(matched)};
  v1::Agreement& agreement = stored.agreement;
  agreement.set_match(match.match());
  agreement.set_kind(match.kind());
  agreement.set_state(v1::Agreement::STATE_DRAFT);
  agreement.set_version(1);
  for (const std::string& mentee : match.mentees()) {
    AddParty(mentee, v1::Party::SIDE_MENTEE, agreement);
  }
  for (const std::string& mentor : match.mentors()) {
    AddParty(mentor, v1::Party::SIDE_MENTOR, agreement);
  }
  if (policy.planned_months() > 0) {
    agreement.mutable_sections()->set_planned_end_date(
        time::FormatDate(time::AddMonths(matched, policy.planned_months())));
  }
  return stored;
}

}  // namespace

bool Drafting::Concerns(const event::v1::Event& event) {
  return event.type() == "matching.match.confirmed" || TellsOfPassing(event);
}

absl::Status Drafting::Apply(sql::Transaction& transaction, const event::v1::Event& event) {
  if (!Concerns(event)) return absl::OkStatus();
  if (TellsOfPassing(event)) return PassAgreement(transaction, event, clock_.Now());
  ASSIGN_OR_RETURN(bool drafted, IsDrafted(transaction, event.resource()));
  return drafted ? absl::OkStatus() : Draft(transaction, event.resource());
}

absl::StatusOr<registry::v1::Policy> Drafting::GoverningPolicy(
    const matching::v1::MatchFacts& facts, absl::Time deadline) {
  if (facts.has_governing_policy()) return facts.governing_policy();
  ASSIGN_OR_RETURN(auto authority,
                   registry_.Authority(facts.authority(), facts.request_date(), deadline));
  return authority.policy();
}

absl::Status Drafting::Draft(sql::Transaction& transaction, const std::string& match) {
  const absl::Time deadline = absl::Now() + kFactsTimeout;
  ASSIGN_OR_RETURN(auto facts, matching_.Match(match, deadline));
  ASSIGN_OR_RETURN(const registry::v1::Policy policy, GoverningPolicy(facts, deadline));
  Present present{.stored = DraftOf(facts, policy), .version = {}};
  const absl::Time now = clock_.Now();
  v1::Agreement& agreement = present.stored.agreement;
  agreement.set_name(absl::StrCat("agreements/", ids_.Next()));
  *agreement.mutable_create_time() = time::ToProto(now);
  ASSIGN_OR_RETURN(bool inserted, InsertAgreement(transaction, present.stored));
  if (!inserted) return absl::OkStatus();
  RETURN_IF_ERROR(SavePresent(transaction, present, now));
  return AppendEvent(transaction, present.stored, "drafted", now);
}

}  // namespace telemachus::agreement
