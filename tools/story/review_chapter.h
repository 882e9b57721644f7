#ifndef TELEMACHUS_TOOLS_STORY_REVIEW_CHAPTER_H_
#define TELEMACHUS_TOOLS_STORY_REVIEW_CHAPTER_H_

#include <string>

#include "absl/status/status.h"
#include "tools/story/world.h"

// Steps of the agreement's chapter that come more than once, and its second half.
namespace telemachus::story {

// The two meet, and record it.
absl::Status Meet(World& world, const std::string& sentence);
// One side signs the present version.
absl::Status Sign(World& world, Actor& actor);
// The mentor adds a step to the action plan.
absl::Status AddAction(World& world, const std::string& what);
// A progress review that changes the plan, signatures again, the final review, the end.
absl::Status TellReviews(World& world);

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_REVIEW_CHAPTER_H_
