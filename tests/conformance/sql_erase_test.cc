#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"

namespace telemachus::sql {
namespace {

using test::IsOk;
using testing::HasSubstr;
using testing::Not;

constexpr char kSecret[] = "0123456789abcdef-a-wrapped-key-0123456789abcdef";

class SqlEraseTest : public testing::Test {
 protected:
  // Writes the secret, takes it away again, and leaves the database open.
  void WriteAndDelete(bool erase_deleted) {
    auto opened =
        Open({.target = "sqlite:" + scratch_.File("keys.db"), .erase_deleted = erase_deleted});
    ASSERT_THAT(opened, IsOk());
    database_ = *std::move(opened);
    Execute("CREATE TABLE keys(id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT", {});
    Execute("INSERT INTO keys(id, wrapped) VALUES (1, :wrapped)", {{"wrapped", Bytes{kSecret}}});
    ASSERT_THAT(Files(), HasSubstr(kSecret));
    Execute("DELETE FROM keys WHERE id = 1", {});
  }

  void Execute(absl::string_view sql, const Parameters& parameters) {
    ASSERT_THAT(database_->Transact(absl::Now() + absl::Seconds(20),
                                    [&](Transaction& transaction) {
                                      return transaction.Execute(sql, parameters).status();
                                    }),
                IsOk());
  }

  // All bytes of the database, its log included.
  std::string Files() const {
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator(scratch_.path())) {
      std::ifstream stream(file.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(stream), {});
    }
    return bytes;
  }

  const test::Scratch scratch_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqlEraseTest, LeavesNothingOfWhatWasDeleted) {
  WriteAndDelete(/*erase_deleted=*/true);
  EXPECT_THAT(Files(), Not(HasSubstr(kSecret)));
}

// What the option is for.
TEST_F(SqlEraseTest, LeavesTheBytesThereWhereItIsNotAsked) {
  WriteAndDelete(/*erase_deleted=*/false);
  EXPECT_THAT(Files(), HasSubstr(kSecret));
}

}  // namespace
}  // namespace telemachus::sql
