#ifndef TELEMACHUS_REGISTRY_SUCCESSION_POLICY_HERITAGE_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_POLICY_HERITAGE_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "registry/policy/policy_book.h"
#include "telemachus/registry/v1/authority.pb.h"

// What applies in an authority that came after others and has set no policy of its own. Pure.
namespace telemachus::registry {

// Of several policies, at least one, the strictest of each row: what one of them asks for is asked
// for, and what one of them does not allow is not allowed. Of times and numbers that is the smaller
// one, but for the days before a request looks further from home. What an authority wrote of itself
// (who approved, what it shows for a charter) is of no other; contacts and guidance of all remain,
// as many as a policy holds. Where no kind of mentoring is offered by all, those that any offers
// are: a change of authority takes nobody out of the programme. Without name, version and date.
v1::Policy StrictestOf(absl::Span<const v1::Policy> policies);

// The beginning and end of an authority, empty where not known.
struct Lifetime {
  std::string authority;
  std::string start_date;
  std::string end_date;
};

// A policy, and the day from which it comes down to an authority.
struct Inherited {
  std::string from_date;
  v1::Policy policy;
};

// What comes down to `heir` from what it came after, the oldest first: of a single predecessor
// whose place it took, that one's latest policy as it is; else the strictest of the latest ones of
// all, and of the national default if it was there before them. Nothing where none of them had one.
// `policies` knows those of the predecessors.
std::vector<Inherited> HeritageOf(const Lifetime& heir, absl::Span<const Lifetime> predecessors,
                                  const PolicyBook& policies);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_POLICY_HERITAGE_H_
