#include "registry/import/prepared_list.h"

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/import/authority_batch.h"
#include "registry/import/file.h"
#include "registry/import/member_batch.h"
#include "registry/import/seat_batch.h"

namespace telemachus::registry {
namespace {

constexpr size_t kBatchRows = 500;
// Authorities name one another, so those of a file are carried out together; more than there are.
constexpr size_t kAuthorityBatchRows = 2000;

// Rows of one kind, and how a batch of them is carried out.
template <typename Row>
class Rows final : public PreparedList {
 public:
  using Batch =
      std::function<absl::Status(sql::Transaction&, absl::Span<const Row>, absl::Time, Report&)>;
  // Which rows before `first` bear on the `count` from there; the rows are all of the list.
  using Bearing = std::function<absl::StatusOr<std::vector<size_t>>(
      sql::Transaction&, absl::Span<const Row>, size_t, size_t)>;
  // Without `bearing`, no row bears on another.
  Rows(std::vector<Row> rows, size_t batch, Batch carry_out, Bearing bearing = nullptr)
      : rows_(std::move(rows)),
        batch_(batch),
        carry_out_(std::move(carry_out)),
        bearing_(std::move(bearing)) {}

  size_t size() const override { return rows_.size(); }
  int64_t LineOf(size_t row) const override { return rows_[row].line; }
  size_t batch() const override { return batch_; }
  absl::Status CarryOut(sql::Transaction& transaction, size_t first, size_t count, absl::Time now,
                        Report& report) const override {
    return carry_out_(transaction, absl::MakeConstSpan(rows_).subspan(first, count), now, report);
  }
  absl::Status Rehearse(sql::Transaction& transaction, size_t first, size_t count, absl::Time now,
                        Report& report) const override {
    if (bearing_ != nullptr) {
      ASSIGN_OR_RETURN(const std::vector<size_t> places,
                       bearing_(transaction, rows_, first, count));
      std::vector<Row> earlier;
      earlier.reserve(places.size());
      for (const size_t place : places) earlier.push_back(rows_[place]);
      const auto all = absl::MakeConstSpan(earlier);
      Report uncounted;
      for (size_t at = 0; at < all.size(); at += batch_) {
        RETURN_IF_ERROR(carry_out_(transaction, all.subspan(at, batch_), now, uncounted));
      }
    }
    return CarryOut(transaction, first, count, now, report);
  }

 private:
  const std::vector<Row> rows_;
  const size_t batch_;
  const Batch carry_out_;
  const Bearing bearing_;
};

// Logins without an issuer would be nobody's.
absl::Status CheckIssuer(const csv::Table& table, const std::string& issuer) {
  if (!issuer.empty()) return absl::OkStatus();
  const bool logins = std::any_of(table.rows.begin(), table.rows.end(),
                                  [](const csv::Row& row) { return !row["subject"].empty(); });
  if (!logins) return absl::OkStatus();
  return status::FieldFault("login_issuer", status::v1::REASON_FIELD_REQUIRED,
                            "must be set where the file has subjects");
}

absl::StatusOr<std::unique_ptr<PreparedList>> PrepareAuthorities(const csv::Table& table,
                                                                 const ListReading& reading,
                                                                 const Known& known,
                                                                 const Means& means,
                                                                 Report& report) {
  RETURN_IF_ERROR(RequireColumns(*table.header, {"code", "name", "nation", "type"}));
  auto batch = [](sql::Transaction& transaction, absl::Span<const AuthorityRow> rows,
                  absl::Time now, Report& part) { return CarryOut(transaction, rows, now, part); };
  return std::make_unique<Rows<AuthorityRow>>(
      ReadAuthorities(table, known.authorities, reading.nations, means.ids, report),
      kAuthorityBatchRows, std::move(batch));
}

absl::StatusOr<std::unique_ptr<PreparedList>> PrepareSeats(const csv::Table& table,
                                                           const ListReading& reading,
                                                           const Known& known, const Means& means,
                                                           Report& report) {
  RETURN_IF_ERROR(RequireColumns(*table.header, {"ward_name", "seat"}));
  if (reading.authority_code.empty()) {
    RETURN_IF_ERROR(RequireColumns(*table.header, {"authority_code"}));
  }
  auto batch = [](sql::Transaction& transaction, absl::Span<const SeatRow> rows, absl::Time now,
                  Report& part) { return CarryOut(transaction, rows, now, part); };
  return std::make_unique<Rows<SeatRow>>(ReadSeats(table,
                                                   {.authorities = known.authorities,
                                                    .parties = known.parties,
                                                    .authority_code = reading.authority_code,
                                                    .day = time::FormatDate(means.Today())},
                                                   report),
                                         kBatchRows, std::move(batch));
}

absl::StatusOr<std::unique_ptr<PreparedList>> PrepareMembers(const csv::Table& table,
                                                             const ListReading& reading,
                                                             const Known& known, const Means& means,
                                                             Report& report) {
  ASSIGN_OR_RETURN(auto rows, PrepareMemberRows(table, reading, known, means, report));
  auto batch = [&ids = means.ids, responsible = reading.responsible](
                   sql::Transaction& transaction, absl::Span<const MemberRow> part, absl::Time now,
                   Report& told) {
    return MemberBatch(transaction, ids, now, responsible, told).CarryOut(part);
  };
  return std::make_unique<Rows<MemberRow>>(std::move(rows), kBatchRows, std::move(batch),
                                           &RowsBearingOn);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PreparedList>> Prepare(const csv::Table& table,
                                                      const ListReading& reading,
                                                      const Known& known, const Means& means,
                                                      Report& report) {
  switch (reading.list) {
    case v1::IMPORT_LIST_AUTHORITIES:
      return PrepareAuthorities(table, reading, known, means, report);
    case v1::IMPORT_LIST_SEATS:
      return PrepareSeats(table, reading, known, means, report);
    case v1::IMPORT_LIST_MEMBERS:
      return PrepareMembers(table, reading, known, means, report);
    default:
      return status::FieldFault("list", status::v1::REASON_FIELD_REQUIRED, "must be set");
  }
}

absl::StatusOr<std::vector<MemberRow>> PrepareMemberRows(const csv::Table& table,
                                                         const ListReading& reading,
                                                         const Known& known, const Means& means,
                                                         Report& report) {
  RETURN_IF_ERROR(RequireColumns(*table.header, {"key"}));
  if (reading.authority_code.empty()) {
    RETURN_IF_ERROR(RequireColumns(*table.header, {"authority_code"}));
  }
  if (table.header->Find("display_name") == csv::Header::npos) {
    RETURN_IF_ERROR(RequireColumns(*table.header, {"given_name", "family_name"}));
  }
  RETURN_IF_ERROR(CheckIssuer(table, reading.login_issuer));
  return ReadMembers(table,
                     {.authorities = known.authorities,
                      .parties = known.parties,
                      .roles = known.roles,
                      .login_issuer = reading.login_issuer,
                      .authority_code = reading.authority_code,
                      .day = time::FormatDate(means.Today())},
                     report);
}

}  // namespace telemachus::registry
