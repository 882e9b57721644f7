#include "matching/bind.h"

#include <memory>
#include <string>

#include "common/crypto/seal.h"
#include "gtest/gtest.h"
#include "tests/support/ground.h"

namespace telemachus::matching {
namespace {

using test::IsOk;

class BindTest : public testing::TestWithParam<std::string> {};

TEST_P(BindTest, ServesAllItsMethodsBeforeAnyOtherServiceIsThere) {
  const test::GroundFiles files("matching", GetParam());
  const test::FreshTarget keys(GetParam());
  ASSERT_THAT(crypto::MasterKeys::Create(files.File("master")), IsOk());
  Config config;
  config.ground = files.Options(nullptr);
  config.registry = "unix:" + files.File("registry.sock");
  config.agreement = "unix:" + files.File("agreement.sock");
  config.sealing.key_database.target = keys.target();
  config.sealing.master_key_file = files.File("master");
  rpc::Bindings bindings;
  ASSERT_THAT(Bind(config, bindings), IsOk());
  const time::SystemClock clock;
  rpc::ServerOptions options;
  options.service = "matching";
  options.listen = "127.0.0.1:0";
  const auto server = rpc::Server::Start(options, bindings, clock);
  ASSERT_THAT(server, IsOk());
  EXPECT_GT((*server)->port(), 0);
  (*server)->Stop();
}

INSTANTIATE_TEST_SUITE_P(All, BindTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
