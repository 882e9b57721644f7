#include <gmock/gmock.h>

#include <iterator>
#include <map>
#include <random>
#include <set>

#include "agreement/paper/agreement_rules.h"
#include "tests/support/seed.h"
#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::HasReason;
using test::IsOk;
using v1::Agreement;

constexpr int kHistories = 12;
constexpr int kSteps = 60;

// What anybody may try.
enum class Verb {
  kWrite,
  kSign,
  kComplete,
  kWithdraw,
  kRematch,
  kPlan,
  kHold,
  kAim,
  kBegin,
  kSubmit,
  kAgree,
  kAnswer,
  kWait
};

// How often each is tried: signing and reviewing lead on, and endings would cut histories short.
constexpr Verb kTried[] = {
    Verb::kWrite,    Verb::kSign,     Verb::kSign,     Verb::kSign,    Verb::kSign,   Verb::kSign,
    Verb::kComplete, Verb::kComplete, Verb::kWithdraw, Verb::kRematch, Verb::kPlan,   Verb::kHold,
    Verb::kAim,      Verb::kBegin,    Verb::kBegin,    Verb::kSubmit,  Verb::kSubmit, Verb::kSubmit,
    Verb::kAgree,    Verb::kAgree,    Verb::kAgree,    Verb::kAnswer,  Verb::kWait};

// The moves between states that there are, beside staying.
const std::map<Verb, std::set<std::pair<Agreement::State, Agreement::State>>>& Moves() {
  using A = Agreement;
  static const auto* const moves =
      new std::map<Verb, std::set<std::pair<Agreement::State, Agreement::State>>>{
          {Verb::kWrite, {{A::STATE_ACTIVE, A::STATE_AWAITING_SIGNATURES}}},
          {Verb::kSign,
           {{A::STATE_DRAFT, A::STATE_AWAITING_SIGNATURES},
            {A::STATE_AWAITING_SIGNATURES, A::STATE_ACTIVE}}},
          {Verb::kComplete,
           {{A::STATE_ACTIVE, A::STATE_AFTERCARE},
            {A::STATE_AWAITING_SIGNATURES, A::STATE_AFTERCARE}}},
          {Verb::kWithdraw,
           {{A::STATE_DRAFT, A::STATE_WITHDRAWN},
            {A::STATE_AWAITING_SIGNATURES, A::STATE_WITHDRAWN},
            {A::STATE_ACTIVE, A::STATE_WITHDRAWN}}},
          {Verb::kRematch,
           {{A::STATE_DRAFT, A::STATE_REMATCHED},
            {A::STATE_AWAITING_SIGNATURES, A::STATE_REMATCHED},
            {A::STATE_ACTIVE, A::STATE_REMATCHED}}},
          {Verb::kSubmit, {{A::STATE_ACTIVE, A::STATE_AWAITING_SIGNATURES}}},
          {Verb::kAgree, {{A::STATE_ACTIVE, A::STATE_AWAITING_SIGNATURES}}},
          {Verb::kWait, {{A::STATE_AFTERCARE, A::STATE_CLOSED}}}};
  return *moves;
}

// One random history of one agreement, looked at after every step.
class History {
 public:
  History(const std::string& engine, uint32_t seed) : world_(engine), random_(seed) {
    name_ = world_.Drafted();
    EXPECT_THAT(world_.Write(kMentee, name_, World::FullSections()), IsOk());
    before_ = *world_.Get(kMentee, name_);
  }

  void Step() {
    const Verb verb = kTried[Pick(std::size(kTried))];
    const char* const people[] = {kMentee, kMentor, kMentee, kMentor, kStranger};
    const std::string person = people[Pick(5)];
    SCOPED_TRACE(testing::Message() << "verb " << static_cast<int>(verb) << " by " << person);
    const absl::Status status = Try(verb, person);
    if (person == kStranger && verb != Verb::kWait) {
      EXPECT_THAT(status, HasReason(status::v1::REASON_NOT_PERMITTED));
    }
    Look(verb, status);
  }

  const std::set<Agreement::State>& seen() const { return seen_; }

 private:
  int Pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  // Most of the ends that a party could bring about are left out, or no history would be long.
  bool IsSpared(const std::string& person) { return person != kStranger && Pick(8) != 0; }

  absl::Status Try(Verb verb, const std::string& person) {
    switch (verb) {
      case Verb::kWrite:
        return Write(person);
      case Verb::kSign:
        return world_.SignPresent(person, name_, before_.version() - (Pick(6) == 0)).status();
      case Verb::kComplete:
        return world_.Verb(&AgreementService::CompleteAgreement, person, name_).status();
      case Verb::kWithdraw:
        if (IsSpared(person)) return absl::OkStatus();
        return world_.Verb(&AgreementService::WithdrawFromAgreement, person, name_).status();
      case Verb::kRematch:
        if (IsSpared(person)) return absl::OkStatus();
        return world_.Verb(&AgreementService::RequestRematch, person, name_).status();
      case Verb::kPlan:
        return world_.Plan(person, name_, world_.clock.Now()).status();
      case Verb::kHold:
        return world_.Hold(person, absl::StrCat(name_, "/meetings/", 1 + Pick(4))).status();
      case Verb::kAim:
        return Aim(person);
      case Verb::kBegin:
        return Begin(person);
      case Verb::kSubmit:
        return world_.Step(&ReviewService::SubmitReview, person, AReview()).status();
      case Verb::kAgree:
        return world_.Step(&ReviewService::AgreeReview, person, AReview()).status();
      case Verb::kAnswer:
        return world_.Answer(person, name_, v1::AGREEING_AGREE).status();
      case Verb::kWait:
        world_.clock.Advance(absl::Hours(24 * (1 + Pick(40))));
        return world_.timers->FireDue().status();
    }
    return absl::OkStatus();
  }

