#include "tools/story/telling.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace telemachus::story {
namespace {

constexpr int kWidth = 92;  // of a sentence, before its time
constexpr char kGreen[] = "32";
constexpr char kYellow[] = "33";
constexpr char kRed[] = "31";
constexpr char kBold[] = "1";
constexpr char kDim[] = "2";

// How many cells a UTF-8 text takes; no wide characters are told.
int Cells(absl::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string Took(absl::Duration duration) {
  const double milliseconds = absl::ToDoubleMilliseconds(duration);
  if (milliseconds >= 1000) return absl::StrFormat("%.1f s", milliseconds / 1000);
  return absl::StrFormat(milliseconds >= 10 ? "%.0f ms" : "%.1f ms", milliseconds);
}

Telling::Telling() : terminal_(isatty(STDOUT_FILENO) == 1), begun_(absl::Now()) {}

absl::Duration Telling::told() const { return absl::Now() - begun_; }

std::string Telling::Paint(const char* colour, absl::string_view text) const {
  if (!terminal_) return std::string(text);
  return absl::StrCat("\033[", colour, "m", text, "\033[0m");
}

void Telling::Line(const char* mark, const char* colour, absl::string_view sentence,
                   absl::string_view end) {
  if (progress_shown_) std::cout << "\r\033[K";
  progress_shown_ = false;
  const std::string space(std::max(1, kWidth - Cells(sentence)), ' ');
  std::cout << "  " << Paint(colour, mark) << " " << sentence << space << Paint(kDim, end) << "\n"
            << std::flush;
}

void Telling::Chapter(absl::string_view title) { std::cout << "\n" << Paint(kBold, title) << "\n"; }

void Telling::Done(absl::string_view sentence, absl::Duration took) {
  ++steps_;
  Line("✓", kGreen, sentence, Took(took));
}

void Telling::Refused(absl::string_view sentence, absl::string_view reason, absl::Duration took) {
  ++steps_;
  Line("⊘", kYellow, absl::StrCat(sentence, " Refused: ", reason, "."), Took(took));
}

void Telling::Note(absl::string_view text) { std::cout << "      " << Paint(kDim, text) << "\n"; }

void Telling::Failed(absl::string_view sentence, const absl::Status& status) {
  Line("✗", kRed, sentence, "");
  Note(status.ToString());
}

void Telling::Progress(absl::string_view what, int64_t done, int64_t total) {
  if (!terminal_ || total <= 0) return;
  progress_shown_ = true;
  std::cout << "\r\033[K    " << Bar(static_cast<int>(done * 1000 / total), 1000, 40) << " " << done
            << " of " << total << " " << what << std::flush;
}

std::string Telling::Bar(int part, int whole, int of) {
  const int filled = whole == 0 ? 0 : std::clamp(part * of / whole, 0, of);
  std::string bar;
  for (int i = 0; i < of; ++i) bar += i < filled ? "█" : "░";
  return bar;
}

}  // namespace telemachus::story
