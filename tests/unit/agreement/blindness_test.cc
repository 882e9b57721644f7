#include <map>
#include <random>
#include <regex>
#include <set>

#include "common/status/details.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "tests/support/seed.h"
#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::IsOk;

constexpr int kPairs = 6;
constexpr int kSteps = 25;

// An error with all that it carries, in an order of its own.
std::string TextOf(const absl::Status& status) {
  std::string text = absl::StrCat(static_cast<int>(status.code()), " ", status.message());
  std::set<std::string> details;
  status.ForEachPayload(
      [&](absl::string_view type, const absl::Cord&) { details.insert(std::string(type)); });
  for (const std::string& detail : details) absl::StrAppend(&text, " ", detail);
  const auto info = status::GetDetail<google::rpc::ErrorInfo>(status);
  const auto fields = status::GetDetail<google::rpc::BadRequest>(status);
  if (info.has_value()) absl::StrAppend(&text, " ", info->DebugString());
  if (fields.has_value()) absl::StrAppend(&text, " ", fields->DebugString());
  return text;
}

// One of two worlds in which the same happens, but for the checklist. Writes down everything that
// the asker, the scheme and the listeners to events can see; ids, which are random, as the order in
// which they first come.
class Witness {
 public:
  Witness(const std::string& engine, const std::string& asker, const std::string& other)
      : world_(engine), asker_(asker), other_(other) {
    name_ = world_.InForce();
  }

  // The other side answers. Nobody may notice.
  void OtherAnswers() { ASSERT_THAT(world_.Answer(other_, name_, v1::AGREEING_DISAGREE), IsOk()); }

  // Something that either side does, the same in both worlds.
  void Happen(int what, bool by_asker) {
    const std::string& person = by_asker ? asker_ : other_;
    absl::Status status;
    switch (what) {
      case 0: {
        v1::Sections sections;
        sections.set_motivation(absl::StrCat("text ", written_++));
        status = world_.Write(person, name_, sections).status();
        break;
      }
      case 1:
        status = world_.SignPresent(person, name_, world_.Get(person, name_)->version()).status();
        break;
      case 2:
        status = world_.Plan(person, name_, world_.clock.Now()).status();
        break;
      case 3:
        status = world_.Hold(person, absl::StrCat(name_, "/meetings/1")).status();
        break;
      case 4: {
        v1::Review review;
        review.mutable_progress()->set_feelings("fine");
        status = world_.Begin(person, name_, review).status();
        break;
      }
      default:
        world_.clock.Advance(absl::Hours(1));
    }
    if (by_asker) Note(TextOf(status));
  }

  // Everything that can be asked.
  void AskAll() {
    NoteOf(world_.Get(asker_, name_));
    NoteOf(world_.Checklist(asker_, name_));
    AskChild<v1::ListMeetingsRequest>(*world_.meetings, &MeetingService::ListMeetings, name_);
    AskChild<v1::ListObjectivesRequest>(*world_.objectives, &ObjectiveService::ListObjectives,
                                        name_);
    AskChild<v1::ListReviewsRequest>(*world_.reviews, &ReviewService::ListReviews, name_);
    AskChild<v1::ListAgreementsRequest>(*world_.agreements, &AgreementService::ListAgreements,
                                        asker_);
    v1::GetAgreementVersionRequest version;
    version.set_name(name_ + "/versions/1");
    NoteOf(world_.Do(*world_.agreements, &AgreementService::GetAgreementVersion,
                     World::Member(asker_), version));
    v1::ListArrangementsRequest arrangements;
    arrangements.set_parent(kAuthority);
    NoteOf(world_.Do(*world_.arrangements, &ArrangementService::ListArrangements,
                     World::CallerWith("people/o", access::Role::ROLE_OFFICER, kAuthority),
                     arrangements));
    v1::BatchGetAgreementFactsRequest facts;
    facts.add_agreements(name_);
    NoteOf(world_.Do(*world_.facts, &FactsService::BatchGetAgreementFacts,
                     access::Caller::Service("evaluation"), facts));
    for (const auto& event : world_.Events()) {
      Note(absl::StrCat(event.number(), event.type(), event.resource(), event.version()));
    }
  }

