#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/seal.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::crypto {
namespace {

using test::HasCode;
using test::IsOk;

class MasterKeysTest : public testing::Test {
 protected:
  MasterKeysTest() : path_(absl::StrCat(testing::TempDir(), "/", ::getpid(), "_master.keys")) {
    ::unlink(path_.c_str());
  }
  ~MasterKeysTest() override { ::unlink(path_.c_str()); }
  void Write(const std::string& content) { std::ofstream(path_, std::ios::trunc) << content; }
  static std::string Line(int version, char byte) {
    return absl::StrCat(version, " ", absl::Base64Escape(std::string(32, byte)), "\n");
  }

  const std::string path_;
};

TEST_F(MasterKeysTest, AFreshFileHoldsOneKeyForItsOwnerAlone) {
  ASSERT_THAT(MasterKeys::Create(path_), IsOk());
  struct stat file {};
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  const auto keys = MasterKeys::Load(path_);
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(keys->present_version(), 1);
  EXPECT_EQ(keys->Key(1).size(), 32u);
  EXPECT_EQ(keys->Key(2), "");
  EXPECT_THAT(MasterKeys::Create(path_), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(MasterKeys::Load(path_)->Key(1), keys->Key(1));
}

TEST_F(MasterKeysTest, TheHighestVersionIsThePresentOneWhereverItStands) {
  Write(Line(3, 'c') + "\n" + Line(10, 'j') + Line(1, 'a'));
  const auto keys = MasterKeys::Load(path_);
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(keys->present_version(), 10);
  EXPECT_EQ(keys->Key(3), std::string(32, 'c'));
}

TEST_F(MasterKeysTest, WhatIsNoFileOfKeysIsRefused) {
  EXPECT_THAT(MasterKeys::Load(path_), HasCode(absl::StatusCode::kNotFound));
  for (const std::string& content :
       {std::string(), std::string("\n\n"), std::string("1\n"), std::string("1 AAAA\n"),
        "0" + Line(0, 'a').substr(1), "x" + Line(1, 'a'), Line(-1, 'a'),
        Line(1, 'a') + Line(1, 'b'), Line(1, 'a') + "rubbish\n"}) {
    Write(content);
    EXPECT_THAT(MasterKeys::Load(path_), HasCode(absl::StatusCode::kInvalidArgument)) << content;
  }
}

}  // namespace
}  // namespace telemachus::crypto
