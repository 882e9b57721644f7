#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_RULES_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_RULES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/succession.pb.h"

// Who is responsible for a membership on a day. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// How an authority ends: its last day, what comes after it and what was decided where that is
// several, oldest first.
struct Ending {
  std::string end_date;
  std::vector<std::string> successors;
  std::vector<v1::SuccessionDecision> decisions;
};

// A stretch of time in which one authority is responsible for the members of a ward.
struct Stretch {
  std::string ward;        // empty: of all wards without stretches of their own
  std::string from_date;   // the first day
  std::string until_date;  // the first day after; empty: open
  std::string responsible;

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// A ward of the authority in which its seats were taken.
struct Ward {
  std::string authority;
  std::string name;

  friend bool operator==(const Ward&, const Ward&) = default;
};

// The day after a last day, from which members belong to what comes after. Empty of none.
std::string EffectiveDate(absl::string_view end_date);

// Every end that is known. Thread-safe once filled.
class SuccessionBook {
 public:
  // Takes note of an end; of none if it has no day.
  void Add(const std::string& authority, Ending ending);
  // Null while it has no end.
  const Ending* Find(absl::string_view authority) const;

  // The rule: an authority is responsible itself until its last day and where nothing comes after
  // it. After that its one successor is; of several the one decided for the ward of seats taken in
  // `authority`, or else for wards of that name, or else for all, by the latest decision that has
  // begun; and as long as nothing is decided, still itself. A successor that ended passes on in the
  // same way.
  std::string ResponsibleOn(absl::string_view authority, absl::string_view ward,
                            absl::string_view day) const;

  // The same for all time, from the day after the authority's end, gaplessly and without end: for
  // the ward "" and for every ward of which the rule says otherwise. None while it has no end.
  std::vector<Stretch> StretchesOf(const std::string& authority) const;

  // Every end, by authority.
  const std::map<std::string, Ending, std::less<>>& endings() const { return endings_; }

  // Whether `to` comes after `from`, at however many removes.
  bool Precedes(const std::string& from, const std::string& to) const;

 private:
  // The authority itself and everything that comes after it.
  std::set<std::string> Line(const std::string& authority) const;

  std::map<std::string, Ending, std::less<>> endings_;
};

// Where the passing stands on a day.
v1::Succession::State StateOn(const Ending& ending, absl::string_view day);

// Whether the latest decision leaves somebody without a successor.
bool IsUndecided(const Ending& ending);

// Whether a decision says of this ward by name to which successor its members pass.
bool IsDecidedFor(const v1::SuccessionDecision& decision, const Ward& ward);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_RULES_H_
