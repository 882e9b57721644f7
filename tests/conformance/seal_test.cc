#include "common/crypto/seal.h"

#include <fstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"

namespace telemachus::crypto {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

constexpr char kText[] = "What we spoke about on Tuesday";
constexpr char kAgreement[] = "agreements/a1";
constexpr char kPerson[] = "agreements/a1|people/p1";

const Place kNotes = {"agreements/a1/meetings/m1", "notes", 1};

class SealTest : public testing::TestWithParam<std::string> {
 protected:
  SealTest() {
    EXPECT_THAT(Migrate(*keys_, "key", KeySchema()), IsOk());
    sealer_ = std::make_unique<Sealer>(*keys_, Master({1}));
  }

  // Master keys of these versions, each with its own bytes.
  MasterKeys Master(const std::vector<int>& versions) {
    const std::string path = scratch_.File("master.keys");
    std::ofstream file(path, std::ios::trunc);
    for (const int version : versions) {
      file << version << " " << absl::Base64Escape(std::string(32, static_cast<char>(version)))
           << "\n";
    }
    file.close();
    auto keys = MasterKeys::Load(path);
    EXPECT_THAT(keys, IsOk());
    return *std::move(keys);
  }
  // A sealer as another process has it: with nothing in memory.
  std::unique_ptr<Sealer> Another(const std::vector<int>& versions) {
    return std::make_unique<Sealer>(*keys_, Master(versions));
  }
  std::string Seal(absl::string_view holder, const Place& place, absl::string_view text = kText) {
    auto sealed = sealer_->Seal(holder, place, text, Soon());
    EXPECT_THAT(sealed, IsOk());
    return sealed.value_or("");
  }
  absl::StatusOr<std::string> Open(absl::string_view holder, const Place& place,
                                   absl::string_view sealed) {
    return sealer_->Open(holder, place, sealed, Soon());
  }
  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

  test::Scratch scratch_;
  std::unique_ptr<sql::Database> keys_ = test::OpenFresh(GetParam());
  std::unique_ptr<Sealer> sealer_;
};
INSTANTIATE_TEST_SUITE_P(All, SealTest, test::Engines(), test::EngineName);

TEST_P(SealTest, OpensWhatItSealedAlsoInAnotherProcess) {
  for (const std::string& text : {std::string(), std::string(kText), std::string(100000, '\0')}) {
    const std::string sealed = Seal(kPerson, kNotes, text);
    EXPECT_EQ(*Open(kPerson, kNotes, sealed), text);
    EXPECT_EQ(*Another({1})->Open(kPerson, kNotes, sealed, Soon()), text);
  }
}

TEST_P(SealTest, TheTextIsNotInWhatIsSealedNorTwiceTheSame) {
  const std::string sealed = Seal(kPerson, kNotes);
  EXPECT_THAT(sealed, testing::Not(testing::HasSubstr("Tuesday")));
  EXPECT_NE(sealed, Seal(kPerson, kNotes));
}

TEST_P(SealTest, ASealedTextOpensNowhereElse) {
  struct Spot {
    std::string holder;
    Place place;
  };
  const std::vector<Spot> spots = {
      {kPerson, kNotes},
      {kAgreement, kNotes},
      {"agreements/a1|people/p2", kNotes},
      {"agreements/a2", kNotes},
      {kPerson, {"agreements/a1/meetings/m2", "notes", 1}},
      {kPerson, {"agreements/a1/meetings/m1", "note", 1}},
      {kPerson, {"agreements/a1/meetings/m1n", "otes", 1}},
      {kPerson, {"agreements/a1/meetings/m1", "notes", 2}},
      {kPerson, {"agreements/a1/meetings/m1", "notes", 11}},
  };
  std::vector<std::string> sealed;
  for (const Spot& spot : spots) sealed.push_back(Seal(spot.holder, spot.place));
  for (size_t from = 0; from < spots.size(); ++from) {
    for (size_t to = 0; to < spots.size(); ++to) {
      const auto opened = Open(spots[to].holder, spots[to].place, sealed[from]);
      if (from == to) {
        EXPECT_THAT(opened, IsOk()) << from;
      } else {
        EXPECT_THAT(opened, HasCode(absl::StatusCode::kDataLoss)) << from << " at " << to;
      }
    }
  }
}

TEST_P(SealTest, NoChangedByteOpensAndAllSayTheSame) {
  const std::string sealed = Seal(kPerson, kNotes);
  const absl::Status words = Open(kPerson, kNotes, "").status();
  for (size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] ^= 1;
    EXPECT_EQ(Open(kPerson, kNotes, changed).status(), words) << at;
    EXPECT_EQ(Open(kPerson, kNotes, sealed.substr(0, at)).status(), words) << at;
  }
  EXPECT_EQ(Open(kPerson, kNotes, sealed + "x").status(), words);
}

