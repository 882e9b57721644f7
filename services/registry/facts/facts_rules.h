#ifndef TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_
#define TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// What services are told of people and mentors at a moment. Pure.
namespace telemachus::registry {

// Of a person, as of `now`.
v1::PersonFacts FactsOf(const StoredPerson& stored, const v1::Avoidance& avoidance, absl::Time now);

// `policies` are those of the authorities where the person sits or lately sat. Who sits in several
// is offered outside only if each of them says so.
v1::MentorFacts FactsOf(const v1::Mentor& mentor, const StoredPerson& stored,
                        const v1::Avoidance& avoidance, const PolicyBook& policies, absl::Time now);

// Of an authority.
v1::AuthorityFacts FactsOf(const v1::Authority& authority);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_FACTS_FACTS_RULES_H_
