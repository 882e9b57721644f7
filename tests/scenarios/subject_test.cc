// What a person may ask about their own data, through every service: all of it, and its end.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "telemachus/agreement/v1/review.pb.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/subject_request.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/scratch.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using registry::v1::SubjectRequest;

constexpr char kMark[] = "kanari9z";
constexpr char kService[] = "registry.v1.SubjectRequestService/";

// What the mentee alone states of themselves, and what only they and the mentor know.
constexpr const char* kOwn[] = {
    "gender-kanari9z",  "telephone-kanari9z", "address-kanari9z",
    "needs-kanari9z",   "member-0kanari9z",   "Ward of member-0kanari9z",
    "remark-of-mentee", "draft-of-mentee",    "challenge-of-mentee"};
// What is others'.
constexpr const char* kOthers[] = {"draft-of-mentor", "remark-of-mentor", "mentor-0kanari9z",
                                   "mentor-1kanari9z", "member-1kanari9z"};

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class SubjectTest : public testing::Test {
 protected:
  // A member with an agreement under way, who has written wherever one can.
  void Live() {
    journey_.UpToApproval();
    journey_.Approve();
    journey_.FindAgreement();
    journey_.MeetAndCompare();
    journey_.WriteAndSign();
    journey_.Review();
    ASSERT_FALSE(HasFailure());
    person_ = journey_.PersonOf("member-0");
    StateAll();
    WriteDraft("member-0", "draft-of-mentee");
    WriteDraft(journey_.mentor(), "draft-of-mentor");
    Evaluate("member-0", "remark-of-mentee");
    Evaluate(journey_.mentor(), "remark-of-mentor");
    Avoid("member-0", journey_.PersonOf("member-2"));
    Avoid("member-1", person_);
    AskAgain();
  }

  void StateAll() {
    registry::v1::GetPersonRequest get;
    get.set_name(person_);
    registry::v1::UpdatePersonRequest update;
    *update.mutable_person() =
        journey_.Does<registry::v1::Person>("member-0", "registry.v1.PersonService/GetPerson", get);
    update.mutable_person()->set_gender("gender-kanari9z");
    update.mutable_person()->set_telephone("telephone-kanari9z");
    update.mutable_person()->set_postal_address("address-kanari9z");
    update.mutable_person()->set_access_needs("needs-kanari9z");
    for (const char* path : {"gender", "telephone", "postal_address", "access_needs"}) {
      update.mutable_update_mask()->add_paths(path);
    }
    journey_.Does<registry::v1::Person>("member-0", "registry.v1.PersonService/UpdatePerson",
                                        update);
  }

  void WriteDraft(const std::string& who, const std::string& text) {
    agreement::v1::CreateReviewRequest create;
    create.set_parent(journey_.agreement());
    if (who == "member-0") {
      create.mutable_review()->mutable_progress()->set_achieved(text);
    } else {
      create.mutable_review()->mutable_final()->set_progress(text);
    }
    journey_.Does<agreement::v1::Review>(who, "agreement.v1.ReviewService/CreateReview", create);
  }

  // The invitation comes by event.
  void Evaluate(const std::string& who, const std::string& remark) {
    evaluation::v1::ListInvitationsRequest list;
    list.set_parent(journey_.PersonOf(who));
    evaluation::v1::CreateEvaluationRequest create;
    const absl::Time end = absl::Now() + kPatience;
    while (create.parent().empty() && absl::Now() < end) {
      const auto invited = journey_.Does<evaluation::v1::ListInvitationsResponse>(
          who, "evaluation.v1.EvaluationService/ListInvitations", list);
      if (invited.invitations_size() > 0) create.set_parent(invited.invitations(0).name());
      absl::SleepFor(absl::Milliseconds(20));
    }
    create.mutable_evaluation()->set_successful(evaluation::v1::Evaluation::DEGREE_FULLY);
    create.mutable_evaluation()->set_recommend(evaluation::v1::Evaluation::DEGREE_FULLY);
    create.mutable_evaluation()->set_remarks(remark);
    journey_.Does<evaluation::v1::Evaluation>(
        who, "evaluation.v1.EvaluationService/CreateEvaluation", create);
  }

  void Avoid(const std::string& who, const std::string& person) {
    registry::v1::UpdateAvoidanceRequest update;
    update.mutable_avoidance()->set_name(absl::StrCat(journey_.PersonOf(who), "/avoidance"));
    update.mutable_avoidance()->add_people(person);
    journey_.Does<registry::v1::Avoidance>(who, "registry.v1.MentorService/UpdateAvoidance",
                                           update);
  }

  // A second request, with words of their own, and somebody else's request that names them.
  void AskAgain() {
    auto own = journey_.Need("member-0");
    own.mutable_request()->set_challenge("challenge-of-mentee");
    second_ = journey_
                  .Does<matching::v1::Request>("member-0",
                                               "matching.v1.RequestService/CreateRequest", own)
                  .name();
    auto other = journey_.Need("member-1");
    other.mutable_request()->add_avoided_people(person_);
    others_ = journey_
                  .Does<matching::v1::Request>("member-1",
                                               "matching.v1.RequestService/CreateRequest", other)
                  .name();
  }

  SubjectRequest Ask(SubjectRequest::Kind kind) {
    registry::v1::CreateSubjectRequestRequest create;
    create.set_parent(person_);
    create.mutable_subject_request()->set_kind(kind);
    return journey_.Does<SubjectRequest>("member-0", absl::StrCat(kService, "CreateSubjectRequest"),
                                         create);
  }
  SubjectRequest AwaitDone(const std::string& name) {
    registry::v1::GetSubjectRequestRequest get;
    get.set_name(name);
    SubjectRequest request;
    const absl::Time end = absl::Now() + kPatience;
    do {
      request =
          journey_.Does<SubjectRequest>("staff", absl::StrCat(kService, "GetSubjectRequest"), get);
      absl::SleepFor(absl::Milliseconds(20));
    } while (request.state() == SubjectRequest::STATE_RUNNING && absl::Now() < end);
    EXPECT_EQ(request.state(), SubjectRequest::STATE_DONE) << request.ShortDebugString();
    return request;
  }
  absl::Status Download(const std::string& who, const std::string& name, std::string& file) {
    registry::v1::DownloadExportRequest download;
    download.set_name(name);
    registry::v1::ExportPiece piece;
    return town_->callers()
        .As(journey_.Subject(who))
        .Stream("/telemachus.registry.v1.SubjectRequestService/DownloadExport", download,
                absl::Now() + kPatience, piece, [&](const google::protobuf::Message& message) {
                  file += static_cast<const registry::v1::ExportPiece&>(message).content();
                  return absl::OkStatus();
                });
  }
  void Erase() {
    const SubjectRequest asked = Ask(SubjectRequest::KIND_ERASURE);
    EXPECT_EQ(asked.state(), SubjectRequest::STATE_WAITING);
    registry::v1::ConfirmErasureRequest confirm;
    confirm.set_name(asked.name());
    journey_.Does<SubjectRequest>("member-0", absl::StrCat(kService, "ConfirmErasure"), confirm);
    const SubjectRequest done = AwaitDone(asked.name());
    ASSERT_EQ(done.parts_size(), 4);
    for (const auto& part : done.parts()) EXPECT_GT(part.counts_size(), 0) << part.service();
  }

  std::unique_ptr<test::Town> town_ = std::make_unique<test::Town>();
  Journey journey_{town_->callers(), kMark};
  std::string person_, second_, others_;
};

