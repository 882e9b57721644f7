#ifndef TELEMACHUS_COMMON_CRYPTO_WRAP_H_
#define TELEMACHUS_COMMON_CRYPTO_WRAP_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "common/crypto/aead.h"
#include "common/crypto/key_table.h"
#include "common/crypto/seal.h"

namespace telemachus::crypto {

// A row with `key` wrapped under the present master key, bound to the holder and the key's id.
HolderKey Wrap(const MasterKeys& master, absl::string_view holder, absl::string_view key_id,
               const SecretKey& key);

// The key of a row; null if there is no such master key, or the row was changed or moved.
std::shared_ptr<const SecretKey> Unwrap(const MasterKeys& master, const HolderKey& row);

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_WRAP_H_
