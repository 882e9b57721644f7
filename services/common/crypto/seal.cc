#include "common/crypto/seal.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/crypto/aead.h"
#include "common/crypto/hash.h"
#include "common/crypto/key_cache.h"
#include "common/crypto/key_table.h"
#include "common/crypto/wrap.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::crypto {
namespace {

using KeyPointer = std::shared_ptr<const SecretKey>;

// The first byte of a sealed text: how the rest of it is made.
constexpr char kFormat = 1;
// Longest text that is sealed.
constexpr size_t kPlainBytesMax = 8 << 20;
// Keys that one transaction wraps anew.
constexpr int kRewrapBatch = 200;
constexpr size_t kKeyIdBytes = 16;

// Always the same words: why a text does not open would help who tampers with it.
absl::Status DoesNotOpen() {
  metric::Count("sealed_texts_not_opened_total", "Sealed texts and keys that did not open.");
  return status::Error(absl::StatusCode::kDataLoss, status::Reason::REASON_INTERNAL,
                       "a sealed text does not open");
}

absl::Status Destroyed() {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::Reason::REASON_WRONG_STATE,
                       "the key of this text's holder was destroyed");
}

std::string Context(absl::string_view holder, const Place& place) {
  return Associate({"telemachus sealed text", absl::string_view(&kFormat, 1), holder, place.thing,
                    place.field, absl::StrCat(place.format)});
}

std::string NewKeyId() { return absl::BytesToHexString(RandomBytes(kKeyIdBytes)); }

}  // namespace

struct Sealer::State {
  State(sql::Database& keys, MasterKeys master) : keys(keys), master(std::move(master)) {}

  // The key of a row, kept for the next text.
  absl::StatusOr<KeyPointer> Use(const HolderKey& row, int64_t epoch) {
    KeyPointer key = Unwrap(master, row);
    if (key == nullptr) return DoesNotOpen();
    cache.Keep(row.holder, key, absl::Now(), epoch);
    return key;
  }

  // The holder's row as it stands.
  absl::StatusOr<std::optional<HolderKey>> Find(absl::string_view holder, absl::Time deadline) {
    std::optional<HolderKey> row;
    RETURN_IF_ERROR(keys.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(row, FindKey(transaction, holder));
      return absl::OkStatus();
    }));
    return row;
  }

  // The holder's row, which is made if there is none; another process may be making it too.
  absl::StatusOr<HolderKey> FindOrMake(absl::string_view holder, absl::Time deadline) {
    ASSIGN_OR_RETURN(std::optional<HolderKey> row, Find(holder, deadline));
    if (row.has_value()) return *std::move(row);
    const HolderKey fresh = Wrap(master, holder, NewKeyId(), *SecretKey::Random());
    RETURN_IF_ERROR(keys.Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      RETURN_IF_ERROR(AddKey(transaction, fresh));
      ASSIGN_OR_RETURN(row, FindKey(transaction, holder));
      return absl::OkStatus();
    }));
    if (!row.has_value()) return DoesNotOpen();
    return *std::move(row);
  }

  absl::StatusOr<KeyPointer> KeyToSeal(absl::string_view holder, absl::Time deadline) {
    if (KeyPointer key = cache.Find(holder, absl::Now())) return key;
    const int64_t epoch = cache.Epoch();
    ASSIGN_OR_RETURN(const HolderKey row, FindOrMake(holder, deadline));
    if (row.IsDestroyed()) return Destroyed();
    return Use(row, epoch);
  }

  // A text without any row was sealed under a key that was lost, not destroyed.
  absl::StatusOr<KeyPointer> KeyToOpen(absl::string_view holder, absl::Time deadline) {
    if (KeyPointer key = cache.Find(holder, absl::Now())) return key;
    const int64_t epoch = cache.Epoch();
    ASSIGN_OR_RETURN(const std::optional<HolderKey> row, Find(holder, deadline));
    if (!row.has_value()) return DoesNotOpen();
    if (row->IsDestroyed()) return absl::NotFoundError("");
    return Use(*row, epoch);
  }

  sql::Database& keys;
  const MasterKeys master;
  KeyCache cache;
};

namespace {

// What one transaction of Rewrap() did.
struct RewrapStep {
  int rewrapped = 0;
  int unreadable = 0;
  std::string last;  // holder; empty when there are no more
};

absl::Status RewrapBatch(const MasterKeys& master, sql::Transaction& transaction,
                         absl::string_view after, RewrapStep& step) {
  step = RewrapStep();
  ASSIGN_OR_RETURN(const std::vector<HolderKey> rows,
                   KeysOfOtherVersions(transaction, master.present_version(), after, kRewrapBatch));
  for (const HolderKey& row : rows) {
    step.last = row.holder;
    const KeyPointer key = Unwrap(master, row);
    if (key == nullptr) {
      ++step.unreadable;
      continue;
    }
    ASSIGN_OR_RETURN(const bool replaced,
                     ReplaceWrapping(transaction, row, Wrap(master, row.holder, row.key_id, *key)));
    if (replaced) ++step.rewrapped;
  }
  return absl::OkStatus();
}

}  // namespace

Sealer::Sealer(sql::Database& keys, MasterKeys master)
    : state_(new State(keys, std::move(master))) {}

Sealer::~Sealer() = default;

absl::StatusOr<std::string> Sealer::Seal(absl::string_view holder, const Place& place,
                                         absl::string_view plain, absl::Time deadline) {
  if (plain.size() > kPlainBytesMax) {
    return status::Error(absl::StatusCode::kInvalidArgument, status::Reason::REASON_FIELD_TOO_LONG,
                         "the text is too long to be sealed");
  }
  ASSIGN_OR_RETURN(const KeyPointer key, state_->KeyToSeal(holder, deadline));
  return absl::StrCat(absl::string_view(&kFormat, 1),
                      EncryptWithNonce(key->bytes(), Context(holder, place), plain));
}

absl::StatusOr<std::string> Sealer::Open(absl::string_view holder, const Place& place,
                                         absl::string_view sealed, absl::Time deadline) {
  ASSIGN_OR_RETURN(const KeyPointer key, state_->KeyToOpen(holder, deadline));
  if (sealed.empty() || sealed[0] != kFormat) return DoesNotOpen();
  std::optional<std::string> plain =
      DecryptWithNonce(key->bytes(), Context(holder, place), sealed.substr(1));
  if (!plain.has_value()) return DoesNotOpen();
  return *std::move(plain);
}

// The key is dropped behind the commit as well: a reader may have kept it anew meanwhile.
absl::Status Sealer::Destroy(absl::string_view holder, absl::Time deadline) {
  state_->cache.Drop(holder);
  const absl::Time now = absl::Now();
  absl::Status destroyed = state_->keys.Transact(deadline, [&](sql::Transaction& transaction) {
    return DestroyKey(transaction, holder, now);
  });
  state_->cache.Drop(holder);
  return destroyed;
}

absl::StatusOr<int> Sealer::Rewrap(absl::Time deadline) {
  int rewrapped = 0;
  int unreadable = 0;
  RewrapStep step;
  do {
    const std::string after = step.last;
    RETURN_IF_ERROR(state_->keys.Transact(deadline, [&](sql::Transaction& transaction) {
      return RewrapBatch(state_->master, transaction, after, step);
    }));
    rewrapped += step.rewrapped;
    unreadable += step.unreadable;
  } while (!step.last.empty());
  if (unreadable > 0) return DoesNotOpen();
  return rewrapped;
}

}  // namespace telemachus::crypto
