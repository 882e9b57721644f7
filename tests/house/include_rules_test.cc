#include "tests/house/include_rules.h"

#include "gtest/gtest.h"
#include "tests/house/matchers.h"

namespace telemachus::house {
namespace {

Faults Including(const std::string& path, const std::string& header) {
  return IncludeFaults({{path, "#include \"" + header + "\"\n"}});
}

TEST(IncludeRulesTest, HoldInTheRepository) {
  EXPECT_THAT(IncludeFaults(Repository()), FindsNothing());
}

TEST(IncludeRulesTest, SeeTheRepository) { EXPECT_GT(Repository().size(), 60u); }

TEST(IncludeRulesTest, KeepLibrariesInTheirRooms) {
  EXPECT_THAT(Including("services/matching/a.cc", "grpcpp/server.h"),
              FindsOnly("services/matching/a.cc:1", "gRPC"));
  EXPECT_THAT(Including("services/common/event/a.cc", "hiredis/hiredis.h"),
              FindsOnly("services/common/event/a.cc:1", "hiredis"));
  EXPECT_THAT(IncludeFaults({{"services/registry/a.cc", "\n#include <sqlite3.h>\n"}}),
              FindsOnly("services/registry/a.cc:2", "SQLite"));
  EXPECT_THAT(Including("tools/story/a.cc", "libpq-fe.h"),
              FindsOnly("tools/story/a.cc:1", "libpq"));
  EXPECT_THAT(Including("services/common/log/a.cc", "opentelemetry/trace/span.h"),
              FindsOnly("services/common/log/a.cc:1", "OpenTelemetry"));
  EXPECT_THAT(Including("services/common/rpc/a.cc", "spdlog/spdlog.h"),
              FindsOnly("services/common/rpc/a.cc:1", "spdlog"));
  EXPECT_THAT(Including("services/gateway/a.cc", "prometheus/counter.h"),
              FindsOnly("services/gateway/a.cc:1", "prometheus"));
}

TEST(IncludeRulesTest, LetLibrariesIntoTheirRooms) {
  EXPECT_THAT(Including("services/common/rpc/a.cc", "grpcpp/server.h"), FindsNothing());
  EXPECT_THAT(Including("tests/unit/common/sql/a_test.cc", "sqlite3.h"), FindsNothing());
  EXPECT_THAT(Including("services/gateway/a.cc", "cjose/cjose.h"), FindsNothing());
}

TEST(IncludeRulesTest, KeepServicesApart) {
  EXPECT_THAT(Including("services/matching/a.cc", "registry/person_store.h"),
              FindsOnly("services/matching/a.cc:1", "never includes"));
  EXPECT_THAT(Including("services/common/rpc/a.cc", "gateway/forward.h"),
              FindsOnly("services/common/rpc/a.cc:1", "no service"));
  EXPECT_THAT(Including("services/matching/a.cc", "telemachus/registry/v1/facts.pb.h"),
              FindsNothing());
}

TEST(IncludeRulesTest, KeepTheDomainOutOfCommon) {
  EXPECT_THAT(Including("services/common/rpc/a.h", "telemachus/programme/v1/codes.pb.h"),
              FindsOnly("services/common/rpc/a.h:1", "no domain proto"));
  EXPECT_THAT(Including("services/common/rpc/a.h", "telemachus/access/v1/rule.pb.h"),
              FindsNothing());
}

TEST(IncludeRulesTest, KeepRulesPure) {
  EXPECT_THAT(Including("services/matching/offer_rules.cc", "matching/shortlist/offer_store.h"),
              FindsOnly("services/matching/offer_rules.cc:1", "rules include"));
  EXPECT_THAT(Including("services/matching/offer_rules.cc", "common/sql/database.h"),
              FindsOnly("services/matching/offer_rules.cc:1", "rules include"));
  EXPECT_THAT(Including("services/matching/offer_rules.cc", "common/time/civil.h"), FindsNothing());
  EXPECT_THAT(Including("services/matching/offer_rules.cc", "matching/offer_rules.h"),
              FindsNothing());
}

TEST(IncludeRulesTest, JudgeAHeaderByWhatItReaches) {
  const File rules = {"services/matching/a_rules.h", "#include \"matching/a_record.h\"\n"};
  const File record = {"services/matching/a_record.h",
                       "#include <string>\n#include \"matching/b.h\"\n"};
  EXPECT_THAT(
      IncludeFaults(
          {rules, record, {"services/matching/b.h", "#include \"common/access/caller.h\"\n"}}),
      FindsNothing());
  EXPECT_THAT(
      IncludeFaults(
          {rules, record, {"services/matching/b.h", "#include \"common/sql/database.h\"\n"}}),
      FindsOnly("services/matching/a_rules.h:1", "rules include"));
}

TEST(IncludeRulesTest, KeepTestsOutOfServices) {
  EXPECT_THAT(Including("services/matching/a.cc", "tests/support/fake_clock.h"),
              FindsOnly("services/matching/a.cc:1", "tests"));
}

}  // namespace
}  // namespace telemachus::house