TEST_F(SubjectTest, ExportsAllThatIsTheirsAndNothingOfOthers) {
  Live();
  ASSERT_FALSE(HasFailure());
  const SubjectRequest done = AwaitDone(Ask(SubjectRequest::KIND_EXPORT).name());
  std::string file;
  ASSERT_TRUE(Download("member-0", done.name(), file).ok());

  google::protobuf::Struct document;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(file, &document).ok()) << file;
  EXPECT_EQ(document.fields().at("manifest").struct_value().fields().at("person").string_value(),
            person_);
  EXPECT_GT(document.fields().at("records").list_value().values_size(), 15);
  for (const char* own : kOwn) EXPECT_TRUE(absl::StrContains(file, own)) << own;
  // What both own, and what the other side has shown.
  for (const char* shared : {"It stays between us.", "Getting to know each other.", "Relieved.",
                             "Two of five questions", "Prepare five questions."}) {
    EXPECT_TRUE(absl::StrContains(file, shared)) << shared;
  }
  for (const char* other : kOthers) EXPECT_FALSE(absl::StrContains(file, other)) << other;
  EXPECT_FALSE(absl::StrContains(file, others_)) << "who avoids them is told";

  for (const char* who : {"staff", "officer", "member-1"}) {
    std::string stolen;
    EXPECT_TRUE(absl::IsPermissionDenied(Download(who, done.name(), stolen))) << who;
    EXPECT_EQ(stolen, "");
  }
}

