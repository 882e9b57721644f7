#include "registry/facts/facts_store.h"

#include <set>

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/facts/facts_rules.h"
#include "registry/mentor/officer_posts.h"
#include "registry/person/person_store.h"
#include "registry/person/tenure_rules.h"
#include "registry/policy/policy_store.h"

namespace telemachus::registry {
namespace {

// The authorities whose policies say something of these people.
std::set<std::string> AuthoritiesOf(const std::vector<StoredPerson>& people,
                                    const OfficerPosts& posts, absl::string_view day) {
  std::set<std::string> authorities;
  for (const StoredPerson& stored : people) authorities.merge(AuthoritiesServed(stored, day));
  for (const auto& [person, held] : posts) {
    for (const OfficerPost& post : held) authorities.insert(post.place.authority);
  }
  return authorities;
}

}  // namespace

absl::StatusOr<std::vector<v1::PersonFacts>> LoadPersonFacts(sql::Transaction& transaction,
                                                             absl::Span<const std::string> people,
                                                             absl::Time now) {
  ASSIGN_OR_RETURN(const auto stored, LoadPeople(transaction, people));
  ASSIGN_OR_RETURN(auto avoidances, LoadAvoidances(transaction, people));
  std::vector<v1::PersonFacts> facts;
  for (const StoredPerson& person : stored) {
    facts.push_back(FactsOf(person, avoidances[person.person.name()], now));
  }
  return facts;
}

absl::StatusOr<std::vector<v1::MentorFacts>> LoadMentorFacts(
    sql::Transaction& transaction, const std::vector<StoredMentor>& mentors, absl::Time now) {
  std::vector<std::string> names;
  for (const StoredMentor& stored : mentors) names.push_back(PersonOfMentor(stored.mentor.name()));
  // As many as mentors and in their order, for every mentor is a person.
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction, names));
  ASSIGN_OR_RETURN(auto avoidances, LoadAvoidances(transaction, names));
  const std::string day = time::FormatDate(time::DayOf(now));
  ASSIGN_OR_RETURN(OfficerPosts posts, LoadOfficerPosts(transaction, names, day));
  ASSIGN_OR_RETURN(const PolicyBook policies,
                   LoadPolicies(transaction, AuthoritiesOf(people, posts, day)));
  std::vector<v1::MentorFacts> facts;
  for (size_t i = 0; i < people.size(); ++i) {
    facts.push_back(
        FactsOf(mentors[i], people[i], posts[names[i]], avoidances[names[i]], policies, now));
  }
  return facts;
}

}  // namespace telemachus::registry
