#ifndef TELEMACHUS_TESTS_UNIT_MATCHING_WORLD_H_
#define TELEMACHUS_TESTS_UNIT_MATCHING_WORLD_H_

#include <memory>
#include <string>
#include <vector>

#include "matching/effects.h"
#include "matching/load/load_service.h"
#include "matching/match/match_service.h"
#include "matching/request/request_service.h"
#include "matching/schema.h"
#include "matching/shortlist/place_store.h"
#include "matching/shortlist/shortlist_service.h"
#include "tests/support/callers.h"
#include "tests/support/fake_clock.h"
#include "tests/support/ground.h"
#include "tests/unit/matching/examples.h"
#include "tests/unit/matching/registry_facts_in_memory.h"

namespace telemachus::matching {

inline access::Caller Member(const std::string& person = kMentee) {
  return test::CallerWith(person, {{access::Role::ROLE_MEMBER, kHome}});
}
inline access::Caller Officer(const std::string& authority = kHome,
                              const std::string& person = "people/officer") {
  return test::CallerWith(person, {{access::Role::ROLE_OFFICER, authority}});
}
inline access::Caller Adviser(const std::string& region = kRegion,
                              const std::string& person = "people/adviser") {
  return test::CallerWith(person, {{access::Role::ROLE_ADVISER, region}});
}
inline access::Caller Panel(const std::string& authority = kHome) {
  return test::CallerWith("people/panel", {{access::Role::ROLE_PANEL, authority}});
}

// The whole service on one engine, but for the wire, with a clock and a registry to set. It knows
// one mentee and three mentors, a, b and c, equally good, with two places each.
class World {
 public:
  explicit World(const std::string& engine)
      : clock(At(kToday) + absl::Hours(9)),
        laid("matching", engine, Schema(), clock),
        key_target(engine),
        keys(key_target.Open()),
        index(registry, [](const auto&) { return absl::FailedPreconditionError("load anew"); }) {
    EXPECT_THAT(sql::Migrate(*keys, "key", crypto::KeySchema()), test::IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch.File("master")), test::IsOk());
    sealer =
        std::make_unique<crypto::Sealer>(*keys, *crypto::MasterKeys::Load(scratch.File("master")));
    requests = std::make_unique<RequestService>(laid.ground(), registry, *sealer);
    shortlists = std::make_unique<ShortlistService>(laid.ground(), registry, index);
    matches = std::make_unique<MatchService>(laid.ground(), registry);
    loads = std::make_unique<LoadService>(laid.ground(), registry);
    timers = &laid.ground().FireTimers(TimerEffects(laid.ground().ids()));
    FillRegistry();
  }

  void FillRegistry() {
    registry::v1::AuthorityFacts home;
    home.set_authority(kHome);
    home.set_region(kRegion);
    home.set_nation(kNation);
    home.mutable_title()->set_english("Home");
    *home.mutable_policy() = SomePolicy();
    registry.authorities[kHome] = home;
    home.set_authority(kNear);
    home.mutable_title()->set_english("Near");
    registry.authorities[kNear] = home;
    registry.codes.add_skills("media");
    registry.codes.add_subjects("planning");
    registry.codes.add_roles("leader");
    registry.people[kMentee] = SomePerson(kMentee, kHome);
    for (const char* id : {"a", "b", "c"}) SetMentor(SomeMentor(id));
  }
  registry::v1::Policy& policy() { return *registry.authorities[kHome].mutable_policy(); }
  // The registry and the index know the mentor so from now on.
  void SetMentor(const registry::v1::MentorFacts& facts) {
    registry.people[facts.person().person()] = facts.person();
    registry.mentors[facts.mentor()] = facts;
    ASSERT_THAT(index.Step(), test::IsOk());
  }
  void SetPlaces(const std::string& id, int places) {
    registry::v1::MentorFacts facts = registry.mentors["mentors/" + id];
    facts.set_places(places);
    facts.set_version(facts.version() + 1);
    SetMentor(facts);
  }

