#include "evaluation/fact/effects.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "evaluation/answer/invitation_store.h"
#include "evaluation/fact/event_rules.h"
#include "evaluation/fact/fact_store.h"

namespace telemachus::evaluation {
namespace {

// How long the agreement service has to name the parties.
constexpr absl::Duration kPatience = absl::Seconds(5);

absl::Status KeepFact(sql::Transaction& transaction, const std::string& producer,
                      const event::v1::Event& event) {
  const std::optional<Fact> fact = FactOf(event);
  if (!fact.has_value()) return absl::OkStatus();
  return PutFact(transaction, *fact, producer, event.number());
}

// Nobody who is gone is asked, and nobody whose data are restricted: that would be something new.
absl::StatusOr<bool> MayBeAsked(sql::Transaction& transaction, const std::string& person) {
  ASSIGN_OR_RETURN(const bool erased, subject::IsErased(transaction, person));
  ASSIGN_OR_RETURN(const bool restricted, subject::IsRestricted(transaction, person));
  return !erased && !restricted;
}

absl::Status InviteParties(sql::Transaction& transaction,
                           const agreement::v1::AgreementFacts& agreement, v1::Occasion occasion,
                           id::IdSource& ids, absl::Time now) {
  for (const agreement::v1::Party& party : agreement.parties()) {
    ASSIGN_OR_RETURN(const bool asked, MayBeAsked(transaction, party.person()));
    if (!asked) continue;
    RETURN_IF_ERROR(Invite(transaction, {.name = absl::StrCat("evaluationInvitations/", ids.Next()),
                                         .person = party.person(),
                                         .agreement = agreement.agreement(),
                                         .occasion = occasion,
                                         .scope = {.authority = agreement.authority(),
                                                   .region = agreement.region(),
                                                   .nation = agreement.nation()},
                                         .given = false,
                                         .created = now}));
  }
  return absl::OkStatus();
}

}  // namespace

event::Effect FactEffect(const std::string& producer) {
  return [producer](sql::Transaction& transaction, const event::v1::Event& event) {
    return KeepFact(transaction, producer, event);
  };
}

event::Effect AgreementEffect(AgreementFacts& facts, id::IdSource& ids, const time::Clock& clock) {
  return [&facts, &ids, &clock](sql::Transaction& transaction,
                                const event::v1::Event& event) -> absl::Status {
    const std::optional<v1::Occasion> occasion = OccasionOf(event);
    if (occasion.has_value()) {
      ASSIGN_OR_RETURN(auto agreement,
                       facts.Agreement(AgreementOf(event), absl::Now() + kPatience));
      RETURN_IF_ERROR(InviteParties(transaction, agreement, *occasion, ids, clock.Now()));
    }
    return KeepFact(transaction, "agreement", event);
  };
}

}  // namespace telemachus::evaluation
