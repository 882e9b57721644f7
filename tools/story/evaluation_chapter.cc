#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "common/trace/span.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/evaluation/v1/report.pb.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/story/chapters.h"

namespace telemachus::story {
namespace {

using namespace evaluation::v1;  // NOLINT: the chapter is about evaluation

constexpr size_t kOthers = 24;  // newly elected members who ask as well, to be counted

// Others ask too, so that a report has something to count.
absl::Status OthersAsk(World& world) {
  const trace::Span span("story OthersAsk");
  const absl::Time start = absl::Now();
  const std::vector<record::Member> members = world.New(world.home().code);
  size_t asked = 0;
  for (size_t i = 2; i < members.size() && asked < kOthers; ++i, ++asked) {
    ASSIGN_OR_RETURN(Actor * member, world.Enter(members[i]));
    ASSIGN_OR_RETURN(auto self,
                     member->Call<registry::v1::Self>("registry.v1.PersonService/GetSelf",
                                                      registry::v1::GetSelfRequest()));
    matching::v1::CreateRequestRequest request;
    request.mutable_request()->set_mentee(self.person().name());
    request.mutable_request()->set_kind(i % 4 == 0 ? programme::v1::KIND_INDUCTION
                                                   : programme::v1::KIND_ONE_TO_ONE);
    request.mutable_request()->set_context(programme::v1::CONTEXT_NEW_MEMBER);
    request.mutable_request()->add_needs("local_leadership");
    RETURN_IF_ERROR(
        member->Call<matching::v1::Request>("matching.v1.RequestService/CreateRequest", request)
            .status());
  }
  world.telling().Done(absl::StrCat(asked, " other newly elected members ask as well."),
                       absl::Now() - start);
  return absl::OkStatus();
}

// Invitations come by event, so they are waited for.
absl::StatusOr<std::string> AwaitInvitation(Actor& actor) {
  ListInvitationsRequest list;
  list.set_parent(actor.person());
  const absl::Time deadline = absl::Now() + kPatience;
  while (absl::Now() < deadline) {
    ASSIGN_OR_RETURN(auto invited, actor.Call<ListInvitationsResponse>(
                                       "evaluation.v1.EvaluationService/ListInvitations", list));
    for (const Invitation& invitation : invited.invitations()) {
      if (invitation.occasion() == OCCASION_END) return invitation.name();
    }
    absl::SleepFor(absl::Milliseconds(100));
  }
  return absl::DeadlineExceededError("nobody was invited to evaluate");
}

absl::StatusOr<std::string> Evaluate(Actor& actor) {
  const trace::Span span("story Evaluate");
  CreateEvaluationRequest create;
  ASSIGN_OR_RETURN(*create.mutable_parent(), AwaitInvitation(actor));
  Evaluation& evaluation = *create.mutable_evaluation();
  evaluation.set_successful(Evaluation::DEGREE_FULLY);
  evaluation.add_helped(Evaluation::HELP_CHALLENGE);
  evaluation.add_helped(Evaluation::HELP_LISTENING);
  evaluation.set_recommend(Evaluation::DEGREE_MOSTLY);
  evaluation.set_remarks("For myself: begin earlier next time.");
  ASSIGN_OR_RETURN(auto given, actor.Does<Evaluation>(
                                   "gives a confidential evaluation.",
                                   "evaluation.v1.EvaluationService/CreateEvaluation", create));
  return given.name();
}

void TellTable(Telling& telling, const Table& table) {
  telling.Note(table.title().english());
  int64_t most = 1;
  for (const auto& row : table.rows()) most = std::max(most, row.figure().count());
  for (const auto& row : table.rows()) {
    telling.Note(absl::StrFormat(
        "    %-34s %s %s", row.title().english(),
        Telling::Bar(static_cast<int>(row.figure().count()), static_cast<int>(most), 16),
        row.figure().words().english()));
  }
}

absl::Status ReadReport(World& world, Actor& actor, const std::string& sentence, bool tell) {
  GetReportRequest get;
  get.set_scope(world.home_name);
  get.set_period("to-date");
  ASSIGN_OR_RETURN(auto report,
                   actor.Does<Report>(sentence, "evaluation.v1.ReportService/GetReport", get));
  bool protects = false;
  for (const Table& table : report.tables()) {
    for (const auto& row : table.rows()) {
      const Figure& figure = row.figure();
      protects |= figure.protection() != Figure::PROTECTION_ROUNDED;
      if (figure.protection() == Figure::PROTECTION_ROUNDED &&
          figure.count() % report.rounding_base() != 0) {
        return absl::InternalError("a figure was not rounded");
      }
    }
    if (tell && table.code().starts_with("demand")) TellTable(world.telling(), table);
  }
  return protects ? absl::OkStatus() : absl::InternalError("no small number was protected");
}

}  // namespace

absl::Status TellEvaluation(World& world) {
  const trace::Span chapter("chapter 6: what can be said about it");
  world.telling().Chapter("6  What can be said about it");
  RETURN_IF_ERROR(OthersAsk(world));
  ASSIGN_OR_RETURN(std::string given, Evaluate(*world.mentee));
  RETURN_IF_ERROR(Evaluate(*world.mentor).status());
  GetEvaluationRequest get;
  get.set_name(given);
  RETURN_IF_ERROR(world.mentor->MayNot<Evaluation>("asks what the other wrote.",
                                                   "evaluation.v1.EvaluationService/GetEvaluation",
                                                   get, status::v1::REASON_NOT_PERMITTED));
  RETURN_IF_ERROR(ReadReport(world, *world.officer,
                             "(officer) reads the report: small numbers are protected.", true));
  GetReportRequest foreign;
  foreign.set_scope(world.neighbour_name);
  foreign.set_period("to-date");
  RETURN_IF_ERROR(world.officer->MayNot<Report>(
      absl::StrCat("(officer) asks for the report of ", world.neighbour().short_name, "."),
      "evaluation.v1.ReportService/GetReport", foreign, status::v1::REASON_NOT_PERMITTED));
  return ReadReport(world, *world.committee, "(committee) reads the same report, figure by figure.",
                    false);
}

}  // namespace telemachus::story
