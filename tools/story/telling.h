#ifndef TELEMACHUS_TOOLS_STORY_TELLING_H_
#define TELEMACHUS_TOOLS_STORY_TELLING_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace telemachus::story {

// Tells the story on a terminal: chapters, what happened and how long it took, what was refused and
// why, bars while something long goes on. Colours only where somebody looks.
class Telling {
 public:
  Telling();

  // Begins a chapter.
  void Chapter(absl::string_view title);
  // A step that held, and its time.
  void Done(absl::string_view sentence, absl::Duration took);
  // A step that was refused, as it must be; `reason` is the machine's word for why.
  void Refused(absl::string_view sentence, absl::string_view reason, absl::Duration took);
  // Something to know about the step before.
  void Note(absl::string_view text);
  // A step that did not hold.
  void Failed(absl::string_view sentence, const absl::Status& status);
  // How far a long step is; drawn over itself on a terminal, silent elsewhere.
  void Progress(absl::string_view what, int64_t done, int64_t total);
  // A bar of `of` cells of which `part` are filled, for scores.
  static std::string Bar(int part, int whole, int of);

  int steps() const { return steps_; }
  absl::Duration told() const;

 private:
  void Line(const char* mark, const char* colour, absl::string_view sentence,
            absl::string_view end);
  std::string Paint(const char* colour, absl::string_view text) const;

  const bool terminal_;
  const absl::Time begun_;
  bool progress_shown_ = false;
  int steps_ = 0;
};

// "1.2 s", "34 ms", "0.8 ms".
std::string Took(absl::Duration duration);

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_TELLING_H_
