#include "common/crypto/key_table.h"

#include "common/crypto/seal.h"
#include "common/status/macros.h"

namespace telemachus::crypto {
namespace {

constexpr char kFind[] =
    "SELECT holder, key_id, master_version, wrapped FROM holder_keys WHERE holder = :holder";
constexpr char kAdd[] =
    "INSERT INTO holder_keys (holder, key_id, master_version, wrapped) "
    "VALUES (:holder, :key_id, :master_version, :wrapped) ON CONFLICT (holder) DO NOTHING";
constexpr char kDestroy[] =
    "INSERT INTO holder_keys (holder, key_id, master_version, destroyed_at) "
    "VALUES (:holder, '', 0, :now) ON CONFLICT (holder) DO UPDATE SET key_id = '', "
    "master_version = 0, wrapped = NULL, "
    "destroyed_at = COALESCE(holder_keys.destroyed_at, excluded.destroyed_at)";
constexpr char kOtherVersions[] =
    "SELECT holder, key_id, master_version, wrapped FROM holder_keys "
    "WHERE wrapped IS NOT NULL AND master_version <> :version AND holder > :after "
    "ORDER BY holder LIMIT :limit";
constexpr char kReplace[] =
    "UPDATE holder_keys SET master_version = :version, wrapped = :wrapped "
    "WHERE holder = :holder AND key_id = :key_id AND master_version = :read_version "
    "AND wrapped IS NOT NULL";

HolderKey ReadRow(const sql::Row& row) {
  HolderKey key;
  key.holder = row.Text(0);
  key.key_id = row.Text(1);
  key.master_version = static_cast<int>(row.Int(2));
  if (!row.IsNull(3)) key.wrapped = row.Blob(3);
  return key;
}

}  // namespace

const std::vector<sql::Migration>& KeySchema() {
  static const auto* const schema = new std::vector<sql::Migration>{
      {"0001_holder_keys",
       "CREATE TABLE holder_keys (\n"
       "  holder TEXT NOT NULL PRIMARY KEY,\n"
       "  key_id TEXT NOT NULL,\n"
       "  master_version INTEGER NOT NULL,\n"
       "  wrapped BLOB,\n"
       "  destroyed_at INTEGER,\n"
       "  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))\n"
       ") STRICT;\n"},
  };
  return *schema;
}

absl::StatusOr<std::optional<HolderKey>> FindKey(sql::Transaction& transaction,
                                                 absl::string_view holder) {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query(kFind, {{"holder", holder}}));
  if (rows.empty()) return std::optional<HolderKey>();
  return std::optional<HolderKey>(ReadRow(rows.front()));
}

absl::Status AddKey(sql::Transaction& transaction, const HolderKey& key) {
  return transaction
      .Execute(kAdd, {{"holder", key.holder},
                      {"key_id", key.key_id},
                      {"master_version", key.master_version},
                      {"wrapped", sql::Bytes{key.wrapped}}})
      .status();
}

absl::Status DestroyKey(sql::Transaction& transaction, absl::string_view holder, absl::Time now) {
  return transaction.Execute(kDestroy, {{"holder", holder}, {"now", now}}).status();
}

absl::StatusOr<std::vector<HolderKey>> KeysOfOtherVersions(sql::Transaction& transaction,
                                                           int version, absl::string_view after,
                                                           int limit) {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query(kOtherVersions,
                                     {{"version", version}, {"after", after}, {"limit", limit}}));
  std::vector<HolderKey> keys;
  keys.reserve(rows.size());
  for (const sql::Row& row : rows) keys.push_back(ReadRow(row));
  return keys;
}

absl::StatusOr<bool> ReplaceWrapping(sql::Transaction& transaction, const HolderKey& key,
                                     const HolderKey& anew) {
  ASSIGN_OR_RETURN(const int64_t changed,
                   transaction.Execute(kReplace, {{"version", anew.master_version},
                                                  {"wrapped", sql::Bytes{anew.wrapped}},
                                                  {"holder", key.holder},
                                                  {"key_id", key.key_id},
                                                  {"read_version", key.master_version}}));
  return changed == 1;
}

}  // namespace telemachus::crypto
