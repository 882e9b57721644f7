#include "agreement/paper/version_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

std::string VersionName(const v1::Agreement& agreement) {
  return absl::StrCat(agreement.name(), "/versions/", agreement.version());
}

}  // namespace

int64_t NumberOf(const std::string& name) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(id::LastSegment(name), &number) || number < 1) return 0;
  return number;
}

absl::StatusOr<StoredVersion> LoadVersion(sql::Transaction& transaction,
                                          const std::string& agreement, int64_t number) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT body, sealed FROM agreement_versions WHERE "
                                        "agreement = :agreement AND number = :number",
                                        {{"agreement", agreement}, {"number", number}}));
  StoredVersion stored;
  stored.version.ParseFromString(row.Blob(0));
  stored.sealed = row.Blob(1);
  return stored;
}

absl::Status SavePresent(sql::Transaction& transaction, Present& present, absl::Time now) {
  const v1::Agreement& agreement = present.stored.agreement;
  v1::AgreementVersion& version = present.version.version;
  if (version.name() != VersionName(agreement)) {
    version.set_name(VersionName(agreement));
    *version.mutable_create_time() = time::ToProto(now);
  }
  version.clear_sections();
  version.mutable_sections()->set_planned_end_date(agreement.sections().planned_end_date());
  *version.mutable_signatures() = agreement.signatures();
  return transaction
      .Execute(
          "INSERT INTO agreement_versions (agreement, number, sealed, body) VALUES (:agreement, "
          ":number, :sealed, :body) ON CONFLICT (agreement, number) DO UPDATE SET sealed = "
          "excluded.sealed, body = excluded.body",
          {{"agreement", agreement.name()},
           {"number", agreement.version()},
           {"sealed", sql::Bytes{present.version.sealed}},
           {"body", sql::Bytes{version.SerializeAsString()}}})
      .status();
}

}  // namespace telemachus::agreement
