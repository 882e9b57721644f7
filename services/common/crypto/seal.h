#ifndef TELEMACHUS_COMMON_CRYPTO_SEAL_H_
#define TELEMACHUS_COMMON_CRYPTO_SEAL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

// Seals what people write. Each text is encrypted (XChaCha20-Poly1305) under a random key of its
// holder, "agreements/a1" for what the parties own together or "agreements/a1|people/p1" for what
// one of them wrote; the keys lie, wrapped under a master key, in a database of their own, never
// beside the text. Destroying a holder's key makes its text unreadable everywhere, backups
// included.
namespace telemachus::crypto {

// Master keys by version, from a key file: lines `VERSION BASE64`, the highest wraps anew.
class MasterKeys {
 public:
  // NOT_FOUND, or INVALID_ARGUMENT if the file holds none or a bad one.
  static absl::StatusOr<MasterKeys> Load(const std::string& path);
  // Writes a file with one fresh key; ALREADY_EXISTS if there is one.
  static absl::Status Create(const std::string& path);

  int present_version() const { return present_version_; }
  // Empty if there is none of this version.
  std::string Key(int version) const;

 private:
  std::vector<std::pair<int, std::string>> keys_;
  int present_version_ = 0;
};

// The table of wrapped keys (room "key"), for the database of keys.
const std::vector<sql::Migration>& KeySchema();

// What a sealed text is bound to; none of it may ever change. A text moved elsewhere does not open.
struct Place {
  std::string thing;  // the permanent name, "agreements/a1/versions/2"
  std::string field;  // "sections"
  int format = 1;     // of the plain bytes
};

// Seals and opens. Thread-safe; keeps at most 1,000 unwrapped keys in memory, for 60 seconds each:
// for so long another process may still open what Destroy() made unreadable in this one.
class Sealer {
 public:
  // `keys` is the database of keys, migrated by KeySchema().
  Sealer(sql::Database& keys, MasterKeys master);
  ~Sealer();
  // Seals under the holder's key, making one if there is none. FAILED_PRECONDITION if it was
  // destroyed (it is never made anew), INVALID_ARGUMENT beyond 8 MiB, DATA_LOSS if the key itself
  // does not open, and the errors of the database.
  absl::StatusOr<std::string> Seal(absl::string_view holder, const Place& place,
                                   absl::string_view plain, absl::Time deadline);
  // NOT_FOUND (bare) if the holder's key was destroyed; DATA_LOSS, always with the same words, if
  // it does not open.
  absl::StatusOr<std::string> Open(absl::string_view holder, const Place& place,
                                   absl::string_view sealed, absl::Time deadline);
  // Destroys the holder's key, and makes sure that there never is one again. Idempotent.
  absl::Status Destroy(absl::string_view holder, absl::Time deadline);
  // Wraps all keys anew under the present master key; returns how many. DATA_LOSS, after having
  // wrapped all others, if the master key of one is missing.
  absl::StatusOr<int> Rewrap(absl::Time deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_SEAL_H_
