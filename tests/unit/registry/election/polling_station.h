#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_ELECTION_POLLING_STATION_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_ELECTION_POLLING_STATION_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/operation/runner.h"
#include "common/status/macros.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/election/election_work.h"
#include "registry/invitation/inviting.h"
#include "registry/membership/seat_change.h"
#include "registry/mentor/farewell.h"
#include "registry/person/changes.h"
#include "registry/term/applying.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/election.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "telemachus/registry/v1/mentoring_invitation.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {

// An election in Powys on 6 May 2027, half a year from every world's today: the term begins on the
// 10th, and the 9th is the last day of those who retire.
class PollingStation : public testing::TestWithParam<std::string> {
 protected:
  static constexpr char kTerm[] = "2027-05-10";
  static constexpr char kLastDay[] = "2027-05-09";

  PollingStation()
      : timers_(world_.database(), world_.clock(),
                {{kTermBeginsTimer, &BeginTerm},
                 {kElectionLeftTimer, &LeaveElection},
                 {kInvitationLapsesTimer, &LapseInvitation},
                 {kSeatTurnsTimer, &TurnSeat},
                 {kMentorTurnsTimer, &PersonChanged},
                 {kMentorEndingTimer, &FollowTenure}}) {
    Populate(world_);
    powys_ = world_.Authority("POW");
    world_.AddPerson("elsewhere");
    world_.Give("elsewhere", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  static v1::Election WholeCouncil() {
    v1::Election election;
    election.set_poll_date("2027-05-06");
    election.set_seats_up(v1::Election::SEATS_UP_ALL);
    return election;
  }
  absl::StatusOr<v1::Election> TryCreate(const std::string& who, const v1::Election& election) {
    v1::CreateElectionRequest request;
    request.set_parent(powys_);
    *request.mutable_election() = election;
    return world_.Ask<v1::Election>("ElectionService/CreateElection", who, request);
  }
  void Create(const v1::Election& election = WholeCouncil()) {
    const auto created = TryCreate("officer", election);
    ASSERT_THAT(created, test::IsOk());
    name_ = created->name();
  }
  v1::Election Get(const std::string& who = "officer") {
    v1::GetElectionRequest request;
    request.set_name(name_);
    const auto election = world_.Ask<v1::Election>("ElectionService/GetElection", who, request);
    EXPECT_THAT(election, test::IsOk());
    return election.value_or(v1::Election());
  }

  static v1::ElectionResult Stays(const std::string& key, const std::string& ward = "") {
    v1::ElectionResult result;
    result.set_council_key(key);
    result.set_outcome(v1::ElectionResult::OUTCOME_STAYS);
    result.set_ward(ward);
    return result;
  }
  static v1::ElectionResult Leaves(
      const std::string& key,
      v1::Membership::Leaving leaving = v1::Membership::LEAVING_NOT_ELECTED) {
    v1::ElectionResult result;
    result.set_council_key(key);
    result.set_outcome(v1::ElectionResult::OUTCOME_LEAVES);
    result.set_leaving(leaving);
    return result;
  }
  static v1::ElectionResult Arrives(const std::string& key, const std::string& name,
                                    const std::string& subject = "") {
    v1::ElectionResult result;
    result.set_council_key(key);
    result.set_outcome(v1::ElectionResult::OUTCOME_ARRIVES);
    result.set_display_name(name);
    result.set_ward("Brecon");
    if (subject.empty()) return result;
    result.mutable_login()->set_issuer(World::kIssuer);
    result.mutable_login()->set_subject(subject);
    return result;
  }
  absl::StatusOr<v1::Election> TryRecord(const std::string& who,
                                         const std::vector<v1::ElectionResult>& results) {
    v1::RecordElectionResultsRequest request;
    request.set_name(name_);
    for (const v1::ElectionResult& result : results) *request.add_results() = result;
    return world_.Ask<v1::Election>("ElectionService/RecordElectionResults", who, request);
  }
  void Record(const std::vector<v1::ElectionResult>& results) {
    ASSERT_THAT(TryRecord("officer", results), test::IsOk());
  }
  absl::StatusOr<v1::Election> TryPreview(const std::string& who = "officer") {
    v1::PreviewElectionRequest request;
    request.set_name(name_);
    return world_.Ask<v1::Election>("ElectionService/PreviewElection", who, request);
  }
  v1::Election Preview() {
    const auto previewed = TryPreview();
    EXPECT_THAT(previewed, test::IsOk());
    return previewed.value_or(v1::Election());
  }
  absl::StatusOr<google::longrunning::Operation> TryApply(const std::string& digest,
                                                          const std::string& who = "officer") {
    v1::ApplyElectionRequest request;
    request.set_name(name_);
    request.set_preview_digest(digest);
    return world_.Ask<google::longrunning::Operation>("ElectionService/ApplyElection", who,
                                                      request);
  }
  // Previews, applies and lets that be carried out.
  v1::Election Apply() {
    const v1::Election previewed = Preview();
    EXPECT_THAT(TryApply(previewed.preview_digest()), test::IsOk()) << absl::StrJoin(Told(), "; ");
    EXPECT_THAT(runner_.RunDue().status(), test::IsOk());
    return Get();
  }
  std::vector<v1::ElectionRow> Rows() {
    std::vector<v1::ElectionRow> rows;
    v1::ListElectionRowsRequest request;
    request.set_parent(name_);
    request.set_page_size(500);
    do {
      const auto page = world_.Ask<v1::ListElectionRowsResponse>("ElectionService/ListElectionRows",
                                                                 "officer", request);
      EXPECT_THAT(page, test::IsOk());
      if (!page.ok()) return rows;
      rows.insert(rows.end(), page->rows().begin(), page->rows().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  // Rows as "P1 STAYS ward,roles asked OPEN APPLIED".
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const v1::ElectionRow& row : Rows()) {
      std::string& text = told.emplace_back(absl::StrCat(
          row.council_key(), " ", v1::ElectionRow::Change_Name(row.change()).substr(7)));
      if (!row.changed_fields().empty()) {
        absl::StrAppend(&text, " ", absl::StrJoin(row.changed_fields(), ","));
      }
      if (row.mentor_asked()) text += " asked";
      for (const int problem : row.problems()) {
        absl::StrAppend(
            &text, " ",
            v1::ElectionRow::Problem_Name(static_cast<v1::ElectionRow::Problem>(problem))
                .substr(8));
      }
      if (row.outcome() != v1::ElectionRow::OUTCOME_UNSPECIFIED) {
        absl::StrAppend(&text, " ", v1::ElectionRow::Outcome_Name(row.outcome()).substr(8));
      }
    }
    return told;
  }

  v1::Person Self(const std::string& subject) {
    const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    EXPECT_THAT(self, test::IsOk());
    return self.ok() ? self->person() : v1::Person();
  }
  // Lets a day begin, with all that falls due.
  void On(const std::string& date) {
    world_.clock().Set(time::StartOf(*time::ParseDate(date)));
    EXPECT_THAT(timers_.FireDue(), test::IsOk());
  }
  // Trains somebody, so that they are accredited for five years.
  void Train(const std::string& subject) {
    v1::CreateCourseRequest course;
    course.mutable_course()->mutable_title()->set_english("Mentoring");
    course.mutable_course()->set_provider(v1::Course::PROVIDER_NATIONAL_BODY);
    course.mutable_course()->set_accredits_months(60);
    const auto created =
        world_.Ask<v1::Course>("TrainingService/CreateCourse", World::kNational, course);
    ASSERT_THAT(created, test::IsOk());
    v1::CreateTrainingRecordRequest record;
    record.set_parent(world_.Person(subject));
    record.mutable_training_record()->set_attended_date("2026-11-01");
    record.mutable_training_record()->set_course(created->name());
    ASSERT_THAT(
        world_.Ask<v1::TrainingRecord>("TrainingService/CreateTrainingRecord", "officer", record),
        test::IsOk());
  }
  std::vector<v1::MentoringInvitation> Invitations(const std::string& who,
                                                   const std::string& subject) {
    v1::ListMentoringInvitationsRequest request;
    request.set_parent(world_.Person(subject));
    const auto response = world_.Ask<v1::ListMentoringInvitationsResponse>(
        "MentoringInvitationService/ListMentoringInvitations", who, request);
    EXPECT_THAT(response, test::IsOk());
    if (!response.ok()) return {};
    return {response->mentoring_invitations().begin(), response->mentoring_invitations().end()};
  }
  int64_t Count(const std::string& table) {
    int64_t count = -1;
    EXPECT_THAT(world_.database().Read(absl::Now() + absl::Seconds(60),
                                       [&](sql::Transaction& transaction) -> absl::Status {
                                         ASSIGN_OR_RETURN(
                                             const auto row,
                                             transaction.QueryRow(
                                                 absl::StrCat("SELECT COUNT(*) FROM ", table), {}));
                                         count = row.Int(0);
                                         return absl::OkStatus();
                                       }),
                test::IsOk());
    return count;
  }

  World world_{GetParam()};
  ElectionKind kind_{world_.means()};
  id::RandomIds ids_;
  operation::Runner runner_{world_.database(), world_.clock(), ids_, {{kElectionKind, &kind_}}};
  timer::Timers timers_;
  std::string powys_, name_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_ELECTION_POLLING_STATION_H_