  // With the present etag mostly, whoever asks: a stranger may have guessed it.
  absl::Status Write(const std::string& person) {
    v1::UpdateAgreementRequest request;
    request.mutable_agreement()->set_name(name_);
    request.mutable_agreement()->set_etag(Pick(6) == 0 ? "0" : before_.etag());
    *request.mutable_agreement()->mutable_sections() = World::FullSections();
    request.mutable_agreement()->mutable_sections()->set_motivation(absl::StrCat("v", Pick(3)));
    return world_
        .Do(*world_.agreements, &AgreementService::UpdateAgreement, World::Member(person), request)
        .status();
  }

  absl::Status Aim(const std::string& person) {
    v1::CreateObjectiveRequest request;
    request.set_parent(name_);
    request.mutable_objective()->set_content("aim");
    request.mutable_objective()->set_target_date(
        time::FormatDate(time::DayOf(world_.clock.Now()) + 30));
    return world_
        .Do(*world_.objectives, &ObjectiveService::CreateObjective, World::Member(person), request)
        .status();
  }

  absl::Status Begin(const std::string& person) {
    v1::Review review;
    if (Pick(2) == 0) {
      review.mutable_final()->set_progress("far");
    } else {
      review.mutable_progress()->set_action_plan_changes(Pick(2) == 0);
    }
    const auto begun = world_.Begin(person, name_, review);
    if (begun.ok()) reviews_.push_back(begun->name());
    return begun.status();
  }

  std::string AReview() {
    return reviews_.empty() ? name_ + "/reviews/none" : reviews_[Pick(reviews_.size())];
  }

  // What must hold after every step.
  void Look(Verb verb, const absl::Status& status) {
    const auto read = world_.Get(kMentor, name_);
    ASSERT_THAT(read, IsOk());
    seen_.insert(read->state());
    if (!status.ok()) {
      EXPECT_EQ(read->SerializeAsString(), before_.SerializeAsString())
          << "a refusal changes nothing";
    }
    LookAtState(verb, *read);
    LookAtSignatures(*read);
    LookAtVersions(*read);
    before_ = *read;
  }

  void LookAtState(Verb verb, const Agreement& read) {
    if (read.state() != before_.state()) {
      const auto moves = Moves().find(verb);
      ASSERT_NE(moves, Moves().end());
      EXPECT_TRUE(moves->second.contains({before_.state(), read.state()}))
          << before_.state() << " to " << read.state();
      EXPECT_NE(read.etag(), before_.etag());
    }
    EXPECT_EQ(IsLive(read), !read.has_end_time());
    if (before_.has_start_time()) {
      EXPECT_EQ(read.start_time().seconds(), before_.start_time().seconds());
    }
    if (!IsLive(before_)) {
      EXPECT_EQ(read.version(), before_.version());
      EXPECT_EQ(read.sections().SerializeAsString(), before_.sections().SerializeAsString());
    }
  }

  void LookAtSignatures(const Agreement& read) {
    std::set<std::string> people;
    for (const v1::Signature& signature : read.signatures()) {
      EXPECT_EQ(signature.version(), read.version());
      EXPECT_NE(SideOf(read, signature.person()), v1::Party::SIDE_UNSPECIFIED);
      EXPECT_TRUE(people.insert(signature.person()).second);
    }
    const bool is_active = read.state() == Agreement::STATE_ACTIVE;
    EXPECT_TRUE(!IsLive(read) || is_active == (people.size() == 2));
    EXPECT_TRUE(!is_active || read.has_start_time());
  }

  // A text that somebody has signed never changes again, and no signature goes.
  void LookAtVersions(const Agreement& read) {
    EXPECT_GE(read.version(), before_.version());
    EXPECT_LE(read.version(), before_.version() + 1);
    for (int64_t number = 1; number <= read.version(); ++number) {
      v1::GetAgreementVersionRequest request;
      request.set_name(absl::StrCat(name_, "/versions/", number));
      const auto version = world_.Do(*world_.agreements, &AgreementService::GetAgreementVersion,
                                     World::Member(kMentee), request);
      ASSERT_THAT(version, IsOk());
      if (version->signatures().empty()) {
        EXPECT_EQ(number, read.version()) << "a version that nobody signed was left behind";
        continue;
      }
      const auto [kept, is_new] = signed_.try_emplace(number, *version);
      EXPECT_EQ(kept->second.sections().SerializeAsString(),
                version->sections().SerializeAsString());
      EXPECT_LE(kept->second.signatures_size(), version->signatures_size());
      kept->second = *version;
    }
  }

  World world_;
  std::mt19937 random_;
  std::string name_;
  Agreement before_;
  std::vector<std::string> reviews_;
  std::map<int64_t, v1::AgreementVersion> signed_;
  std::set<Agreement::State> seen_;
};

class HistoryTest : public testing::TestWithParam<std::string> {};

TEST_P(HistoryTest, SignaturesBelongToTheirVersionAndStatesMoveAsTabled) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::set<Agreement::State> seen;
  for (int i = 0; i < kHistories && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "history " << i);
    History history(GetParam(), seed + i);
    for (int step = 0; step < kSteps && !testing::Test::HasFailure(); ++step) history.Step();
    seen.insert(history.seen().begin(), history.seen().end());
  }
  // Some history came into force, or this test would have looked at little.
  EXPECT_TRUE(seen.contains(Agreement::STATE_ACTIVE));
}

INSTANTIATE_TEST_SUITE_P(All, HistoryTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
