#ifndef TELEMACHUS_TESTS_SUPPORT_ENGINES_H_
#define TELEMACHUS_TESTS_SUPPORT_ENGINES_H_

#include <memory>
#include <string>

#include "common/sql/database.h"
#include "gtest/gtest.h"
#include "tests/support/scratch.h"

// The engines that every suite over SQL runs on:
//
//   class LedgerTest : public testing::TestWithParam<std::string> {
//     std::unique_ptr<sql::Database> database_ = test::OpenFresh(GetParam());
//   };
//   INSTANTIATE_TEST_SUITE_P(All, LedgerTest, test::Engines(), test::EngineName);
namespace telemachus::test {

// The parameters of such a suite.
inline auto Engines() { return testing::Values(std::string("SQLite"), std::string("PostgreSQL")); }

// Names its tests by engine.
inline std::string EngineName(const testing::TestParamInfo<std::string>& engine) {
  return engine.param;
}

// A place for one new, empty database, which goes away with this object. It may be opened several
// times, as replicas do.
class FreshTarget {
 public:
  explicit FreshTarget(const std::string& engine);
  ~FreshTarget();
  FreshTarget(const FreshTarget&) = delete;
  FreshTarget& operator=(const FreshTarget&) = delete;

  // For sql::Options.
  const std::string& target() const { return target_; }
  // Opens it, or ends the process.
  std::unique_ptr<sql::Database> Open(int connections = 8) const;
  // Ends all connections to it, as a failing server does. PostgreSQL only.
  void Cut() const;

 private:
  Scratch scratch_;
  std::string postgres_;  // its connection string; empty on SQLite
  std::string target_;
};

// Opens a new, empty database that goes away when it is closed.
std::unique_ptr<sql::Database> OpenFresh(const std::string& engine);

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_ENGINES_H_
