#include <libpq-fe.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/sql/driver/connection.h"
#include "common/sql/driver/postgres_link.h"
#include "common/sql/driver/postgres_values.h"
#include "common/sql/driver/text.h"
#include "common/trace/names.h"

namespace telemachus::sql {
namespace {

// Names of the statements that every connection prepares first.
constexpr char kBeginWrite[] = "begin_write";
constexpr char kBeginRead[] = "begin_read";
constexpr char kCommit[] = "commit";
constexpr char kRollback[] = "rollback";

constexpr int kBinaryResults = 1;

// A statement for one choice of types: NULL has none, so that a statement may have several.
struct Variant {
  TypeNumbers types;
  std::string name;
};

struct PostgresStatement final : Statement {
  std::string text;
  bool kept = false;
  std::vector<Variant> variants;
};

absl::string_view StateOf(PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? absl::string_view() : absl::string_view(state);
}

bool Succeeded(PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

Failure Check(PGresult* result) {
  return Succeeded(result) ? Failure{} : FromSqlState(StateOf(result));
}

Failure ReadRow(PGresult* result, int row, std::vector<Row>& rows) {
  std::vector<Value> values(static_cast<size_t>(PQnfields(result)));
  for (int column = 0; column < static_cast<int>(values.size()); ++column) {
    if (PQgetisnull(result, row, column) != 0) continue;
    const absl::string_view data(PQgetvalue(result, row, column),
                                 static_cast<size_t>(PQgetlength(result, row, column)));
    if (!Decode(PQftype(result, column), data, values[static_cast<size_t>(column)])) {
      return Misuse("a column is no integer, text or blob");
    }
  }
  rows.emplace_back(std::move(values));
  return {};
}

Failure ReadAnswer(PGresult* result, bool counts_changes, Answer& answer) {
  if (Failure failure = Check(result); !failure.ok()) return failure;
  if (counts_changes) {
    // libpq gives the count as text.
    if (!absl::SimpleAtoi(PQcmdTuples(result), &answer.changed)) answer.changed = 0;
  }
  const int count = PQntuples(result);
  answer.rows.reserve(static_cast<size_t>(count));
  for (int row = 0; row < count; ++row) {
    if (Failure failure = ReadRow(result, row, answer.rows); !failure.ok()) return failure;
  }
  return {};
}

// Transactions begin with their first statement, on the same way to the server; what ends one
// that changed nothing is not waited for.
class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(std::unique_ptr<PostgresLink> link)
      : Connection(trace::names::kDbSystemPostgresql), link_(std::move(link)) {}
  ~PostgresConnection() override { ForgetStatements(); }

  // Prepares what every transaction needs.
  Failure SetUp(absl::Time deadline);

 private:
  Failure BeginOn(Access access) override;
  Failure Prepare(absl::string_view sql, bool kept, std::unique_ptr<Statement>& made) override;
  Failure RunOn(Statement& statement, const Arguments& arguments, Answer& answer) override;
  Failure CommitOn() override;
  void RollbackOn() override;

  // Finds or adds the variant for these types; `fresh` tells that the server does not know it.
  Variant& VariantFor(PostgresStatement& statement, const Arguments& arguments, bool& fresh);
  bool SendCommand(const char* name);
  bool SendAll(const PostgresStatement& statement, const Variant& variant, bool fresh,
               const Encoded& encoded);

  const std::unique_ptr<PostgresLink> link_;
  Access access_ = Access::kRead;
  bool begin_waits_ = false;  // until there is a statement to go with it
  int64_t names_given_ = 0;
};

bool PostgresConnection::SendCommand(const char* name) {
  return PQsendQueryPrepared(link_->raw(), name, 0, nullptr, nullptr, nullptr, kBinaryResults) == 1;
}

Failure PostgresConnection::SetUp(absl::Time deadline) {
  static constexpr std::pair<const char*, const char*> kCommands[] = {
      {kBeginWrite, "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"},
      {kBeginRead, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
      {kCommit, "COMMIT"},
      {kRollback, "ROLLBACK"},
  };
  for (const auto& [name, text] : kCommands) {
    if (PQsendPrepare(link_->raw(), name, text, 0, nullptr) != 1) return FromSqlState("");
  }
  return link_->Collect(deadline, PostgresLink::AtDeadline::kAbandon, &Check);
}

Failure PostgresConnection::BeginOn(Access access) {
  access_ = access;
  begin_waits_ = true;
  return {};
}

Failure PostgresConnection::Prepare(absl::string_view sql, bool kept,
                                    std::unique_ptr<Statement>& made) {
  auto statement = std::make_unique<PostgresStatement>();
  NumberedText numbered = ForPostgres(sql);
  statement->text = std::move(numbered.text);
  statement->names = std::move(numbered.names);
  statement->kept = kept;
  made = std::move(statement);
  return {};
}

Variant& PostgresConnection::VariantFor(PostgresStatement& statement, const Arguments& arguments,
                                        bool& fresh) {
  TypeNumbers types = TypesOf(arguments);
  for (Variant& variant : statement.variants) {
    if (variant.types == types) return variant;
  }
  fresh = true;
  // A statement that is not kept has no name, and the next such one takes its place.
  std::string name = statement.kept ? absl::StrCat("s", ++names_given_) : "";
  return statement.variants.emplace_back(Variant{std::move(types), std::move(name)});
}

bool PostgresConnection::SendAll(const PostgresStatement& statement, const Variant& variant,
                                 bool fresh, const Encoded& encoded) {
  if (begin_waits_) {
    begin_waits_ = false;
    if (!SendCommand(access_ == Access::kWrite ? kBeginWrite : kBeginRead)) return false;
  }
  if (fresh && PQsendPrepare(link_->raw(), variant.name.c_str(), statement.text.c_str(),
                             encoded.size(), variant.types.data()) != 1) {
    return false;
  }
  return PQsendQueryPrepared(link_->raw(), variant.name.c_str(), encoded.size(), encoded.values(),
                             encoded.lengths(), encoded.formats(), kBinaryResults) == 1;
}

Failure PostgresConnection::RunOn(Statement& statement, const Arguments& arguments,
                                  Answer& answer) {
  auto& prepared = static_cast<PostgresStatement&>(statement);
  bool fresh = false;
  const Variant& variant = VariantFor(prepared, arguments, fresh);
  const Encoded encoded(arguments);
  const int last = (begin_waits_ ? 1 : 0) + (fresh ? 1 : 0);
  if (!SendAll(prepared, variant, fresh, encoded)) return FromSqlState("");
  int seen = 0;
  Failure failure =
      link_->Collect(deadline(), PostgresLink::AtDeadline::kCancel, [&](PGresult* result) {
        if (seen++ < last) return Check(result);
        return ReadAnswer(result, prepared.counts_changes, answer);
      });
  if (failure.ok()) return failure;
  // Not known to the server if what failed stands before its run.
  if (fresh && seen <= last) prepared.variants.pop_back();
  // A migration changed what a kept statement gives: a new connection prepares it anew.
  if (!fresh && failure.code == "0A000") return {Fault::kBroken, failure.status, failure.code};
  return failure;
}

Failure PostgresConnection::CommitOn() {
  if (std::exchange(begin_waits_, false)) return {};
  if (!SendCommand(kCommit)) return {Fault::kLost, NoConnection(), "lost"};
  if (access_ == Access::kRead) {
    link_->Leave();
    return {};
  }
  Failure failure = link_->Collect(deadline(), PostgresLink::AtDeadline::kAbandon, &Check);
  // Whether the commit stands, nobody can tell: to run the body again might do its work twice.
  if (failure.fault == Fault::kBroken) failure.fault = Fault::kLost;
  return failure;
}

void PostgresConnection::RollbackOn() {
  if (std::exchange(begin_waits_, false)) return;
  if (SendCommand(kRollback)) link_->Leave();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectPostgres(const std::string& target,
                                                            absl::Time deadline) {
  std::unique_ptr<PostgresLink> link = PostgresLink::Connect(target, deadline);
  if (link != nullptr) {
    auto connection = std::make_unique<PostgresConnection>(std::move(link));
    if (connection->SetUp(deadline).ok()) return connection;
  }
  log::Warning("the database server cannot be reached");
  return NoConnection();
}

bool IsPostgresTarget(const std::string& target) {
  PQconninfoOption* options = PQconninfoParse(target.c_str(), nullptr);
  PQconninfoFree(options);
  return options != nullptr;
}

}  // namespace telemachus::sql
