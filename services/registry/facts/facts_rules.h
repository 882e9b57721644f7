#ifndef TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_
#define TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_

#include <vector>

#include "absl/time/time.h"
#include "registry/mentor/mentor_record.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// What services are told of people and mentors at a moment. Pure.
namespace telemachus::registry {

// Of a person, as of `now`.
v1::PersonFacts FactsOf(const StoredPerson& stored, const v1::Avoidance& avoidance, absl::Time now);

// `posts` are those of the person on that day, `policies` those of the authorities where they sit,
// lately sat or are officer. Who has to do with several is offered outside only if each says so.
v1::MentorFacts FactsOf(const StoredMentor& mentor, const StoredPerson& stored,
                        const std::vector<OfficerPost>& posts, const v1::Avoidance& avoidance,
                        const PolicyBook& policies, absl::Time now);

// Of an authority.
v1::AuthorityFacts FactsOf(const v1::Authority& authority);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_