  absl::StatusOr<v1::Request> Create(const access::Caller& caller, const v1::Request& asked,
                                     const std::string& request_id = "") {
    v1::CreateRequestRequest request;
    *request.mutable_request() = asked;
    request.set_request_id(request_id);
    return test::CallAs(caller, *requests, &RequestService::CreateRequest, request);
  }
  // Any verb that takes a name alone.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Verb(const access::Caller& caller,
                                const std::unique_ptr<Service>& service,
                                absl::StatusOr<Response> (Service::*handler)(const rpc::Call&,
                                                                             const Request&),
                                const std::string& name) {
    Request request;
    request.set_name(name);
    return test::CallAs(caller, *service, handler, request);
  }
  absl::StatusOr<v1::Request> Claim(const access::Caller& caller, const std::string& name) {
    return Verb(caller, requests, &RequestService::ClaimRequest, name);
  }
  absl::StatusOr<v1::Request> Get(const access::Caller& caller, const std::string& name) {
    return Verb(caller, requests, &RequestService::GetRequest, name);
  }
  absl::StatusOr<v1::Shortlist> Build(const access::Caller& caller, const std::string& name) {
    v1::BuildShortlistRequest request;
    request.set_request(name);
    return test::CallAs(caller, *shortlists, &ShortlistService::BuildShortlist, request);
  }
  absl::StatusOr<v1::Request> Offer(const access::Caller& caller, const std::string& name,
                                    const std::vector<std::string>& mentors,
                                    const std::string& request_id = "") {
    v1::OfferMentorsRequest request;
    request.set_request(name);
    for (const std::string& mentor : mentors) request.add_mentors("mentors/" + mentor);
    request.set_request_id(request_id);
    return test::CallAs(caller, *shortlists, &ShortlistService::OfferMentors, request);
  }
  absl::StatusOr<v1::ListOffersResponse> Offers(const access::Caller& caller,
                                                const std::string& name) {
    v1::ListOffersRequest request;
    request.set_parent(name);
    return test::CallAs(caller, *shortlists, &ShortlistService::ListOffers, request);
  }
  absl::StatusOr<v1::Match> Choose(const access::Caller& caller, const std::string& name,
                                   const std::vector<std::string>& ranking,
                                   const std::string& request_id = "") {
    v1::ChooseMentorRequest request;
    request.set_request(name);
    for (const std::string& mentor : ranking) request.add_ranking("mentors/" + mentor);
    request.set_request_id(request_id);
    return test::CallAs(caller, *matches, &MatchService::ChooseMentor, request);
  }
  absl::StatusOr<v1::Match> Accept(const std::string& match, const std::string& mentor) {
    return Verb(Member("people/" + mentor), matches, &MatchService::AcceptMatch, match);
  }
  absl::StatusOr<v1::Match> Decline(const std::string& match, const std::string& mentor) {
    return Verb(Member("people/" + mentor), matches, &MatchService::DeclineMatch, match);
  }
  absl::StatusOr<v1::Match> Approve(const access::Caller& caller, const std::string& match) {
    return Verb(caller, matches, &MatchService::ApproveMatch, match);
  }
  absl::StatusOr<v1::Match> Refuse(const access::Caller& caller, const std::string& match) {
    v1::RefuseMatchRequest request;
    request.set_name(match);
    request.set_ground(v1::REFUSAL_GROUND_COST);
    return test::CallAs(caller, *matches, &MatchService::RefuseMatch, request);
  }
  absl::StatusOr<v1::MentorLoad> Load(const access::Caller& caller, const std::string& mentor) {
    return Verb(caller, loads, &LoadService::GetMentorLoad, "mentors/" + mentor + "/load");
  }
  absl::StatusOr<v1::Match> GetMatch(const access::Caller& caller, const std::string& match) {
    return Verb(caller, matches, &MatchService::GetMatch, match);
  }

  // A request of the mentee that waits; one in the officer's hand; one with mentors offered.
  std::string Waiting(const v1::Request& asked = SomeRequest()) {
    const auto created = Create(Member(asked.mentee()), asked);
    EXPECT_THAT(created, test::IsOk());
    return created.ok() ? created->name() : "";
  }
  std::string Claimed() {
    const std::string name = Waiting();
    EXPECT_THAT(Claim(Officer(), name), test::IsOk());
    return name;
  }
  std::string Offered(const std::vector<std::string>& mentors = {"a", "b"}) {
    const std::string name = Claimed();
    EXPECT_THAT(Offer(Officer(), name, mentors), test::IsOk());
    return name;
  }
  // A match with mentor a: asked, and accepted.
  std::string Asked() {
    const auto asked = Choose(Member(), Offered(), {"a", "b"});
    EXPECT_THAT(asked, test::IsOk());
    return asked.ok() ? asked->name() : "";
  }
  std::string Accepted() {
    const std::string match = Asked();
    EXPECT_THAT(Accept(match, "a"), test::IsOk());
    return match;
  }

  v1::Request::State StateOf(const std::string& name) {
    const auto request = Get(Member(), name);
    EXPECT_THAT(request, test::IsOk());
    return request.ok() ? request->state() : v1::Request::STATE_UNSPECIFIED;
  }
  v1::Match MatchOf(const std::string& name) {
    const auto match = GetMatch(Member(), name);
    EXPECT_THAT(match, test::IsOk());
    return match.value_or(v1::Match());
  }
  // Places taken of a mentor.
  int Taken(const std::string& mentor) {
    std::map<std::string, int> taken;
    EXPECT_THAT(laid.database().Read(absl::Now() + absl::Seconds(30),
                                     [&](sql::Transaction& transaction) {
                                       auto loaded = LoadTakenPlaces(transaction);
                                       if (loaded.ok()) taken = *std::move(loaded);
                                       return loaded.status();
                                     }),
                test::IsOk());
    return taken["mentors/" + mentor];
  }
  // Time passes, and what falls due happens. Returns how many timers fired.
  int Pass(absl::Duration time) {
    clock.Advance(time);
    const auto fired = timers->FireDue();
    EXPECT_THAT(fired, test::IsOk());
    return fired.value_or(-1);
  }
  // Agreement's event about a match, applied.
  absl::Status Tell(const std::string& type, const std::string& match) {
    event::v1::Event event;
    event.set_type(type);
    event.set_resource("agreements/x");
    (*event.mutable_codes())["match"] = match;
    const event::Effect effect = AgreementEffect(clock);
    return laid.database().Transact(
        absl::Now() + absl::Seconds(30),
        [&](sql::Transaction& transaction) { return effect(transaction, event); });
  }

  test::FakeClock clock;
  test::LaidGround laid;
  const test::FreshTarget key_target;
  const std::unique_ptr<sql::Database> keys;
  const test::Scratch scratch;
  RegistryFactsInMemory registry;
  MentorIndex index;
  std::unique_ptr<crypto::Sealer> sealer;
  std::unique_ptr<RequestService> requests;
  std::unique_ptr<ShortlistService> shortlists;
  std::unique_ptr<MatchService> matches;
  std::unique_ptr<LoadService> loads;
  timer::Timers* timers = nullptr;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_TESTS_UNIT_MATCHING_WORLD_H_
