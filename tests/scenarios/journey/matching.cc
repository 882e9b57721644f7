#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "tests/scenarios/journey/journey.h"

namespace telemachus::scenario {
namespace {

using namespace matching::v1;  // NOLINT: these steps are about matching

constexpr int kOffered = 3;
constexpr char kRequestId[] = "3f1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a11";

}  // namespace

CreateRequestRequest Journey::Need(const std::string& who) {
  CreateRequestRequest create;
  Request& asked = *create.mutable_request();
  asked.set_mentee(PersonOf(who));
  asked.set_kind(programme::v1::KIND_ONE_TO_ONE);
  asked.set_context(programme::v1::CONTEXT_NEW_MEMBER);
  asked.add_needs("scrutiny_and_challenge");
  asked.add_needs("planning");
  asked.set_party_rule(programme::v1::PARTY_RULE_OPEN);
  asked.mutable_preferences()->set_remote(true);
  return create;
}

// Matching learns of new mentors by event.
Shortlist Journey::AwaitShortlist() {
  BuildShortlistRequest build;
  build.set_request(request_);
  Shortlist shortlist;
  for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end;) {
    shortlist = Does<Shortlist>("adviser", "matching.v1.ShortlistService/BuildShortlist", build);
    if (shortlist.considered_count() == static_cast<int>(mentors_.size()) &&
        shortlist.eligible_count() >= kOffered) {
      break;
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
  return shortlist;
}

void Journey::OfferAndChoose(const Shortlist& shortlist) {
  OfferMentorsRequest offer;
  offer.set_request(request_);
  offer.add_mentors(shortlist.candidates(0).mentor());
  MayNot<Request>("adviser", "matching.v1.ShortlistService/OfferMentors", offer,
                  status::v1::REASON_CHOICE_TOO_SMALL);
  for (int i = 1; i < kOffered; ++i) offer.add_mentors(shortlist.candidates(i).mentor());
  Does<Request>("adviser", "matching.v1.ShortlistService/OfferMentors", offer);
  ListOffersRequest list;
  list.set_parent(request_);
  const auto offers =
      Does<ListOffersResponse>("member-0", "matching.v1.ShortlistService/ListOffers", list);
  ASSERT_EQ(offers.offers_size(), kOffered);
  for (const Offer& offered : offers.offers()) {
    EXPECT_FALSE(offered.reason().welsh().empty());
    EXPECT_FALSE(offered.reason().english().empty());
  }
  ChooseMentorRequest choose;
  choose.set_request(request_);
  choose.add_ranking(offers.offers(1).mentor());
  choose.add_ranking(offers.offers(0).mentor());
  const auto chosen = Does<Match>("member-0", "matching.v1.MatchService/ChooseMentor", choose);
  EXPECT_EQ(chosen.mentor(), offers.offers(1).mentor());
  match_ = chosen.name();
  DeclineMatchRequest decline;
  decline.set_name(match_);
  Does<Match>(MentorCalled(chosen.mentor()), "matching.v1.MatchService/DeclineMatch", decline);
  mentor_ = MentorCalled(offers.offers(0).mentor());
}

Match Journey::GetMatch(const std::string& who) {
  GetMatchRequest get;
  get.set_name(match_);
  return Does<Match>(who, "matching.v1.MatchService/GetMatch", get);
}

void Journey::Answer() {
  GetRequestRequest get;
  get.set_name(request_);
  match_ = Does<Request>("member-0", "matching.v1.RequestService/GetRequest", get).match();
  for (const std::string& party : {std::string("member-0"), mentor_}) {
    EXPECT_FALSE(GetMatch(party).has_counterpart_contact()) << "told before acceptance";
  }
  AcceptMatchRequest accept;
  accept.set_name(match_);
  const auto accepted = Does<Match>(mentor_, "matching.v1.MatchService/AcceptMatch", accept);
  for (const auto& [seen, other] :
       {std::pair(accepted, std::string("member-0")), std::pair(GetMatch("member-0"), mentor_)}) {
    EXPECT_EQ(seen.counterpart_contact().email(), absl::StrCat(other, mark_, "@example.invalid"));
    EXPECT_EQ(seen.counterpart_contact().telephone(), "") << "it was not released";
  }
}

void Journey::AskForMentor() {
  ReleaseEmail("member-0");
  CreateRequestRequest create = Need("member-0");
  create.mutable_request()->add_avoided_people(PersonOf("mentor-0"));
  create.mutable_request()->set_challenge(Say("The first budget is in six weeks."));
  create.set_request_id(kRequestId);
  CreateRequestRequest wrong = create;
  wrong.mutable_request()->set_needs(1, "juggling");
  MayNot<Request>("member-0", "matching.v1.RequestService/CreateRequest", wrong,
                  status::v1::REASON_FIELD_UNKNOWN_REFERENCE);
  const auto made = Does<Request>("member-0", "matching.v1.RequestService/CreateRequest", create);
  request_ = made.name();
  EXPECT_EQ(Does<Request>("member-0", "matching.v1.RequestService/CreateRequest", create).name(),
            made.name());
  ClaimRequestRequest claim;
  claim.set_name(request_);
  const auto claimed = Does<Request>("adviser", "matching.v1.RequestService/ClaimRequest", claim);
  EXPECT_TRUE(claimed.avoided_people().empty()) << "a broker reads whom the mentee avoids";
  const Shortlist shortlist = AwaitShortlist();
  ASSERT_GE(shortlist.candidates_size(), kOffered);
  std::set<int> rules;
  for (const Removal& removal : shortlist.removals()) rules.insert(removal.rule());
  EXPECT_THAT(rules, testing::IsSupersetOf({HARD_RULE_ACCREDITATION, HARD_RULE_NOT_AVAILABLE}));
  OfferAndChoose(shortlist);
  if (testing::Test::HasFailure()) return;
  Answer();
}

void Journey::Approve() {
  GetRequestRequest get;
  get.set_name(request_);
  MayNot<Request>("outsider", "matching.v1.RequestService/GetRequest", get,
                  status::v1::REASON_NOT_PERMITTED);
  get.set_name("requests/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  MayNot<Request>("outsider", "matching.v1.RequestService/GetRequest", get,
                  status::v1::REASON_NOT_PERMITTED);
  EXPECT_EQ(errors_[errors_.size() - 1], errors_[errors_.size() - 2])
      << "absent and forbidden can be told apart";
  ApproveMatchRequest approve;
  approve.set_name(match_);
  EXPECT_EQ(Does<Match>("officer", "matching.v1.MatchService/ApproveMatch", approve).state(),
            Match::STATE_CONFIRMED);
  ReadChallengeRequest read;
  read.set_name(absl::StrCat(request_, "/challenge"));
  MayNot<Challenge>("adviser", "matching.v1.RequestService/ReadChallenge", read,
                    status::v1::REASON_NOT_PERMITTED);
  EXPECT_EQ(Does<Challenge>(mentor_, "matching.v1.RequestService/ReadChallenge", read).content(),
            Say("The first budget is in six weeks."));
}

}  // namespace telemachus::scenario
