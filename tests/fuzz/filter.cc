#include "common/filter/condition.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using telemachus::fuzz::Require;
  namespace filter = telemachus::filter;
  static const auto* const fields = new filter::Fields{
      {{.path = "a", .type = filter::Type::kText, .column = "a"},
       {.path = "b", .type = filter::Type::kNumber, .column = "b"},
       {.path = "c", .type = filter::Type::kDate, .column = "c"},
       {.path = "d", .type = filter::Type::kCode, .column = "d", .within = "id IN (SELECT $)"}},
      "words"};
  const auto condition = filter::ConditionOf(telemachus::fuzz::Text(data, size), *fields);
  if (!condition.ok()) {
    Require(absl::IsInvalidArgument(condition.status()), "a bad filter is INVALID_ARGUMENT");
    return 0;
  }
  int depth = 0;
  for (const char c : condition->text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    Require(depth >= 0, "parentheses close what is open");
  }
  Require(depth == 0, "parentheses are closed");
  Require(condition->parameters.size() <= filter::kMostTerms, "a value for each term at most");
  return 0;
}
