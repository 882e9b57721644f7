#include "evaluation/bind.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "common/crypto/seal.h"
#include "common/crypto/signature.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"

namespace telemachus::evaluation {
namespace {

class BindTest : public testing::Test {
 protected:
  BindTest() {
    std::filesystem::create_directory(scratch_.File("keys"));
    EXPECT_THAT(crypto::SigningKey::Generate().Save(scratch_.File("keys/evaluation.key")),
                test::IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch_.File("master")), test::IsOk());
    std::ofstream(scratch_.File("page")) << absl::Base64Escape(std::string(32, 'k'));
    config_.ground.service = "evaluation";
    config_.ground.database.target = "sqlite:" + scratch_.File("evaluation.db");
    config_.ground.key_file = scratch_.File("keys/evaluation.key");
    config_.ground.peer_keys = scratch_.File("keys");
    config_.ground.page_key_file = scratch_.File("page");
    config_.registry = config_.matching = config_.agreement = "127.0.0.1:1";
    config_.sealing.key_database.target = "sqlite:" + scratch_.File("keys.db");
    config_.sealing.master_key_file = scratch_.File("master");
  }

  test::Scratch scratch_;
  Config config_;
};

TEST_F(BindTest, ServesEveryMethodOfItsProtos) {
  rpc::Bindings bindings;
  ASSERT_THAT(Bind(config_, bindings), test::IsOk());
  EXPECT_THAT(bindings.methods().Complete(), test::IsOk());
  int own = 0;
  for (const auto& [name, method] : bindings.methods().all()) {
    own += name.find("telemachus.evaluation.v1.") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(own, 4);
}

TEST_F(BindTest, DoesNotStartUnderALaxerRule) {
  config_.disclosure.threshold = 9;
  rpc::Bindings bindings;
  EXPECT_THAT(Bind(config_, bindings), test::HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace telemachus::evaluation
