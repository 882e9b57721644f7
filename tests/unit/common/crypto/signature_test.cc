#include "common/crypto/signature.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::crypto {
namespace {

using test::HasCode;
using test::IsOk;

// A path of this test's own, with nothing there.
std::string FreshPath(const char* name) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", ::getpid(), "_", name);
  ::unlink(path.c_str());
  ::unlink((path + ".pub").c_str());
  return path;
}

TEST(SignatureTest, AKeyKeptInAFileSignsTheSame) {
  const std::string path = FreshPath("registry.key");
  const SigningKey key = SigningKey::Generate();
  ASSERT_THAT(key.Save(path), IsOk());
  struct stat file {};
  ASSERT_EQ(::stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  const auto loaded = SigningKey::Load(path);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->Sign("assertion", "bytes"), key.Sign("assertion", "bytes"));
  const auto verifying = VerifyingKey::Load(path + ".pub");
  ASSERT_THAT(verifying, IsOk());
  EXPECT_TRUE(verifying->Verify("assertion", "bytes", key.Sign("assertion", "bytes")));
}

TEST(SignatureTest, AKeyFileIsNeverWrittenOver) {
  const std::string path = FreshPath("twice.key");
  const SigningKey key = SigningKey::Generate();
  ASSERT_THAT(key.Save(path), IsOk());
  EXPECT_THAT(SigningKey::Generate().Save(path), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(SigningKey::Load(path)->PublicKey(), key.PublicKey());
}

TEST(SignatureTest, APublicFileInTheWayLeavesNoSecretBehind) {
  const std::string path = FreshPath("half.key");
  std::ofstream(path + ".pub") << "taken\n";
  EXPECT_THAT(SigningKey::Generate().Save(path), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST(SignatureTest, WhatIsNoKeyIsRefused) {
  EXPECT_THAT(SigningKey::Load(FreshPath("absent.key")), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(VerifyingKey::FromBytes("short"), HasCode(absl::StatusCode::kInvalidArgument));
  const std::string path = FreshPath("bad.key");
  for (const std::string content : {"", "AAAA", "not base64!", "\xff\xfe"}) {
    std::ofstream(path, std::ios::trunc) << content;
    EXPECT_THAT(SigningKey::Load(path), HasCode(absl::StatusCode::kInvalidArgument)) << content;
    EXPECT_THAT(VerifyingKey::Load(path), HasCode(absl::StatusCode::kInvalidArgument)) << content;
  }
  std::ofstream(path, std::ios::trunc) << std::string(1 << 20, 'A');
  EXPECT_THAT(SigningKey::Load(path), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(SignatureTest, HoldsForItsPurposeBytesAndKeyAlone) {
  const SigningKey key = SigningKey::Generate();
  const auto verifying = VerifyingKey::FromBytes(key.PublicKey());
  ASSERT_THAT(verifying, IsOk());
  const std::string signature = key.Sign("purpose", "bytes");
  EXPECT_EQ(signature.size(), 64u);
  EXPECT_TRUE(verifying->Verify("purpose", "bytes", signature));
  EXPECT_FALSE(verifying->Verify("other", "bytes", signature));
  EXPECT_FALSE(verifying->Verify("purposeb", "ytes", signature));
  EXPECT_FALSE(verifying->Verify("purpose", "byteS", signature));
  EXPECT_FALSE(verifying->Verify("purpose", "bytes", signature.substr(1)));
  for (size_t at = 0; at < signature.size(); ++at) {
    std::string changed = signature;
    changed[at] ^= 1;
    EXPECT_FALSE(verifying->Verify("purpose", "bytes", changed)) << at;
  }
  EXPECT_FALSE(VerifyingKey::FromBytes(SigningKey::Generate().PublicKey())
                   ->Verify("purpose", "bytes", signature));
}

// The public key of RFC 8032, 7.1, test 1, from its secret seed.
TEST(SignatureTest, DerivesThePublicKeyOfTheStandard) {
  const std::string path = FreshPath("rfc.key");
  std::ofstream(path) << absl::Base64Escape(
      absl::HexStringToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(absl::BytesToHexString(SigningKey::Load(path)->PublicKey()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

}  // namespace
}  // namespace telemachus::crypto
