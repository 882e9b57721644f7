#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/trace/span.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/story/chapters.h"

namespace telemachus::story {
namespace {

using namespace matching::v1;  // NOLINT: the chapter is about matching

constexpr int kOffered = 3;

std::string Words(const std::string& name, const std::string& prefix) {
  std::string words = name.substr(prefix.size());
  for (char& c : words) c = c == '_' ? ' ' : static_cast<char>(tolower(c));
  return words;
}

CreateRequestRequest Need(const Actor& mentee) {
  CreateRequestRequest request;
  Request& asked = *request.mutable_request();
  asked.set_mentee(mentee.person());
  asked.set_kind(programme::v1::KIND_ONE_TO_ONE);
  asked.set_context(programme::v1::CONTEXT_NEW_MEMBER);
  asked.add_needs("scrutiny_and_challenge");
  asked.add_needs("communication");
  asked.add_needs("planning");
  asked.set_party_rule(programme::v1::PARTY_RULE_OPEN);
  asked.mutable_preferences()->set_role_code("scrutiny_chair");
  asked.mutable_preferences()->set_remote(true);
  return request;
}

absl::StatusOr<Actor*> EnterMember(World& world, const record::Member& member) {
  const trace::Span span("story Enter");
  ASSIGN_OR_RETURN(Actor * actor, world.Enter(member));
  ASSIGN_OR_RETURN(auto self, actor->Call<registry::v1::Self>("registry.v1.PersonService/GetSelf",
                                                              registry::v1::GetSelfRequest()));
  actor->set_person(self.person().name());
  return actor;
}

absl::Status Ask(World& world) {
  ASSIGN_OR_RETURN(world.mentee, EnterMember(world, world.New(world.home().code)[0]));
  Actor& mentee = *world.mentee;
  RETURN_IF_ERROR(mentee
                      .Does<registry::v1::Person>("says that whoever becomes their mentor may have "
                                                  "their e-mail.",
                                                  "registry.v1.PersonService/UpdatePerson",
                                                  ReleaseEmail(mentee))
                      .status());
  CreateRequestRequest request = Need(mentee);
  // Somebody to avoid: nobody but the mentee will ever read who.
  request.mutable_request()->add_avoided_people(world.mentors[0]->person());
  request.mutable_request()->set_challenge(
      "The first budget scrutiny is in six weeks and I do not know where to begin.");
  request.set_request_id("3f1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a11");

  CreateRequestRequest wrong = request;
  wrong.mutable_request()->set_needs(1, "juggling");
  RETURN_IF_ERROR(mentee.MayNot<Request>("asks for help with juggling (needs[1]).",
                                         "matching.v1.RequestService/CreateRequest", wrong,
                                         status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  ASSIGN_OR_RETURN(
      auto made, mentee.Does<Request>(absl::StrCat("(", world.home().short_name,
                                                   ", newly elected) asks for a mentor: scrutiny, "
                                                   "communication, planning."),
                                      "matching.v1.RequestService/CreateRequest", request));
  world.request = made.name();
  ASSIGN_OR_RETURN(auto again,
                   mentee.Does<Request>("sends the same again after a lost connection.",
                                        "matching.v1.RequestService/CreateRequest", request));
  if (again.name() != made.name()) return absl::InternalError("a repeat made a second request");
  world.telling().Note("The answer is the same request: nothing is done twice.");
  return absl::OkStatus();
}

void TellCandidate(Telling& telling, const Candidate& candidate) {
  std::string parts;
  for (const ScorePart& part : candidate.parts()) {
    absl::StrAppend(&parts, parts.empty() ? "" : ", ",
                    Words(Criterion_Name(part.criterion()), "CRITERION_"), " ", part.points(), "/",
                    part.of_points());
  }
  telling.Note(absl::StrCat(Telling::Bar(candidate.score(), 1000, 20), " ", candidate.score(), "  ",
                            candidate.display_name(), ": ", candidate.reason().english()));
  telling.Note(absl::StrCat("     ", parts));
}

// Matching learns of new mentors by event, within a second; the story is faster than people are.
absl::Status AwaitMentors(World& world, const BuildShortlistRequest& build) {
  const trace::Span span("story AwaitMentors");
  const absl::Time deadline = absl::Now() + kPatience;
  while (absl::Now() < deadline) {
    ASSIGN_OR_RETURN(auto shortlist, world.adviser->Call<Shortlist>(
                                         "matching.v1.ShortlistService/BuildShortlist", build));
    if (shortlist.eligible_count() >= kOffered) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(50));
  }
  return absl::DeadlineExceededError("matching does not know the mentors");
}

absl::StatusOr<Shortlist> FindMentors(World& world) {
  ClaimRequestRequest claim;
  claim.set_name(world.request);
  RETURN_IF_ERROR(world.adviser
                      ->Does<Request>("(regional adviser) takes the request in hand.",
                                      "matching.v1.RequestService/ClaimRequest", claim)
                      .status());
  BuildShortlistRequest build;
  build.set_request(world.request);
  build.set_limit(5);
  RETURN_IF_ERROR(AwaitMentors(world, build));
  ASSIGN_OR_RETURN(auto shortlist, world.adviser->Does<Shortlist>(
                                       "looks who could mentor.",
                                       "matching.v1.ShortlistService/BuildShortlist", build));
  world.telling().Note(absl::StrCat(shortlist.considered_count(), " mentors looked at, ",
                                    shortlist.eligible_count(), " could."));
  for (const Removal& removal : shortlist.removals()) {
    world.telling().Note(absl::StrCat(
        "removed by ", Words(HardRule_Name(removal.rule()), "HARD_RULE_"), ": ", removal.count()));
  }
  for (const Candidate& candidate : shortlist.candidates()) {
    TellCandidate(world.telling(), candidate);
  }
  if (shortlist.candidates_size() < kOffered) {
    return absl::InternalError("the story needs three candidates");
  }
  return shortlist;
}

absl::Status OfferAndChoose(World& world, const Shortlist& shortlist) {
  OfferMentorsRequest offer;
  offer.set_request(world.request);
  offer.add_mentors(shortlist.candidates(0).mentor());
  RETURN_IF_ERROR(world.adviser->MayNot<Request>("offers one mentor where several could.",
                                                 "matching.v1.ShortlistService/OfferMentors", offer,
                                                 status::v1::REASON_CHOICE_TOO_SMALL));
  for (int i = 1; i < kOffered; ++i) offer.add_mentors(shortlist.candidates(i).mentor());
  RETURN_IF_ERROR(world.adviser
                      ->Does<Request>("offers the best three; a place with each is held.",
                                      "matching.v1.ShortlistService/OfferMentors", offer)
                      .status());
  ListOffersRequest list;
  list.set_parent(world.request);
  ASSIGN_OR_RETURN(auto offers, world.mentee->Does<ListOffersResponse>(
                                    "sees who is offered, and why.",
                                    "matching.v1.ShortlistService/ListOffers", list));
  for (const auto& offered : offers.offers()) {
    world.telling().Note(absl::StrCat(offered.display_name(), ", ",
                                      offered.authority_title().english(), ": ",
                                      offered.reason().welsh()));
  }
  ChooseMentorRequest choose;
  choose.set_request(world.request);
  choose.add_ranking(offers.offers(1).mentor());
  choose.add_ranking(offers.offers(0).mentor());
  ASSIGN_OR_RETURN(auto chosen,
                   world.mentee->Does<Match>("ranks two of them, the second on the list first.",
                                             "matching.v1.MatchService/ChooseMentor", choose));
  world.match = chosen.name();
  return absl::OkStatus();
}

Actor* MentorOf(World& world, const std::string& mentor) {
  for (Actor* actor : world.mentors) {
    if (actor->person().substr(7) == mentor.substr(8)) return actor;
  }
  return nullptr;
}

absl::Status Answer(World& world) {
  const trace::Span span("story Answer");
  GetMatchRequest get;
  get.set_name(world.match);
  ASSIGN_OR_RETURN(auto asked, world.mentee->Call<Match>("matching.v1.MatchService/GetMatch", get));
  Actor* first = MentorOf(world, asked.mentor());
  if (first == nullptr) return absl::InternalError("the mentor asked is nobody of the story");
  DeclineMatchRequest decline;
  decline.set_name(world.match);
  RETURN_IF_ERROR(first
                      ->Does<Match>("declines; no reason is asked.",
                                    "matching.v1.MatchService/DeclineMatch", decline)
                      .status());
  GetRequestRequest request;
  request.set_name(world.request);
  ASSIGN_OR_RETURN(auto now,
                   world.mentee->Call<Request>("matching.v1.RequestService/GetRequest", request));
  world.match = now.match();
  get.set_name(world.match);
  ASSIGN_OR_RETURN(auto next, world.mentee->Call<Match>("matching.v1.MatchService/GetMatch", get));
  world.mentor = MentorOf(world, next.mentor());
  if (world.mentor == nullptr) return absl::InternalError("nobody was asked next");
  AcceptMatchRequest accept;
  accept.set_name(world.match);
  ASSIGN_OR_RETURN(auto accepted,
                   world.mentor->Does<Match>("is asked next, and accepts.",
                                             "matching.v1.MatchService/AcceptMatch", accept));
  world.telling().Note(absl::StrCat("Now each learns how to reach the other: ",
                                    accepted.counterpart_contact().email()));
  ApproveMatchRequest approve;
  approve.set_name(world.match);
  return world.officer
      ->Does<Match>("(officer) approves, as the policy asks.",
                    "matching.v1.MatchService/ApproveMatch", approve)
      .status();
}

}  // namespace

absl::Status TellRequest(World& world) {
  const trace::Span chapter("chapter 3: the request");
  world.telling().Chapter("3  The request");
  RETURN_IF_ERROR(Ask(world));
  ASSIGN_OR_RETURN(Shortlist shortlist, FindMentors(world));
  RETURN_IF_ERROR(OfferAndChoose(world, shortlist));
  return Answer(world);
}

absl::Status TellRefusals(World& world) {
  const trace::Span chapter("chapter 4: what must not happen");
  world.telling().Chapter("4  What must not happen");
  ASSIGN_OR_RETURN(world.rival, EnterMember(world, world.New(world.home().code)[1]));
  CreateRequestRequest request = Need(*world.rival);
  const std::string full = absl::StrCat("mentors/", world.mentor->person().substr(7));
  request.mutable_request()->mutable_preferences()->set_named_mentor(full);
  ASSIGN_OR_RETURN(auto made,
                   world.rival->Does<Request>("asks too, and names the same mentor.",
                                              "matching.v1.RequestService/CreateRequest", request));
  ChooseMentorRequest choose;
  choose.set_request(made.name());
  choose.add_ranking(full);
  RETURN_IF_ERROR(world.rival->MayNot<Match>(
      absl::StrCat("chooses ", world.mentor->name(), ", who has no place left."),
      "matching.v1.MatchService/ChooseMentor", choose, status::v1::REASON_NO_PLACE_LEFT));

  ASSIGN_OR_RETURN(world.stranger, EnterMember(world, world.New(world.neighbour().code)[0]));
  GetRequestRequest get;
  get.set_name(world.request);
  RETURN_IF_ERROR(world.stranger->MayNot<Request>(
      absl::StrCat("(", world.neighbour().short_name, ") asks to see the request."),
      "matching.v1.RequestService/GetRequest", get, status::v1::REASON_NOT_PERMITTED));
  get.set_name("requests/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  RETURN_IF_ERROR(world.stranger->MayNot<Request>(
      "asks for one that does not exist, and cannot tell the difference.",
      "matching.v1.RequestService/GetRequest", get, status::v1::REASON_NOT_PERMITTED));
  ReadChallengeRequest read;
  read.set_name(absl::StrCat(world.request, "/challenge"));
  RETURN_IF_ERROR(world.adviser->MayNot<Challenge>("asks for the mentee's own words.",
                                                   "matching.v1.RequestService/ReadChallenge", read,
                                                   status::v1::REASON_NOT_PERMITTED));
  return world.mentor
      ->Does<Challenge>("may read them, having accepted.",
                        "matching.v1.RequestService/ReadChallenge", read)
      .status();
}

}  // namespace telemachus::story
