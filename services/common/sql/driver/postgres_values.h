#ifndef TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_VALUES_H_
#define TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_VALUES_H_

#include <array>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "common/sql/driver/connection.h"

// Values in PostgreSQL's binary format, both ways.
namespace telemachus::sql {

// PostgreSQL's numbers of types, as its catalogue fixes them.
using TypeNumber = unsigned int;
using TypeNumbers = absl::InlinedVector<TypeNumber, 16>;

// The types of `arguments`. A NULL has none: the server infers it.
TypeNumbers TypesOf(const Arguments& arguments);

// Arguments as libpq wants them; points into the arguments, and at its own integers.
class Encoded {
 public:
  explicit Encoded(const Arguments& arguments);
  Encoded(const Encoded&) = delete;
  Encoded& operator=(const Encoded&) = delete;
  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  absl::InlinedVector<std::array<char, 8>, 16> integers_;
  absl::InlinedVector<const char*, 16> values_;
  absl::InlinedVector<int, 16> lengths_;
  absl::InlinedVector<int, 16> formats_;
};

// Reads a column that is not NULL. False if it is of a type, or a number, that no Value holds.
bool Decode(TypeNumber type, absl::string_view data, Value& value);

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_VALUES_H_
