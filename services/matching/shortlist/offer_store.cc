#include "matching/shortlist/offer_store.h"

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "matching/shortlist/place_store.h"
#include "matching/timer_kinds.h"

namespace telemachus::matching {

absl::StatusOr<std::vector<StoredOffer>> LoadOffers(sql::Transaction& transaction,
                                                    const std::string& request) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT body, position, held FROM offers "
                                     "WHERE request = :request ORDER BY position, mentor",
                                     {{"request", request}}));
  std::vector<StoredOffer> offers;
  for (const sql::Row& row : rows) {
    StoredOffer stored;
    stored.offer.ParseFromString(row.Blob(0));
    stored.position = static_cast<int>(row.Int(1));
    stored.held = row.Bool(2);
    offers.push_back(std::move(stored));
  }
  return offers;
}

absl::Status PutOffer(sql::Transaction& transaction, const std::string& request,
                      const StoredOffer& stored) {
  const absl::Time expires = time::FromProto(stored.offer.hold_expire_time());
  RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO offers (request, mentor, position, held, expires_at, body) VALUES "
                   "(:request, :mentor, :position, :held, :expires_at, :body) "
                   "ON CONFLICT (request, mentor) DO UPDATE SET position = excluded.position, "
                   "held = excluded.held, expires_at = excluded.expires_at, body = excluded.body",
                   {{"request", request},
                    {"mentor", stored.offer.mentor()},
                    {"position", stored.position},
                    {"held", stored.held},
                    {"expires_at", expires},
                    {"body", sql::Bytes{stored.offer.SerializeAsString()}}})
          .status());
  return timer::Set(transaction, kHoldTimer, HoldSubject(request, stored.offer.mentor()), expires);
}

absl::StatusOr<bool> EndHold(sql::Transaction& transaction, const std::string& request,
                             const std::string& mentor) {
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE offers SET held = 0 WHERE request = :request AND "
                                       "mentor = :mentor AND held = 1",
                                       {{"request", request}, {"mentor", mentor}}));
  if (changed == 1) {
    RETURN_IF_ERROR(timer::Clear(transaction, kHoldTimer, HoldSubject(request, mentor)));
  }
  return changed == 1;
}

absl::Status RemoveOffer(sql::Transaction& transaction, const std::string& request,
                         const std::string& mentor) {
  return transaction
      .Execute("DELETE FROM offers WHERE request = :request AND mentor = :mentor AND held = 0",
               {{"request", request}, {"mentor", mentor}})
      .status();
}

absl::Status ReleaseOffers(sql::Transaction& transaction, const std::string& request) {
  ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, request));
  for (const StoredOffer& stored : offers) {
    const std::string& mentor = stored.offer.mentor();
    ASSIGN_OR_RETURN(bool was_held, EndHold(transaction, request, mentor));
    if (was_held) RETURN_IF_ERROR(FreePlace(transaction, mentor));
  }
  return transaction.Execute("DELETE FROM offers WHERE request = :request", {{"request", request}})
      .status();
}

absl::Status PutRanking(sql::Transaction& transaction, const std::string& request,
                        const std::vector<std::string>& mentors) {
  RETURN_IF_ERROR(
      transaction.Execute("DELETE FROM rankings WHERE request = :request", {{"request", request}})
          .status());
  int position = 0;
  for (const std::string& mentor : mentors) {
    RETURN_IF_ERROR(
        transaction
            .Execute("INSERT INTO rankings (request, position, mentor) "
                     "VALUES (:request, :position, :mentor)",
                     {{"request", request}, {"position", position++}, {"mentor", mentor}})
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> TakeNextRanked(sql::Transaction& transaction,
                                                          const std::string& request) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT position, mentor FROM rankings "
                                     "WHERE request = :request ORDER BY position LIMIT 1",
                                     {{"request", request}}));
  if (rows.empty()) return std::nullopt;
  RETURN_IF_ERROR(transaction
                      .Execute("DELETE FROM rankings WHERE request = :request AND "
                               "position = :position",
                               {{"request", request}, {"position", rows[0].Int(0)}})
                      .status());
  return rows[0].Text(1);
}

}  // namespace telemachus::matching
