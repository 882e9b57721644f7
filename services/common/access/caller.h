#ifndef TELEMACHUS_COMMON_ACCESS_CALLER_H_
#define TELEMACHUS_COMMON_ACCESS_CALLER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/access/v1/directory.pb.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::access {

using v1::Relation;
using v1::Role;

// Where a thing belongs: the names of its authority, that authority's region and nation. An empty
// part is not looked at.
struct Scope {
  std::string authority = {};
  std::string region = {};
  std::string nation = {};
};

// Who calls: a user (person or council system) or a service, never both.
class Caller {
 public:
  // A user, as the directory knows them now. `delegate` acts for them; empty: in person.
  static Caller User(v1::Caller known, std::string delegate);
  // Another service, by name.
  static Caller Service(std::string name);

  bool is_service() const { return !service_.empty(); }
  const std::string& service() const { return service_; }
  // `people/{person}` or `systems/{system}`; empty for a service.
  const std::string& person() const { return known_.person(); }
  bool disabled() const { return known_.disabled(); }
  // Whether a person calls for themselves: neither a service, nor a council system, nor a delegate.
  bool in_person() const;
  // `cy` or `en-GB`.
  const std::string& language() const { return known_.language_code(); }
  const std::vector<v1::Grant>& grants() const { return grants_; }

  // Whether the role is held anywhere. A service and a disabled user hold none.
  bool Has(Role role) const;
  // Whether the role is held for this thing: granted for its authority, region or nation.
  bool HasIn(Role role, const Scope& scope) const;
  // The scopes in which the role is held.
  std::vector<std::string> ScopesOf(Role role) const;
  // The name to keep in ledgers: the person, or `services/{name}`.
  std::string Name() const;

 private:
  Caller() = default;
  v1::Caller known_;
  std::vector<v1::Grant> grants_;
  std::string delegate_;
  std::string service_;
};

}  // namespace telemachus::access

#endif  // TELEMACHUS_COMMON_ACCESS_CALLER_H_
