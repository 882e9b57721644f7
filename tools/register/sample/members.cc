#include "tools/register/sample/members.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/register/record/election.h"
#include "tools/register/sample/people.h"
#include "tools/register/sample/random.h"
#include "tools/register/sample/roles.h"

namespace telemachus::sample {
namespace {

using record::Authority;
using record::Member;
using record::Seat;

constexpr int kMostEarlierTerms = 5;
// Tries to find a name nobody else in the council bears; afterwards two may share one, as happens.
constexpr int kNameTries = 20;

// The occupied seats of one council, and where their members stand in the whole list.
struct Council {
  std::vector<size_t> places;
  std::vector<Member> members;
  int seats = 0;  // vacant ones included
};

// What follows from the seat and its number in the council.
Member OnSeat(const Seat& seat, int number) {
  Member member;
  member.authority_code = seat.authority_code;
  member.key = absl::StrFormat("%s-%04d", seat.authority_code, number);
  member.subject = absl::StrCat("member-", absl::AsciiStrToLower(member.key));
  // A domain reserved for examples: nothing sent there arrives anywhere.
  member.email = absl::StrCat(member.subject, "@councillors.example");
  member.gender = seat.gender;
  member.ward_name = seat.ward_name;
  member.seat = seat.seat;
  member.party_code = seat.party_code;
  member.party_name = seat.party_name;
  member.elected_date = record::ElectionBefore(seat.next_election, 1);
  member.term_end_date = record::RetirementAfter(seat.next_election);
  return member;
}

void NameMembers(const Authority& authority, absl::Span<Member> members, Random& random) {
  absl::flat_hash_set<std::string> seen;
  for (Member& member : members) {
    PersonName name = MakeName(authority, member.gender, random);
    for (int tries = 1; tries < kNameTries; ++tries) {
      if (seen.insert(absl::StrCat(name.given, " ", name.family)).second) break;
      name = MakeName(authority, member.gender, random);
    }
    member.given_name = std::move(name.given);
    member.family_name = std::move(name.family);
    member.preferred_name = std::move(name.preferred);
    member.language_code = random.Chance(WelshShare(authority)) ? "cy" : "en-GB";
  }
}

// Sends all but a share of the members' first elections back by some terms, the nearer the
// likelier.
void AgeMembers(absl::Span<Member> members, double new_share, Random& random) {
  std::vector<size_t> order(members.size());
  for (size_t at = 0; at < order.size(); ++at) order[at] = at;
  random.Shuffle(order);
  const auto fresh =
      static_cast<size_t>(std::llround(new_share * static_cast<double>(members.size())));
  for (size_t at = fresh; at < order.size(); ++at) {
    absl::CivilDay& elected = members[order[at]].elected_date;
    int terms = 1;
    while (terms < kMostEarlierTerms && random.Chance(0.5)) ++terms;
    elected = record::ElectionBefore(elected, terms);
  }
}

}  // namespace

absl::StatusOr<std::vector<Member>> MakeMembers(absl::Span<const Authority> authorities,
                                                absl::Span<const Seat> seats, uint64_t seed,
                                                double new_share) {
  if (!(new_share >= 0 && new_share <= 1)) {
    return absl::InvalidArgumentError("the share of new members is not within 0 and 1");
  }
  absl::flat_hash_map<std::string, Council> councils;
  size_t count = 0;
  for (const Seat& seat : seats) {
    Council& council = councils[seat.authority_code];
    ++council.seats;
    if (seat.IsVacant()) continue;
    council.places.push_back(count++);
    council.members.push_back(OnSeat(seat, council.seats));
  }
  std::vector<Member> members(count);
  for (const Authority& authority : authorities) {
    const auto found = councils.find(authority.code);
    if (found == councils.end()) continue;
    Council& council = found->second;
    Random random(seed, absl::StrCat("members/", authority.code));
    NameMembers(authority, absl::MakeSpan(council.members), random);
    AgeMembers(absl::MakeSpan(council.members), new_share, random);
    AssignRoles(absl::MakeSpan(council.members), random);
    for (size_t at = 0; at < council.places.size(); ++at) {
      members[council.places[at]] = std::move(council.members[at]);
    }
    councils.erase(found);
  }
  if (!councils.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("there are seats of ", councils.begin()->first,
                                                   ", which is not among the authorities"));
  }
  return members;
}

}  // namespace telemachus::sample
