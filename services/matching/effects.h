#ifndef TELEMACHUS_MATCHING_EFFECTS_H_
#define TELEMACHUS_MATCHING_EFFECTS_H_

#include <map>
#include <string>

#include "common/event/consumer.h"
#include "common/id/id.h"
#include "common/time/clock.h"
#include "common/timer/timers.h"

// What happens here because time passed, or because something happened elsewhere.
namespace telemachus::matching {

// Holds that end, mentors who did not answer, invitations that nobody took up, requests that look
// further from home.
std::map<std::string, timer::Effect> TimerEffects(id::IdSource& ids);

// Whether the event ends an agreement.
bool ConcernsMatches(const event::v1::Event& event);
// The end of an agreement frees the mentor's place; a re-match puts the request at the head.
event::Effect AgreementEffect(const time::Clock& clock);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_EFFECTS_H_
