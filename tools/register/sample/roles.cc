#include "tools/register/sample/roles.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

namespace telemachus::sample {
namespace {

using record::Member;

constexpr size_t kFewestInGroup = 2;  // of a political group, by law
constexpr size_t kAdministration = 0;
constexpr size_t kOpposition = 1;

// One council while offices are given out.
class Chamber {
 public:
  Chamber(absl::Span<Member> members, Random& random) : members_(members), order_(members.size()) {
    std::iota(order_.begin(), order_.end(), size_t{0});
    random.Shuffle(order_);
    std::stable_partition(order_.begin(), order_.end(),
                          [this](size_t at) { return !members_[at].IsNew(); });
    std::map<std::string, size_t> sizes;  // ordered, so that a draw is decided the same each time
    for (const Member& member : members_) ++sizes[member.party_code];
    parties_.assign(sizes.begin(), sizes.end());
    std::stable_sort(parties_.begin(), parties_.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  // Whether a member is of the party with this rank by size.
  auto In(size_t rank) const {
    return [this, rank](const Member& member) {
      return rank < parties_.size() && member.party_code == parties_[rank].first;
    };
  }

  // Gives `role` to up to `count` members without an office whom `fits` accepts, experienced ones
  // first. Returns how many there were.
  template <typename Fits>
  size_t Give(absl::string_view role, size_t count, const Fits& fits) {
    size_t given = 0;
    for (size_t at : order_) {
      if (given == count) break;
      Member& member = members_[at];
      if (!member.roles.empty() || !fits(member)) continue;
      member.roles.emplace_back(role);
      ++given;
    }
    return given;
  }

  // Gives each group its leader: to the two largest whoever leads the council or the opposition.
  void GiveGroupLeaders() {
    for (size_t rank = 0; rank < parties_.size(); ++rank) {
      if (parties_[rank].second < kFewestInGroup) continue;
      const absl::string_view first = rank == kAdministration ? role::kLeader
                                      : rank == kOpposition   ? role::kOppositionLead
                                                              : role::kGroupLeader;
      if (first == role::kGroupLeader) {
        Give(role::kGroupLeader, 1, In(rank));
        continue;
      }
      for (Member& member : members_) {
        if (member.HasRole(first)) member.roles.emplace_back(role::kGroupLeader);
      }
    }
  }

  size_t size() const { return members_.size(); }
  absl::Span<Member> members() const { return members_; }

 private:
  absl::Span<Member> members_;
  std::vector<size_t> order_;                            // in which offices are offered
  std::vector<std::pair<std::string, size_t>> parties_;  // code and members, largest first
};

}  // namespace

void AssignRoles(absl::Span<record::Member> council, Random& random) {
  Chamber chamber(council, random);
  const auto anybody = [](const Member&) { return true; };
  const auto ours = chamber.In(kAdministration);
  const auto others = [&ours](const Member& member) { return !ours(member); };

  chamber.Give(role::kLeader, 1, ours);
  chamber.Give(role::kOppositionLead, 1, chamber.In(kOpposition));
  chamber.GiveGroupLeaders();
  if (chamber.Give(role::kDeputyLeader, 1, ours) == 0) {
    chamber.Give(role::kDeputyLeader, 1, anybody);
  }
  chamber.Give(role::kExecutive, std::min(kMostExecutive - 2, chamber.size() / 8), ours);
  const size_t scrutiny = chamber.size() >= 45 ? 2 : 1;
  const size_t given = chamber.Give(role::kScrutinyChair, scrutiny, others);
  chamber.Give(role::kScrutinyChair, scrutiny - given, anybody);
  chamber.Give(role::kRegulatoryChair, 2, anybody);
  chamber.Give(role::kCommitteeChair, 1 + chamber.size() / 20, anybody);
  chamber.Give(role::kChampion, 1 + chamber.size() / 15, anybody);
  for (Member& member : chamber.members()) member.roles.emplace_back(role::kWardMember);
}

}  // namespace telemachus::sample
