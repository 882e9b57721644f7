#ifndef TELEMACHUS_REGISTRY_STORE_VALUES_H_
#define TELEMACHUS_REGISTRY_STORE_VALUES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"

// Many rows of values in one statement.
namespace telemachus::registry {

// Rows of the same number of values, each a parameter of its own.
class Values {
 public:
  // Most values in one statement; CHECK-like abort beyond, for what is asked has limits of its own.
  static constexpr size_t kMost = 8192;

  // For lists of one column: "id IN (VALUES (:v0), (:v1))".
  template <typename Names>
  static Values Of(const Names& names) {
    Values values;
    for (const auto& name : names) values.Add({std::string(name)});
    return values;
  }

  // Adds a row of as many values as the others.
  void Add(std::vector<sql::Value> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  size_t size() const { return rows_.size(); }

  // "VALUES (:v0, :v1), (:v2, :v3)"; not of no rows.
  std::string Text() const;
  // Some of the rows.
  Values Part(size_t first, size_t count) const;
  // The values, and `others` with them.
  sql::Parameters Parameters(sql::Parameters others = {}) const;
  // The same rows, and the last one again until their number is a power of two: so that questions
  // for any number of rows have few texts, which stay prepared.
  Values Padded() const;

 private:
  std::vector<std::vector<sql::Value>> rows_;
};

// Runs "INSERT INTO table (columns) VALUES ..." and, after it, "ON CONFLICT DO NOTHING"; returns
// how many rows went in. Of no rows it does nothing. The rows go in pieces of a power of two, so
// that any number of them has few texts, which stay prepared.
absl::StatusOr<int64_t> InsertRows(sql::Transaction& transaction, absl::string_view into,
                                   const Values& rows);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_STORE_VALUES_H_
