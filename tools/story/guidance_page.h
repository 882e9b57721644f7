#ifndef TELEMACHUS_TOOLS_STORY_GUIDANCE_PAGE_H_
#define TELEMACHUS_TOOLS_STORY_GUIDANCE_PAGE_H_

#include "absl/status/status.h"
#include "tools/story/world.h"

namespace telemachus::story {

// The mentee looks up what is good to know for the first meeting, in their own language.
absl::Status ReadForFirstMeeting(World& world);

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_GUIDANCE_PAGE_H_
