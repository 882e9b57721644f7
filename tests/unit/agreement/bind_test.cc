#include "agreement/bind.h"

#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::HasCode;
using test::IsOk;

// A configuration with all files that it names.
class BindTest : public testing::Test {
 protected:
  BindTest() {
    std::filesystem::create_directory(scratch_.File("keys"));
    EXPECT_THAT(crypto::SigningKey::Generate().Save(scratch_.File("keys/agreement.key")), IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch_.File("master")), IsOk());
    std::ofstream(scratch_.File("page")) << absl::Base64Escape(std::string(32, 'k'));
    config_.ground.service = "agreement";
    config_.ground.database.target = "sqlite:" + scratch_.File("text.db");
    config_.ground.key_file = scratch_.File("keys/agreement.key");
    config_.ground.peer_keys = scratch_.File("keys");
    config_.ground.page_key_file = scratch_.File("page");
    config_.registry = "127.0.0.1:1";
    config_.matching = "127.0.0.1:1";
    config_.sealing.key_database.target = "sqlite:" + scratch_.File("keys.db");
    config_.sealing.master_key_file = scratch_.File("master");
  }

  test::Scratch scratch_;
  Config config_;
  rpc::Bindings bindings_;
};

TEST_F(BindTest, ServesEveryMethodOfItsProtos) {
  ASSERT_THAT(Bind(config_, bindings_), IsOk());
  EXPECT_THAT(bindings_.methods().Complete(), IsOk());
  const google::protobuf::FileDescriptor* const files[] = {
      v1::Agreement::descriptor()->file(), v1::Checklist::descriptor()->file(),
      v1::AgreementFacts::descriptor()->file(), v1::Meeting::descriptor()->file(),
      v1::Review::descriptor()->file()};
  for (const auto* file : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        const std::string name = absl::StrCat("/", file->service(i)->full_name(), "/",
                                              file->service(i)->method(j)->name());
        EXPECT_TRUE(bindings_.methods().all().contains(name)) << name;
      }
    }
  }
}

TEST_F(BindTest, KeepsKeysInADatabaseOfTheirOwn) {
  config_.sealing.key_database = config_.ground.database;
  EXPECT_THAT(Bind(config_, bindings_), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(BindTest, DoesNotStartWithoutItsMasterKey) {
  config_.sealing.master_key_file = scratch_.File("none");
  EXPECT_THAT(Bind(config_, bindings_), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace telemachus::agreement