TEST_F(SubjectTest, ErasesAPersonFromEveryService) {
  Live();
  ASSERT_FALSE(HasFailure());
  std::string file;
  ASSERT_TRUE(
      Download("member-0", AwaitDone(Ask(SubjectRequest::KIND_EXPORT).name()).name(), file).ok());
  Erase();
  ASSERT_FALSE(HasFailure());

  // What the other side wrote stays theirs, and what both own; the person is gone from it.
  const auto agreement = journey_.GetAgreement(journey_.mentor());
  EXPECT_EQ(agreement.state(), agreement::v1::Agreement::STATE_WITHDRAWN);
  EXPECT_EQ(agreement.sections().rules_of_trust(), journey_.Say("It stays between us."));
  for (const auto& party : agreement.parties()) {
    EXPECT_EQ(party.display_name().empty(), party.person() == person_);
  }
  agreement::v1::ListReviewsRequest list;
  list.set_parent(journey_.agreement());
  const auto reviews = journey_.Does<agreement::v1::ListReviewsResponse>(
      journey_.mentor(), "agreement.v1.ReviewService/ListReviews", list);
  EXPECT_EQ(reviews.reviews_size(), 2);
  for (const auto& review : reviews.reviews()) EXPECT_NE(review.author(), person_);
  matching::v1::GetMatchRequest get;
  get.set_name(journey_.match());
  const auto match = journey_.Does<matching::v1::Match>(journey_.mentor(),
                                                        "matching.v1.MatchService/GetMatch", get);
  EXPECT_EQ(match.state(), matching::v1::Match::STATE_ENDED);
  EXPECT_EQ(match.counterpart_display_name(), "");
  matching::v1::GetRequestRequest other;
  other.set_name(others_);
  EXPECT_EQ(
      journey_
          .Does<matching::v1::Request>("member-1", "matching.v1.RequestService/GetRequest", other)
          .avoided_people_size(),
      0);
  // Remembered for five seconds at most; a new token helps nobody.
  const absl::Time end = absl::Now() + kPatience;
  absl::Status status;
  do {
    status = journey_
                 .Try<registry::v1::Self>("member-0", "registry.v1.PersonService/GetSelf",
                                          registry::v1::GetSelfRequest())
                 .status();
  } while (status.ok() && absl::Now() < end);
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;

  // Nothing of theirs is left in any file, sealed or not, once all are closed.
  const test::Scratch left;
  for (const auto& entry : std::filesystem::directory_iterator(town_->folder())) {
    const std::string name = entry.path().filename().string();
    if (absl::EndsWith(name, ".db"))
      std::filesystem::create_hard_link(entry.path(), left.File(name));
  }
  town_.reset();
  int files = 0;
  bool others = false;
  for (const auto& entry : std::filesystem::directory_iterator(left.path())) {
    ++files;
    const std::string bytes = absl::AsciiStrToLower(Read(entry.path()));
    others |= absl::StrContains(bytes, absl::StrCat("member-1", kMark));
    for (const char* own : kOwn) {
      EXPECT_FALSE(absl::StrContains(bytes, absl::AsciiStrToLower(own)))
          << entry.path() << ": " << own;
    }
    // The council's own key for them.
    EXPECT_FALSE(absl::StrContains(bytes, "member-0")) << entry.path();
  }
  EXPECT_GE(files, 8);
  EXPECT_TRUE(others) << "the files were not read";
}

}  // namespace
}  // namespace telemachus::scenario
