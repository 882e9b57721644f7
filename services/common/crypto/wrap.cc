#include "common/crypto/wrap.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto/key_file.h"

namespace telemachus::crypto {
namespace {

std::string WrapContext(absl::string_view holder, absl::string_view key_id, int master_version) {
  return Associate({"telemachus holder key", holder, key_id, absl::StrCat(master_version)});
}

}  // namespace

HolderKey Wrap(const MasterKeys& master, absl::string_view holder, absl::string_view key_id,
               const SecretKey& key) {
  HolderKey row;
  row.holder = std::string(holder);
  row.key_id = std::string(key_id);
  row.master_version = master.present_version();
  std::string wrapping = master.Key(row.master_version);
  row.wrapped =
      EncryptWithNonce(wrapping, WrapContext(holder, key_id, row.master_version), key.bytes());
  Wipe(wrapping);
  return row;
}

std::shared_ptr<const SecretKey> Unwrap(const MasterKeys& master, const HolderKey& row) {
  std::string wrapping = master.Key(row.master_version);
  if (wrapping.empty()) return nullptr;
  std::optional<std::string> bytes = DecryptWithNonce(
      wrapping, WrapContext(row.holder, row.key_id, row.master_version), row.wrapped);
  Wipe(wrapping);
  if (!bytes.has_value() || bytes->size() != kKeyBytes) return nullptr;
  auto key = std::make_shared<const SecretKey>(*bytes);
  Wipe(*bytes);
  return key;
}

}  // namespace telemachus::crypto
