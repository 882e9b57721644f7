// What a dry run tells of each row is what becomes of it, however the rows of a file hang together.
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/operation/runner.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/transfer/import_work.h"
#include "telemachus/registry/v1/transfer.pb.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using google::longrunning::Operation;
using test::IsOk;

constexpr char kHead[] = "authority_code,key,subject,display_name,email,ward_name,party,roles\n";

class TrialTest : public testing::TestWithParam<std::string> {
 protected:
  TrialTest() { Populate(world_); }

  // What became, or would become, of each row, and the report last.
  std::vector<std::string> Told(const std::string& content, bool trial) {
    v1::StartImportRequest request;
    request.set_list(v1::IMPORT_LIST_MEMBERS);
    request.set_format(v1::TRANSFER_FORMAT_CSV);
    request.set_content(content);
    request.set_login_issuer(World::kIssuer);
    request.set_validate_only(trial);
    const auto started =
        world_.Ask<Operation>("TransferService/StartImport", World::kNational, request);
    EXPECT_THAT(started, IsOk());
    EXPECT_THAT(runner_.RunDue().status(), IsOk());
    google::longrunning::GetOperationRequest get;
    get.set_name(started->name());
    const auto over = world_.Ask<Operation>("OperationService/GetOperation", World::kNational, get);
    EXPECT_TRUE(over.ok() && over->has_response());
    std::vector<std::string> told = Rows(started->name());
    told.push_back(over->response().ShortDebugString());
    return told;
  }
  std::vector<std::string> Rows(const std::string& operation) {
    v1::ListImportRowsRequest list;
    list.set_parent(operation);
    list.set_page_size(500);
    std::vector<std::string> rows;
    do {
      const auto page = world_.Ask<v1::ListImportRowsResponse>("TransferService/ListImportRows",
                                                               World::kNational, list);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::ImportRow& row : page->import_rows()) rows.push_back(row.ShortDebugString());
      list.set_page_token(page->next_page_token());
    } while (!list.page_token().empty());
    return rows;
  }

  World world_{GetParam()};
  ImportKind kind_{world_.means()};
  operation::Runner runner_{
      world_.database(), world_.clock(), world_.means().ids, {{kImportKind, &kind_}}};
};

INSTANTIATE_TEST_SUITE_P(All, TrialTest, test::Engines(), test::EngineName);

// People who sit in several authorities under one login, told of in all parts of the file, with
// what one row says otherwise than another.
std::string RandomList(std::mt19937& random, int rows) {
  std::string content = kHead;
  for (int i = 0; i < rows; ++i) {
    const char* const codes[] = {"POW", "CRF", "LDS", "YOR", "CMA"};
    const unsigned who = random() % 300;
    const bool has_login = random() % 10 < 7;
    const unsigned name = random() % 8 == 0 ? random() % 300 : who;
    absl::StrAppend(&content, codes[random() % 5], ",K", random() % 900, ",",
                    has_login ? absl::StrCat("login-", who) : "", ",Member ", name, ",",
                    random() % 3 == 0 ? "" : absl::StrCat("m", random() % 3, "@example.org"),
                    ",Ward ", random() % 3, ",", random() % 2 == 0 ? "green" : "labour", ",",
                    random() % 4 == 0 ? "leader" : "", "\n");
  }
  return content;
}

TEST_P(TrialTest, TellsOfEveryRowWhatBecomesOfIt) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3; ++round) {
    const std::string content = RandomList(random, 1300);
    const int64_t head = world_.Head();
    const std::vector<std::string> trial = Told(content, /*trial=*/true);
    EXPECT_EQ(world_.Head(), head) << "nothing has happened";
    const std::vector<std::string> carried_out = Told(content, /*trial=*/false);
    ASSERT_EQ(trial.size(), carried_out.size());
    for (size_t i = 0; i < trial.size(); ++i) {
      ASSERT_EQ(trial[i], carried_out[i]) << "round " << round << ", row " << i;
    }
  }
}

// The first row makes the person whose login the last one names, far below.
TEST_P(TrialTest, KnowsInALaterBatchWhomAnEarlierOneAdds) {
  std::string content = absl::StrCat(kHead, "POW,N,shared,Nia Rhys,,,,\n");
  for (int i = 0; i < 600; ++i) absl::StrAppend(&content, "POW,F", i, ",,Filler ", i, ",,,,\n");
  absl::StrAppend(&content, "CRF,N,shared,Somebody Else,,,,\n", "LDS,N,shared,Nia Rhys,,,,\n");
  const std::vector<std::string> trial = Told(content, /*trial=*/true);
  EXPECT_THAT(trial[601], testing::HasSubstr("ODD_KIND_SUBJECT_TAKEN"));
  EXPECT_EQ(Told(content, /*trial=*/false), trial);
}

}  // namespace
}  // namespace telemachus::registry
