#ifndef TELEMACHUS_TESTS_SCENARIOS_JOURNEY_JOURNEY_H_
#define TELEMACHUS_TESTS_SCENARIOS_JOURNEY_JOURNEY_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/import.pb.h"
#include "tests/support/town/callers.h"

namespace telemachus::scenario {

// The longest a scenario waits for one answer, or for what comes by event.
inline constexpr absl::Duration kPatience = absl::Seconds(30);

// One member's way from need to evaluation, through a gateway. Each step expects what it must
// find and leaves what the next one needs. A call that fails is a failure of the test.
class Journey {
 public:
  // `mark` stands in every personal value that goes in: names, wards, parties, e-mail addresses,
  // logins, whatever people write.
  explicit Journey(test::Callers& callers, std::string mark = "")
      : callers_(callers), mark_(std::move(mark)) {}

  // Authorities and members are imported, staff get their roles, a policy is set.
  void BuildRegister();
  // Experienced members register as mentors; all but one are trained.
  void RegisterMentors();
  // The mentee asks, an adviser offers, the mentee ranks, one declines and the next accepts.
  void AskForMentor();
  // The officer approves.
  void Approve();
  // The draft is there; the officer knows that it exists and no more.
  void FindAgreement();
  // The first meeting, and the checklist, blind until both have answered.
  void MeetAndCompare();
  // Both write, and sign the same version.
  void WriteAndSign();
  // An objective, two reviews, and a new version by which the agreement goes on.
  void Review();
  // The agreement completes, by which the mentor's place is free.
  void Complete();
  // Both evaluate, and neither reads the other's.
  void Evaluate();
  // Reports, in which small numbers are protected.
  void ReadReports();

  // All of it, as long as it goes well.
  void Whole();
  // From a new register to a match that waits for its approval.
  void UpToApproval();

  // Whether calls are made anew while something does not answer, as clients do.
  void set_waits(bool waits) { waits_ = waits; }
  // Calls `method` ("registry.v1.PersonService/GetSelf") as somebody.
  template <typename Response>
  absl::StatusOr<Response> Try(const std::string& who, absl::string_view method,
                               const google::protobuf::Message& request) {
    const absl::Time end = absl::Now() + kPatience;
    const auto call = [&] {
      return callers_.As(Subject(who))
          .Unary<Response>(absl::StrCat("/telemachus.", method), request, absl::Now() + kPatience);
    };
    auto response = call();
    while (waits_ && absl::IsUnavailable(response.status()) && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(50));
      response = call();
    }
    if (!response.ok()) errors_.push_back(response.status());
    return response;
  }
  // The same, for calls that must succeed.
  template <typename Response>
  Response Does(const std::string& who, absl::string_view method,
                const google::protobuf::Message& request) {
    absl::StatusOr<Response> response = Try<Response>(who, method, request);
    if (response.ok()) return *std::move(response);
    ADD_FAILURE() << who << " calls " << method << ": " << response.status();
    return {};
  }
  // The same, for calls that must be refused for a reason.
  template <typename Response>
  void MayNot(const std::string& who, absl::string_view method,
              const google::protobuf::Message& request, status::Reason reason) {
    const absl::Status status = Try<Response>(who, method, request).status();
    EXPECT_EQ(status::v1::Reason_Name(status::ReasonOf(status)), status::v1::Reason_Name(reason))
        << who << " calls " << method << ": " << status;
  }
  // Imports a file by "AuthorityService/ImportSeats" or another method, as national staff.
  absl::StatusOr<registry::v1::ImportReport> Import(absl::string_view method,
                                                    const google::protobuf::Message& request);
  // Makes a person with a login of this name and, if the role is one, a grant.
  std::string Appoint(const std::string& who, access::v1::Role role, const std::string& scope);
  // The `people/{person}` of somebody who can sign in.
  std::string PersonOf(const std::string& who);
  // They give a telephone number too, but let the other side of a match have their e-mail alone.
  void ReleaseEmail(const std::string& who);
  // A request of that member; lacks avoided people, challenge and request id.
  matching::v1::CreateRequestRequest Need(const std::string& who);
  // The agreement as that party sees it.
  agreement::v1::Agreement GetAgreement(const std::string& who);

  // The subject of somebody's token. The first of the staff is called so by the registry itself.
  std::string Subject(const std::string& who) const;
  // A text with the mark.
  std::string Say(absl::string_view text) const { return absl::StrCat(text, mark_); }
  // Whoever goes by this mentor's name.
  std::string MentorCalled(const std::string& mentor) const;

  // Who mentors, once it is known: "mentor-3".
  const std::string& mentor() const { return mentor_; }
  const std::string& home() const { return home_; }
  const std::string& neighbour() const { return neighbour_; }
  const std::string& request() const { return request_; }
  const std::string& match() const { return match_; }
  const std::string& agreement() const { return agreement_; }
  const std::string& region() const { return region_; }
  // An authority of another nation, and an end-of-mentoring invitation and evaluation of member-0.
  const std::string& far() const { return far_; }
  const std::string& invitation() const { return invitation_; }
  const std::string& evaluation() const { return evaluation_; }
  // Every refusal so far.
  const std::vector<absl::Status>& errors() const { return errors_; }
  test::Callers& callers() { return callers_; }

 private:
  std::string MembersFile() const;
  void SetPolicy();
  void CreateMentor(const std::string& who);
  matching::v1::Shortlist AwaitShortlist();
  void OfferAndChoose(const matching::v1::Shortlist& shortlist);
  void Answer();
  matching::v1::Match GetMatch(const std::string& who);
  void Meet();
  void HandIn(const std::string& who, int offset);
  void Sign(const std::string& who);
  void ReviewProgress();
  void ReviewFinally(const std::string& objective);
  std::string EvaluateAs(const std::string& who);

  test::Callers& callers_;
  const std::string mark_;
  bool waits_ = false;
  std::string home_, neighbour_, far_, region_;
  std::vector<std::pair<std::string, std::string>> mentors_;  // `mentors/{mentor}`, who
  std::string request_, match_, mentor_, agreement_, invitation_, evaluation_;
  std::vector<absl::Status> errors_;
};

}  // namespace telemachus::scenario

#endif  // TELEMACHUS_TESTS_SCENARIOS_JOURNEY_JOURNEY_H_
