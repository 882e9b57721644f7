// What a person may ask about their own data, through every service: all of it, and its end.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "agreement/subject/stocks.h"
#include "common/sql/database.h"
#include "evaluation/subject/stocks.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "matching/subject/stocks.h"
#include "registry/holding/stocks.h"
#include "telemachus/agreement/v1/review.pb.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/subject_request.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/redis_dump.h"
#include "tests/support/cells.h"
#include "tests/support/engines.h"
#include "tests/support/reach.h"
#include "tests/support/scratch.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using registry::v1::SubjectRequest;

constexpr char kMark[] = "kanari9z";
constexpr char kService[] = "registry.v1.SubjectRequestService/";

// What the mentee alone states of themselves, and what only they and the mentor know, in lower
// case.
const std::vector<std::string> kOwn = {
    "gender-kanari9z",  "telephone-kanari9z", "address-kanari9z",
    "needs-kanari9z",   "member-0kanari9z",   "ward of member-0kanari9z",
    "remark-of-mentee", "draft-of-mentee",    "challenge-of-mentee"};
// What is others'.
constexpr const char* kOthers[] = {"draft-of-mentor", "remark-of-mentor", "mentor-0kanari9z",
                                   "mentor-1kanari9z", "member-1kanari9z"};

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

test::Sought SoughtOf(const std::string& person, const std::vector<std::string>& words) {
  return {.id = person.substr(person.find('/') + 1), .mark = kMark, .words = words};
}

std::vector<subject::Stock> StocksOf(const std::string& service) {
  if (service == "registry") return test::WithShared(registry::Stocks());
  if (service == "matching") return test::WithShared(matching::Stocks());
  if (service == "agreement") return test::WithShared(agreement::Stocks());
  return test::WithShared(evaluation::Stocks());
}

std::vector<test::TableRow> RowsAt(const std::string& target) {
  const auto database = sql::Open({.target = target, .connections = 1});
  if (database.ok()) return test::RowsOf(**database);
  ADD_FAILURE() << database.status();
  return {};
}

// What each service told, by what the file of an export says.
std::map<std::string, test::Told> ToldBy(const std::string& file) {
  google::protobuf::Struct document;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(file, &document).ok()) << file;
  std::map<std::string, test::Told> told;
  for (const std::string& service : test::Town::services()) told[service].text = file;
  for (const auto& value : document.fields().at("records").list_value().values()) {
    const auto& record = value.struct_value().fields();
    told[record.at("service").string_value()].categories.insert(
        record.at("category").string_value());
  }
  return told;
}

class SubjectTest : public testing::TestWithParam<std::string> {
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

