#include "registry/term/register_view.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/election/election_store.h"
#include "registry/election/result_store.h"
#include "registry/election/row_store.h"
#include "registry/mentor/farewell.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

// People read at once.
constexpr size_t kPeopleRead = 500;
// More than any authority has seats.
constexpr int kMostSeats = 5000;

absl::StatusOr<std::map<std::string, StoredPerson>> LoadAll(sql::Transaction& transaction,
                                                            const std::set<std::string>& names) {
  std::map<std::string, StoredPerson> people;
  std::vector<std::string> part;
  for (auto name = names.begin(); name != names.end();) {
    part.push_back(*name);
    if (++name != names.end() && part.size() < kPeopleRead) continue;
    ASSIGN_OR_RETURN(auto read, LoadPeople(transaction, part));
    for (StoredPerson& person : read) people[person.person.name()] = std::move(person);
    part.clear();
  }
  return people;
}

// The holders of seats, in this order; of who is accredited, all that leaving would mean.
absl::Status AddHolders(sql::Transaction& transaction, const StoredElection& stored,
                        const std::vector<std::string>& memberships, const std::string& day,
                        std::vector<SeatHolder>& holders) {
  std::set<std::string> names;
  for (const std::string& membership : memberships) names.insert(PersonOf(membership));
  ASSIGN_OR_RETURN(const auto people, LoadAll(transaction, names));
  const std::string authority = AuthorityOfElection(stored.election.name());
  for (const std::string& membership : memberships) {
    const auto person = people.find(PersonOf(membership));
    if (person == people.end()) continue;
    const auto& seats = person->second.memberships;
    const auto seat = std::find_if(seats.begin(), seats.end(), [&](const StoredMembership& held) {
      return held.membership.name() == membership;
    });
    if (seat == seats.end()) continue;
    SeatHolder holder{person->second, static_cast<size_t>(seat - seats.begin())};
    ASSIGN_OR_RETURN(holder.turn, LoadTurn(transaction, membership));
    if (holder.stored.accredited_until >= day) {
      ASSIGN_OR_RETURN(holder.tenure, LoadTenure(transaction, holder.stored, day, {authority}));
    }
    holders.push_back(std::move(holder));
  }
  return absl::OkStatus();
}

// The seats of an authority that some keys stand for, by key.
absl::StatusOr<std::map<std::string, std::string>> FindKeys(
    sql::Transaction& transaction, const std::string& authority,
    const std::vector<v1::ElectionResult>& arrivals) {
  std::map<std::string, std::string> found;
  for (size_t first = 0; first < arrivals.size(); first += kPeopleRead) {
    Values keys;
    for (size_t i = first; i < std::min(arrivals.size(), first + kPeopleRead); ++i) {
      keys.Add({arrivals[i].council_key()});
    }
    const Values padded = keys.Padded();
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query(absl::StrCat("SELECT council_key, id FROM memberships WHERE "
                                                    "authority = :authority AND person <> '' AND "
                                                    "council_key IN (",
                                                    padded.Text(), ")"),
                                       padded.Parameters({{"authority", authority}})));
    for (const sql::Row& row : rows) found[row.Text(0)] = row.Text(1);
  }
  return found;
}

absl::StatusOr<StoredPerson> LoadLinked(sql::Transaction& transaction, const v1::Login& login) {
  if (login.subject().empty()) return StoredPerson();
  ASSIGN_OR_RETURN(const std::string person,
                   FindLogin(transaction, login.issuer(), login.subject()));
  if (person.empty()) return StoredPerson();
  return LoadPerson(transaction, person);
}

