#include <set>
#include <string>

#include "common/sql/driver/text.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using telemachus::fuzz::Require;
  const absl::string_view text = telemachus::fuzz::Text(data, size);
  const telemachus::sql::NumberedText numbered = telemachus::sql::ForPostgres(text);
  const std::set<std::string> names(numbered.names.begin(), numbered.names.end());
  Require(names.size() == numbered.names.size(), "a parameter has one number");
  const telemachus::sql::NumberedText again = telemachus::sql::ForPostgres(numbered.text);
  Require(again.names.empty(), "no parameter is left");
  Require(again.text == numbered.text, "what was rewritten stays as it is");
  Require(telemachus::sql::ForSqlite(text).names == numbered.names, "engines number alike");
  size_t length = 0;
  for (const std::string& statement : telemachus::sql::Split(text)) {
    Require(!statement.empty(), "a statement says something");
    length += statement.size();
  }
  Require(length <= size, "splitting adds nothing");
  telemachus::sql::Summarize(text).Text();
  return 0;
}
