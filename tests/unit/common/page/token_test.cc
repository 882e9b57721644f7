#include "common/page/token.h"

#include <random>
#include <set>

#include "gtest/gtest.h"
#include "telemachus/test/v1/vessel.pb.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"

namespace telemachus::page {
namespace {

using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_PAGE_TOKEN_INVALID;
using test::HasReason;
using test::IsOk;
using test::v1::ListVesselsRequest;

constexpr char kCaller[] = "people/p1";

class TokensTest : public testing::Test {
 protected:
  TokensTest() {
    request_.set_parent("fleets/f1");
    for (const char* mark : {"a", "b", "c", "d", "e"}) (*request_.mutable_marks())[mark] = mark;
  }

  // The request for the page after `position`.
  ListVesselsRequest Next(absl::string_view position) {
    ListVesselsRequest next = request_;
    next.set_page_token(tokens_.Make(kCaller, request_, position));
    return next;
  }

  const Tokens tokens_{std::string(32, 'k')};
  ListVesselsRequest request_;
};

TEST_F(TokensTest, ReadsBackThePosition) {
  for (const std::string& position :
       {std::string(), std::string("nemo\0v17", 8), std::string(1000, '\xff')}) {
    const auto read = tokens_.Read(kCaller, Next(position));
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(*read, position);
  }
}

TEST_F(TokensTest, TheFirstPageHasNoToken) {
  const auto read = tokens_.Read(kCaller, request_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, "");
}

TEST_F(TokensTest, ThePageSizeMayChange) {
  ListVesselsRequest next = Next("v17");
  next.set_page_size(7);
  EXPECT_THAT(tokens_.Read(kCaller, next), IsOk());
}

TEST_F(TokensTest, EveryPageGoesOnFromTheOneBefore) {
  ListVesselsRequest next = Next("v17");
  next.set_page_token(tokens_.Make(kCaller, next, "v34"));
  const auto read = tokens_.Read(kCaller, next);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, "v34");
}

TEST_F(TokensTest, AnotherReplicaReadsItFromTheSameRequestSentAnew) {
  const Tokens replica(std::string(32, 'k'));
  for (int round = 0; round < 50; ++round) {
    const ListVesselsRequest next = Next("v17");
    ListVesselsRequest sent;
    ASSERT_TRUE(sent.ParseFromString(next.SerializeAsString()));
    ASSERT_THAT(replica.Read(kCaller, sent), IsOk());
  }
}

TEST_F(TokensTest, IsNoUseElsewhere) {
  const ListVesselsRequest next = Next("v17");
  EXPECT_THAT(tokens_.Read("people/p2", next), HasReason(REASON_PAGE_TOKEN_INVALID));
  EXPECT_THAT(tokens_.Read("", next), HasReason(REASON_PAGE_TOKEN_INVALID));
  ListVesselsRequest other = next;
  other.set_parent("fleets/f2");
  EXPECT_THAT(tokens_.Read(kCaller, other), HasReason(REASON_PAGE_TOKEN_INVALID));
  other = next;
  other.mutable_marks()->erase("a");
  EXPECT_THAT(tokens_.Read(kCaller, other), HasReason(REASON_PAGE_TOKEN_INVALID));
  const Tokens stranger(std::string(32, 'x'));
  EXPECT_THAT(stranger.Read(kCaller, next), HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_F(TokensTest, IsNoUseForAnotherTypeWithTheSameBytes) {
  request_.clear_marks();
  test::v1::ListHarboursRequest harbours;
  harbours.set_parent(request_.parent());
  harbours.set_page_token(Next("v17").page_token());
  EXPECT_THAT(tokens_.Read(kCaller, harbours), HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_F(TokensTest, CallerAndRequestDoNotRunIntoEachOther) {
  ListVesselsRequest next = Next("v17");
  const std::string type = ListVesselsRequest::descriptor()->full_name();
  EXPECT_THAT(tokens_.Read(kCaller + type.substr(0, 1), next),
              HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_F(TokensTest, TellsNothingAndNeverComesTwice) {
  std::set<std::string> seen;
  for (int round = 0; round < 1000; ++round) {
    const std::string token = tokens_.Make(kCaller, request_, "penelope");
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

TEST_F(TokensTest, RefusesAForgedCharacterAnywhere) {
  const ListVesselsRequest good = Next("v17");
  for (size_t i = 0; i < good.page_token().size(); ++i) {
    for (const char c : {'A', 'B', '_', '=', '\0'}) {
      ListVesselsRequest forged = good;
      if (good.page_token()[i] == c) continue;
      (*forged.mutable_page_token())[i] = c;
      EXPECT_THAT(tokens_.Read(kCaller, forged), HasReason(REASON_PAGE_TOKEN_INVALID)) << i;
    }
  }
}

TEST_F(TokensTest, RefusesATokenCutShort) {
  const ListVesselsRequest good = Next("v17");
  for (size_t length = 1; length < good.page_token().size(); ++length) {
    ListVesselsRequest cut = good;
    cut.mutable_page_token()->resize(length);
    EXPECT_THAT(tokens_.Read(kCaller, cut), HasReason(REASON_PAGE_TOKEN_INVALID)) << length;
  }
}

TEST_F(TokensTest, RefusesRandomTexts) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    std::string text(1 + random() % 120, '\0');
    for (char& c : text) c = static_cast<char>(random());
    request_.set_page_token(text);
    ASSERT_THAT(tokens_.Read(kCaller, request_), HasReason(REASON_PAGE_TOKEN_INVALID));
  }
  request_.set_page_token(std::string(1 << 20, 'A'));
  EXPECT_THAT(tokens_.Read(kCaller, request_), HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_F(TokensTest, RefusesANegativePageSizeOnEveryPage) {
  request_.set_page_size(-1);
  EXPECT_THAT(tokens_.Read(kCaller, request_), HasReason(REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(tokens_.Read(kCaller, Next("v17")), HasReason(REASON_FIELD_OUT_OF_RANGE));
}

TEST(TokensDeathTest, NeedAKeyOfThirtyTwoBytes) {
  EXPECT_DEATH(Tokens(std::string(31, 'k')), "key of 32 bytes");
}

TEST(SizeTest, StaysWithinBounds) {
  EXPECT_EQ(Size(0), 50);
  EXPECT_EQ(Size(-3), 50);
  EXPECT_EQ(Size(1), 1);
  EXPECT_EQ(Size(500), 500);
  EXPECT_EQ(Size(501), 500);
}

}  // namespace
}  // namespace telemachus::page