  SubjectRequest Ask(const std::string& who, SubjectRequest::Kind kind) {
    registry::v1::CreateSubjectRequestRequest create;
    create.set_parent(journey_.PersonOf(who));
    create.mutable_subject_request()->set_kind(kind);
    return journey_.Does<SubjectRequest>(who, absl::StrCat(kService, "CreateSubjectRequest"),
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
  std::string Export(const std::string& who) {
    const SubjectRequest done = AwaitDone(Ask(who, SubjectRequest::KIND_EXPORT).name());
    std::string file;
    const absl::Status status = Download(who, done.name(), file);
    EXPECT_TRUE(status.ok()) << status;
    return file;
  }
  void Erase(const std::string& who) {
    const SubjectRequest asked = Ask(who, SubjectRequest::KIND_ERASURE);
    EXPECT_EQ(asked.state(), SubjectRequest::STATE_WAITING);
    registry::v1::ConfirmErasureRequest confirm;
    confirm.set_name(asked.name());
    journey_.Does<SubjectRequest>(who, absl::StrCat(kService, "ConfirmErasure"), confirm);
    const SubjectRequest done = AwaitDone(asked.name());
    ASSERT_EQ(done.parts_size(), 4);
    for (const auto& part : done.parts()) EXPECT_GT(part.counts_size(), 0) << part.service();
  }

  // Nothing that any service holds on somebody is kept from them, but for a reason.
  void ExpectAllTold(const std::string& file, const test::Sought& sought) {
    const std::map<std::string, test::Told> told = ToldBy(file);
    for (const auto& [name, target] : town_->databases()) {
      const std::string service(absl::StripSuffix(name, "_keys"));
      const auto rows = RowsAt(target);
      const bool names = absl::c_any_of(
          rows, [&](const test::TableRow& row) { return !row.ColumnsWith(sought.id).empty(); });
      // Keys are of what was written there, which is not everywhere.
      EXPECT_TRUE(names || name != service) << name << " holds nothing on them";
      EXPECT_THAT(test::Untold(rows, StocksOf(service), sought, told.at(service)),
                  testing::IsEmpty())
          << name;
    }
  }
  // Nothing of somebody is left in any database, nor in Redis, but an id that names nobody.
  void ExpectGone(const test::Sought& sought) {
    for (const auto& [name, target] : town_->databases()) {
      const std::string service(absl::StripSuffix(name, "_keys"));
      EXPECT_THAT(test::Left(RowsAt(target), StocksOf(service), sought), testing::IsEmpty())
          << name;
    }
    const std::string redis = absl::AsciiStrToLower(DumpRedis(town_->redis().target()));
    EXPECT_TRUE(absl::StrContains(redis, "events")) << "Redis was not read";
    for (const std::string& word : sought.words) {
      EXPECT_FALSE(absl::StrContains(redis, word)) << word;
    }
  }

  // Nothing of somebody is left in any file, sealed or not, once all are closed.
  void ExpectNothingInFiles(const std::vector<std::string>& words) {
    const test::Scratch left;
    for (const auto& entry : std::filesystem::directory_iterator(town_->folder())) {
      const std::string name = entry.path().filename().string();
      if (!absl::EndsWith(name, ".db")) continue;
      std::filesystem::create_hard_link(entry.path(), left.File(name));
    }
    town_.reset();
    int files = 0;
    bool others = false;
    for (const auto& entry : std::filesystem::directory_iterator(left.path())) {
      ++files;
      const std::string bytes = absl::AsciiStrToLower(Read(entry.path()));
      others |= absl::StrContains(bytes, absl::StrCat("member-1", kMark));
      for (const std::string& word : words) {
        EXPECT_FALSE(absl::StrContains(bytes, word)) << entry.path() << ": " << word;
      }
    }
    EXPECT_GE(files, 8);
    EXPECT_TRUE(others) << "the files were not read";
  }

  std::unique_ptr<test::Town> town_ =
      std::make_unique<test::Town>(test::TownOptions{.engine = GetParam()});
  Journey journey_{town_->callers(), kMark};
  std::string person_, second_, others_;
};

TEST_P(SubjectTest, ExportsAllThatIsTheirsAndNothingOfOthers) {
  Live();
  ASSERT_FALSE(HasFailure());
  const SubjectRequest done = AwaitDone(Ask("member-0", SubjectRequest::KIND_EXPORT).name());
  std::string file;
  ASSERT_TRUE(Download("member-0", done.name(), file).ok());

  google::protobuf::Struct document;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(file, &document).ok()) << file;
  EXPECT_EQ(document.fields().at("manifest").struct_value().fields().at("person").string_value(),
            person_);
  EXPECT_GT(document.fields().at("records").list_value().values_size(), 15);
  const std::string lower = absl::AsciiStrToLower(file);
  for (const std::string& own : kOwn) EXPECT_TRUE(absl::StrContains(lower, own)) << own;
  // What both own, and what the other side has shown.
  for (const char* shared : {"It stays between us.", "Getting to know each other.", "Relieved.",
                             "Two of five questions", "Prepare five questions."}) {
    EXPECT_TRUE(absl::StrContains(file, shared)) << shared;
  }
  for (const char* other : kOthers) EXPECT_FALSE(absl::StrContains(file, other)) << other;
  EXPECT_FALSE(absl::StrContains(file, others_)) << "who avoids them is told";

  ExpectAllTold(file, SoughtOf(person_, kOwn));

  for (const char* who : {"staff", "officer", "member-1"}) {
    std::string stolen;
    EXPECT_TRUE(absl::IsPermissionDenied(Download(who, done.name(), stolen))) << who;
    EXPECT_EQ(stolen, "");
  }
}

TEST_P(SubjectTest, ErasesAPersonFromEveryService) {
  Live();
  ASSERT_FALSE(HasFailure());
  EXPECT_NE(Export("member-0"), "");
  Erase("member-0");
  ASSERT_FALSE(HasFailure());
  ExpectGone(SoughtOf(person_, kOwn));

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

  // By now everybody has heard of it.
  ExpectGone(SoughtOf(person_, kOwn));
  if (GetParam() == "SQLite") ExpectNothingInFiles(kOwn);
}

TEST_P(SubjectTest, TellsAndErasesAMentor) {
  Live();
  ASSERT_FALSE(HasFailure());
  const std::string mentor = journey_.mentor();
  const test::Sought sought =
      SoughtOf(journey_.PersonOf(mentor), {journey_.Subject(mentor), "draft-of-mentor"});
  ExpectAllTold(Export(mentor), sought);
  Erase(mentor);
  ASSERT_FALSE(HasFailure());
  ExpectGone(sought);
  // What the mentee wrote stays theirs.
  EXPECT_EQ(journey_.GetAgreement("member-0").sections().rules_of_trust(),
            journey_.Say("It stays between us."));
  if (GetParam() == "SQLite") ExpectNothingInFiles(sought.words);
}

INSTANTIATE_TEST_SUITE_P(All, SubjectTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::scenario
