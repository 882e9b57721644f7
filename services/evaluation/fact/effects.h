#ifndef TELEMACHUS_EVALUATION_FACT_EFFECTS_H_
#define TELEMACHUS_EVALUATION_FACT_EFFECTS_H_

#include <string>

#include "common/event/consumer.h"
#include "common/id/id.h"
#include "common/time/clock.h"
#include "evaluation/fact/agreement_facts.h"

// What happens here because something happened elsewhere.
namespace telemachus::evaluation {

// Keeps the facts of a producer's events.
event::Effect FactEffect(const std::string& producer);

// The same for the agreement service, whose events also make the parties be asked for evaluations.
// NOT_FOUND, which parks the event, while the agreement is not known.
event::Effect AgreementEffect(AgreementFacts& facts, id::IdSource& ids, const time::Clock& clock);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_FACT_EFFECTS_H_