TEST_P(SealTest, ADestroyedHoldersTextsAreGoneAndNoneIsSealedForItAgain) {
  const std::string sealed = Seal(kPerson, kNotes);
  const std::string others = Seal(kAgreement, kNotes);
  ASSERT_THAT(sealer_->Destroy(kPerson, Soon()), IsOk());
  ASSERT_THAT(sealer_->Destroy(kPerson, Soon()), IsOk());
  const auto another = Another({1});
  for (Sealer* sealer : {sealer_.get(), another.get()}) {
    EXPECT_EQ(sealer->Open(kPerson, kNotes, sealed, Soon()).status(), absl::NotFoundError(""));
    EXPECT_THAT(sealer->Seal(kPerson, kNotes, kText, Soon()),
                HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(sealer->Seal(kPerson, kNotes, kText, Soon()),
                HasReason(status::Reason::REASON_WRONG_STATE));
    EXPECT_EQ(*sealer->Open(kAgreement, kNotes, others, Soon()), kText);
  }
}

TEST_P(SealTest, AHolderDestroyedBeforeItsFirstTextNeverGetsAKey) {
  ASSERT_THAT(sealer_->Destroy(kPerson, Soon()), IsOk());
  EXPECT_THAT(sealer_->Seal(kPerson, kNotes, kText, Soon()),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_P(SealTest, NothingOfADestroyedKeyStaysInItsRow) {
  Seal(kPerson, kNotes);
  ASSERT_THAT(sealer_->Destroy(kPerson, Soon()), IsOk());
  ASSERT_THAT(
      keys_->Read(
          Soon(),
          [](sql::Transaction& transaction) -> absl::Status {
            const auto row = transaction.QueryRow(
                "SELECT key_id, wrapped, destroyed_at FROM holder_keys WHERE holder = :holder",
                {{"holder", kPerson}});
            EXPECT_THAT(row, IsOk());
            EXPECT_EQ(row->Text(0), "");
            EXPECT_TRUE(row->IsNull(1));
            EXPECT_FALSE(row->IsNull(2));
            return absl::OkStatus();
          }),
      IsOk());
}

TEST_P(SealTest, ATextWhoseKeyWasLostIsNotTakenForErased) {
  const std::string sealed = Seal(kPerson, kNotes);
  EXPECT_THAT(Open("agreements/a9", kNotes, sealed), HasCode(absl::StatusCode::kDataLoss));
}

TEST_P(SealTest, AKeyMovedToAnotherHoldersRowDoesNotOpen) {
  const std::string sealed = Seal(kPerson, kNotes);
  Seal(kAgreement, kNotes);
  ASSERT_THAT(
      keys_->Transact(Soon(),
                      [](sql::Transaction& transaction) {
                        return transaction
                            .Execute(
                                "UPDATE holder_keys SET "
                                "wrapped = (SELECT wrapped FROM holder_keys WHERE holder = :from), "
                                "key_id = (SELECT key_id FROM holder_keys WHERE holder = :from) "
                                "WHERE holder = :to",
                                {{"from", kPerson}, {"to", kAgreement}})
                            .status();
                      }),
      IsOk());
  EXPECT_THAT(Another({1})->Open(kAgreement, kNotes, sealed, Soon()),
              HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Another({1})->Seal(kAgreement, kNotes, kText, Soon()),
              HasCode(absl::StatusCode::kDataLoss));
}

TEST_P(SealTest, AfterRewrappingTheOldMasterKeyIsNotNeeded) {
  std::vector<std::string> sealed;
  for (int i = 0; i < 450; ++i) sealed.push_back(Seal(absl::StrCat("agreements/a", i), kNotes));
  ASSERT_THAT(sealer_->Destroy("agreements/a7", Soon()), IsOk());
  const auto rotating = Another({1, 2});
  const auto rewrapped = rotating->Rewrap(Soon());
  ASSERT_THAT(rewrapped, IsOk());
  EXPECT_EQ(*rewrapped, 449);
  EXPECT_EQ(*rotating->Rewrap(Soon()), 0);
  const auto after = Another({2});
  for (int i = 0; i < 450; ++i) {
    const auto opened = after->Open(absl::StrCat("agreements/a", i), kNotes, sealed[i], Soon());
    EXPECT_THAT(opened, HasCode(i == 7 ? absl::StatusCode::kNotFound : absl::StatusCode::kOk)) << i;
  }
  EXPECT_THAT(Another({1})->Open("agreements/a1", kNotes, sealed[1], Soon()),
              HasCode(absl::StatusCode::kDataLoss));
}

TEST_P(SealTest, RewrappingWithoutTheOldMasterKeySaysSoAndHarmsNothing) {
  const std::string sealed = Seal(kPerson, kNotes);
  EXPECT_THAT(Another({2})->Rewrap(Soon()), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_EQ(*Another({1})->Open(kPerson, kNotes, sealed, Soon()), kText);
}

TEST_P(SealTest, ProcessesThatSealAtOnceShareOneKey) {
  constexpr int kProcesses = 6;
  std::vector<std::unique_ptr<Sealer>> sealers;
  for (int i = 0; i < kProcesses; ++i) sealers.push_back(Another({1}));
  std::vector<std::string> sealed(kProcesses);
  std::vector<std::thread> threads;
  for (int i = 0; i < kProcesses; ++i) {
    threads.emplace_back([&, i] {
      auto text = sealers[i]->Seal(kPerson, kNotes, absl::StrCat(i), Soon());
      EXPECT_THAT(text, IsOk());
      sealed[i] = text.value_or("");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < kProcesses; ++i) {
    EXPECT_EQ(*Open(kPerson, kNotes, sealed[i]), absl::StrCat(i));
  }
}

TEST_P(SealTest, ATextBeyondTheLimitIsRefused) {
  EXPECT_THAT(sealer_->Seal(kPerson, kNotes, std::string((8 << 20) + 1, 'x'), Soon()),
              HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace telemachus::crypto
