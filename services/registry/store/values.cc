#include "registry/store/values.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::registry {
namespace {

constexpr size_t kInsertedAtOnce = 256;

// Parameters keep views of their names, so these live for ever.
const std::vector<std::string>& Names() {
  static const auto* const names = [] {
    auto* made = new std::vector<std::string>;
    made->reserve(Values::kMost);
    for (size_t i = 0; i < Values::kMost; ++i) made->push_back(absl::StrCat("v", i));
    return made;
  }();
  return *names;
}

const std::string& NameOf(size_t place) {
  if (place >= Values::kMost) std::abort();
  return Names()[place];
}

}  // namespace

std::string Values::Text() const {
  std::string text = "VALUES ";
  size_t place = 0;
  for (size_t row = 0; row < rows_.size(); ++row) {
    text += row == 0 ? "(" : ", (";
    for (size_t column = 0; column < rows_[row].size(); ++column) {
      absl::StrAppend(&text, column == 0 ? ":" : ", :", NameOf(place++));
    }
    text += ")";
  }
  return text;
}

sql::Parameters Values::Parameters(sql::Parameters others) const {
  size_t place = 0;
  for (const auto& row : rows_) {
    for (const sql::Value& value : row) others.push_back({NameOf(place++), value});
  }
  return others;
}

Values Values::Padded() const {
  Values padded = *this;
  size_t size = 1;
  while (size < rows_.size()) size *= 2;
  if (!rows_.empty()) padded.rows_.resize(size, rows_.back());
  return padded;
}

Values Values::Part(size_t first, size_t count) const {
  Values part;
  part.rows_.assign(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                    rows_.begin() + static_cast<std::ptrdiff_t>(first + count));
  return part;
}

absl::StatusOr<int64_t> InsertRows(sql::Transaction& transaction, absl::string_view into,
                                   const Values& rows) {
  int64_t inserted = 0;
  for (size_t done = 0; done < rows.size();) {
    const size_t piece = std::min(std::bit_floor(rows.size() - done), kInsertedAtOnce);
    const Values part = rows.Part(done, piece);
    ASSIGN_OR_RETURN(const int64_t added,
                     transaction.Execute(absl::StrCat("INSERT INTO ", into, " ", part.Text(),
                                                      " ON CONFLICT DO NOTHING"),
                                         part.Parameters()));
    inserted += added;
    done += piece;
  }
  return inserted;
}

}  // namespace telemachus::registry
