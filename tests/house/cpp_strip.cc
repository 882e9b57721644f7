#include "tests/house/cpp_scan.h"

namespace telemachus::house {
namespace {

// Walks a text once and blanks comments, literals and preprocessor lines.
class Stripper {
 public:
  explicit Stripper(const std::string& text) : text_(text), source_{text, {}, {}} {}

  Source Strip() {
    while (at_ < text_.size()) Step();
    return std::move(source_);
  }

 private:
  void Step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      line_has_code_ = false;
      ++at_;
    } else if (c == '#' && !line_has_code_) {
      BlankPreprocessor();
    } else if (text_.compare(at_, 2, "//") == 0) {
      NoteComment();
      BlankUntil("\n", false);
    } else if (text_.compare(at_, 2, "/*") == 0) {
      NoteComment();
      BlankUntil("*/", true);
    } else if (c == 'R' && text_.compare(at_, 2, "R\"") == 0 && !FollowsWord()) {
      BlankRawString();
    } else if (c == '"' || (c == '\'' && !FollowsWord())) {
      BlankQuoted(c);
    } else {
      if (c != ' ' && c != '\t') line_has_code_ = true;
      ++at_;
    }
  }

  // Whether the character before is of a word, so that a quote here separates digits.
  bool FollowsWord() const {
    return at_ > 0 &&
           (isalnum(static_cast<unsigned char>(text_[at_ - 1])) || text_[at_ - 1] == '_');
  }

  void NoteComment() {
    (line_has_code_ ? source_.trailing_comment_lines : source_.comment_lines).insert(line_);
  }

  // Blanks up to `end`, with it or without, keeping the ends of lines.
  void BlankUntil(const std::string& end, bool inclusive) {
    size_t stop = text_.find(end, at_ + 2);
    if (stop == std::string::npos) stop = text_.size();
    if (inclusive) stop = std::min(stop + end.size(), text_.size());
    Blank(stop);
  }

  void Blank(size_t stop) {
    for (; at_ < stop; ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
      } else {
        source_.code[at_] = ' ';
      }
    }
  }

  void BlankRawString() {
    const size_t open = text_.find('(', at_);
    if (open == std::string::npos) return Blank(text_.size());
    // R"x( ... )x"
    const std::string delimiter = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    line_has_code_ = true;
    BlankUntil(delimiter, true);
    source_.code[at_ - 1] = '"';
  }

  // Keeps the quotes, so that a literal still separates what is around it.
  void BlankQuoted(char quote) {
    line_has_code_ = true;
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      source_.code[at_] = ' ';
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) source_.code[++at_] = ' ';
    }
    ++at_;
  }

  void BlankPreprocessor() {
    size_t stop = text_.find('\n', at_);
    while (stop != std::string::npos && text_[stop - 1] == '\\') stop = text_.find('\n', stop + 1);
    Blank(stop == std::string::npos ? text_.size() : stop);
  }

  const std::string& text_;
  Source source_;
  size_t at_ = 0;
  size_t line_ = 1;
  bool line_has_code_ = false;
};

}  // namespace

Source Strip(const std::string& text) { return Stripper(text).Strip(); }

}  // namespace telemachus::house
