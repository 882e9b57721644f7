#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/import/member_batch.h"
#include "registry/store/values.h"

namespace telemachus::registry {
namespace {

// Two words that name something: issuer and subject of a login, authority and key of a seat.
using Pair = std::pair<std::string, std::string>;

// Most pairs or names in one question.
constexpr size_t kAskedAtOnce = 1000;

// Follows rows to the people behind them, and people to their other rows.
class Following {
 public:
  Following(sql::Transaction& transaction, absl::Span<const MemberRow> rows, size_t first,
            size_t count)
      : transaction_(transaction), rows_(rows), first_(first), found_(first, false) {
    for (size_t place = 0; place < first; ++place) {
      seats_[SeatOf(rows[place])] = place;
      if (HasLogin(rows[place])) logins_[LoginOf(rows[place])].push_back(place);
    }
    for (size_t place = first; place < first + count; ++place) next_.push_back(place);
  }

  absl::StatusOr<std::vector<size_t>> Run() {
    while (!next_.empty()) {
      std::vector<Pair> seats, logins;
      for (const size_t place : std::exchange(next_, {})) {
        seats.push_back(SeatOf(rows_[place]));
        if (!HasLogin(rows_[place])) continue;
        logins.push_back(LoginOf(rows_[place]));
        TakeLogin(logins.back());
      }
      std::vector<std::string> people;
      RETURN_IF_ERROR(
          FindPeople("SELECT m.person FROM wanted w JOIN memberships m ON m.authority "
                     "= w.a AND m.council_key = w.b",
                     seats, people));
      RETURN_IF_ERROR(
          FindPeople("SELECT l.person FROM wanted w JOIN logins l ON l.issuer = w.a "
                     "AND l.subject = w.b",
                     logins, people));
      RETURN_IF_ERROR(TakeRowsOf(people));
    }
    std::vector<size_t> places;
    for (size_t place = 0; place < first_; ++place) {
      if (found_[place]) places.push_back(place);
    }
    return places;
  }

 private:
  static bool HasLogin(const MemberRow& row) { return !row.said.logins().empty(); }
  static Pair LoginOf(const MemberRow& row) {
    return {row.said.logins(0).issuer(), row.said.logins(0).subject()};
  }
  static Pair SeatOf(const MemberRow& row) {
    return {row.membership().authority(), row.membership().council_key()};
  }

  void Take(size_t place) {
    if (found_[place]) return;
    found_[place] = true;
    next_.push_back(place);
  }
  void TakeLogin(const Pair& login) {
    const auto places = logins_.find(login);
    if (places == logins_.end()) return;
    for (const size_t place : places->second) Take(place);
    logins_.erase(places);
  }
  void TakeSeat(const Pair& seat) {
    const auto place = seats_.find(seat);
    if (place != seats_.end()) Take(place->second);
  }

  // Adds the people, not met before, whom a question about pairs finds.
  absl::Status FindPeople(const char* question, const std::vector<Pair>& pairs,
                          std::vector<std::string>& people) {
    for (size_t at = 0; at < pairs.size(); at += kAskedAtOnce) {
      Values wanted;
      for (size_t i = at; i < std::min(pairs.size(), at + kAskedAtOnce); ++i) {
        wanted.Add({pairs[i].first, pairs[i].second});
      }
      const Values padded = wanted.Padded();
      ASSIGN_OR_RETURN(
          const auto rows,
          transaction_.Query(absl::StrCat("WITH wanted (a, b) AS (", padded.Text(), ") ", question),
                             padded.Parameters()));
      for (const sql::Row& row : rows) {
        if (!row.Text(0).empty() && met_.insert(row.Text(0)).second) people.push_back(row.Text(0));
      }
    }
    return absl::OkStatus();
  }

  absl::Status TakeRowsOf(const std::vector<std::string>& people) {
    for (size_t at = 0; at < people.size(); at += kAskedAtOnce) {
      const auto part = absl::MakeConstSpan(people).subspan(at, kAskedAtOnce);
      const Values values = Values::Of(part).Padded();
      ASSIGN_OR_RETURN(
          const auto seats,
          transaction_.Query(absl::StrCat("SELECT authority, council_key FROM memberships WHERE "
                                          "person IN (",
                                          values.Text(), ")"),
                             values.Parameters()));
      for (const sql::Row& row : seats) TakeSeat({row.Text(0), row.Text(1)});
      ASSIGN_OR_RETURN(
          const auto logins,
          transaction_.Query(absl::StrCat("SELECT issuer, subject FROM logins WHERE person IN (",
                                          values.Text(), ")"),
                             values.Parameters()));
      for (const sql::Row& row : logins) TakeLogin({row.Text(0), row.Text(1)});
    }
    return absl::OkStatus();
  }

  sql::Transaction& transaction_;
  const absl::Span<const MemberRow> rows_;
  const size_t first_;
  std::vector<bool> found_;  // by place
  std::vector<size_t> next_;
  std::map<Pair, size_t> seats_;
  std::map<Pair, std::vector<size_t>> logins_;
  std::set<std::string> met_;
};

}  // namespace

absl::StatusOr<std::vector<size_t>> RowsBearingOn(sql::Transaction& transaction,
                                                  absl::Span<const MemberRow> rows, size_t first,
                                                  size_t count) {
  if (first == 0) return std::vector<size_t>();
  return Following(transaction, rows, first, count).Run();
}

}  // namespace telemachus::registry