  // The asker tries what is refused, answers, and answers again.
  void AnswerWrongly() {
    v1::AnswerChecklistRequest incomplete;
    incomplete.set_agreement(name_);
    NoteOf(world_.Do(*world_.checklists, &ChecklistService::AnswerChecklist, World::Member(asker_),
                     incomplete));
  }
  void Answer() {
    NoteOf(world_.Answer(asker_, name_, v1::AGREEING_AGREE));
    NoteOf(world_.Answer(asker_, name_, v1::AGREEING_AGREE));
  }

  // What was seen so far.
  const std::vector<std::string>& seen() const { return seen_; }
  bool IsRevealed() { return world_.Checklist(asker_, name_)->revealed(); }

 private:
  template <typename Request, typename Handlers, typename Response>
  void AskChild(Handlers& handlers,
                absl::StatusOr<Response> (Handlers::*handler)(const rpc::Call&, const Request&),
                const std::string& parent) {
    Request request;
    request.set_parent(parent);
    NoteOf(world_.Do(handlers, handler, World::Member(asker_), request));
  }

  template <typename Response>
  void NoteOf(const absl::StatusOr<Response>& response) {
    Note(response.ok() ? response->DebugString() : TextOf(response.status()));
  }

  void Note(const std::string& text) {
    static const std::regex kId("[a-z][a-z2-7]{25}");
    std::string plain;
    auto rest = text.cbegin();
    for (std::sregex_iterator id(text.begin(), text.end(), kId), end; id != end; ++id) {
      plain.append(rest, (*id)[0].first);
      absl::StrAppend(&plain, "#", ids_.try_emplace(id->str(), ids_.size()).first->second);
      rest = (*id)[0].second;
    }
    plain.append(rest, text.cend());
    seen_.push_back(std::move(plain));
  }

  World world_;
  const std::string asker_;
  const std::string other_;
  std::string name_;
  int written_ = 0;
  std::map<std::string, size_t> ids_;
  std::vector<std::string> seen_;
};

void ExpectSame(const Witness& one, const Witness& two) {
  ASSERT_EQ(one.seen().size(), two.seen().size());
  for (size_t i = 0; i < one.seen().size(); ++i) ASSERT_EQ(one.seen()[i], two.seen()[i]);
}

class BlindnessTest : public testing::TestWithParam<std::string> {};

TEST_P(BlindnessTest, NothingTellsWhetherTheOtherHasAnsweredUntilBothHave) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const auto pick = [&](int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(random);
  };
  for (int pair = 0; pair < kPairs; ++pair) {
    const bool mentee_asks = pair % 2 == 0;
    const std::string asker = mentee_asks ? kMentee : kMentor;
    const std::string other = mentee_asks ? kMentor : kMentee;
    Witness without(GetParam(), asker, other);
    Witness with(GetParam(), asker, other);
    const int answered_at = pick(kSteps);
    const int asked_at = pick(kSteps);
    for (int step = 0; step < kSteps; ++step) {
      if (step == answered_at) with.OtherAnswers();
      const int what = pick(6);
      const bool by_asker = pick(2) == 0;
      without.Happen(what, by_asker);
      with.Happen(what, by_asker);
      if (step == asked_at) {
        without.AnswerWrongly();
        with.AnswerWrongly();
      }
      if (step % 5 == 0 || step == answered_at) {
        without.AskAll();
        with.AskAll();
      }
    }
    without.Answer();
    with.Answer();
    ExpectSame(without, with);
    if (testing::Test::HasFatalFailure()) return;
    // And then the two worlds differ, or this test would see nothing.
    EXPECT_FALSE(without.IsRevealed());
    EXPECT_TRUE(with.IsRevealed());
  }
}

INSTANTIATE_TEST_SUITE_P(All, BlindnessTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