absl::Status AddNewcomers(sql::Transaction& transaction, const StoredElection& stored,
                          std::vector<v1::ElectionResult> arrivals, const std::string& day,
                          std::vector<Newcomer>& newcomers) {
  ASSIGN_OR_RETURN(const auto keys,
                   FindKeys(transaction, AuthorityOfElection(stored.election.name()), arrivals));
  for (v1::ElectionResult& result : arrivals) {
    Newcomer& newcomer = newcomers.emplace_back();
    ASSIGN_OR_RETURN(newcomer.by_login, LoadLinked(transaction, result.login()));
    const auto key = keys.find(result.council_key());
    newcomer.result = std::move(result);
    if (key == keys.end()) continue;
    std::vector<SeatHolder> holder;
    RETURN_IF_ERROR(AddHolders(transaction, stored, {key->second}, day, holder));
    if (!holder.empty()) newcomer.by_key = std::move(holder.front());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<KeyedSeat>> FindSeats(sql::Transaction& transaction,
                                                 const StoredElection& stored) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat("SELECT m.id, m.council_key FROM memberships m WHERE ",
                       ResponsibleCondition(),
                       " AND m.person <> '' AND m.seat <> :appointed AND m.start_date < :start AND "
                       "(m.end_date = '' OR m.end_date >= :day) ORDER BY m.council_key, m.id "
                       "LIMIT :limit"),
          {{"authority", AuthorityOfElection(stored.election.name())},
           {"day", stored.LastDay()},
           {"start", stored.election.term_start_date()},
           {"appointed", int{v1::Membership::SEAT_APPOINTED}},
           {"limit", kMostSeats}}));
  std::vector<KeyedSeat> seats;
  seats.reserve(rows.size());
  for (const sql::Row& row : rows) seats.push_back({row.Text(0), row.Text(1)});
  return seats;
}

absl::StatusOr<std::set<std::string>> FindOwn(sql::Transaction& transaction,
                                              const StoredElection& stored) {
  std::set<std::string> own;
  if (stored.election.memberships().empty()) return own;
  const Values names = Values::Of(stored.election.memberships()).Padded();
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(
                       absl::StrCat("SELECT m.id FROM memberships m WHERE ", ResponsibleCondition(),
                                    " AND m.id IN (", names.Text(), ")"),
                       names.Parameters({{"authority", AuthorityOfElection(stored.election.name())},
                                         {"day", stored.LastDay()}})));
  for (const sql::Row& row : rows) own.insert(row.Text(0));
  return own;
}

absl::StatusOr<RegisterView> LoadView(sql::Transaction& transaction, const StoredElection& stored,
                                      const std::string& day) {
  RegisterView view;
  ASSIGN_OR_RETURN(const auto seats, FindSeats(transaction, stored));
  ASSIGN_OR_RETURN(auto results, LoadResults(transaction, stored.election.name(), "",
                                             static_cast<int>(kMostResults)));
  std::vector<std::string> memberships;
  std::set<std::string> known;
  for (const KeyedSeat& seat : seats) {
    memberships.push_back(seat.membership);
    known.insert(seat.membership);
  }
  std::vector<v1::ElectionResult> arrivals;
  for (v1::ElectionResult& result : results) {
    if (result.membership().empty()) {
      arrivals.push_back(std::move(result));
      continue;
    }
    // Something is said of somebody who does not sit then, or not any more.
    if (known.insert(result.membership()).second) memberships.push_back(result.membership());
    view.results[result.membership()] = std::move(result);
  }
  RETURN_IF_ERROR(AddHolders(transaction, stored, memberships, day, view.holders));
  RETURN_IF_ERROR(AddNewcomers(transaction, stored, std::move(arrivals), day, view.newcomers));
  return view;
}

absl::StatusOr<RegisterView> LoadView(sql::Transaction& transaction, const StoredElection& stored,
                                      const v1::ElectionRow& row, const std::string& day) {
  RegisterView view;
  const bool member = row.change() == v1::ElectionRow::CHANGE_STAYS ||
                      row.change() == v1::ElectionRow::CHANGE_LEAVES;
  const std::string membership = member ? row.membership() : std::string();
  ASSIGN_OR_RETURN(auto results,
                   FindResult(transaction, stored.election.name(), membership, row.council_key()));
  if (!member) {
    RETURN_IF_ERROR(AddNewcomers(transaction, stored, std::move(results), day, view.newcomers));
    return view;
  }
  RETURN_IF_ERROR(AddHolders(transaction, stored, {membership}, day, view.holders));
  for (v1::ElectionResult& result : results) view.results[membership] = std::move(result);
  return view;
}

}  // namespace telemachus::registry
