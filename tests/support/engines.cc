#include "tests/support/engines.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/support/private_postgres.h"

namespace telemachus::test {
namespace {

// A database together with its place.
class FreshDatabase final : public sql::Database {
 public:
  explicit FreshDatabase(const std::string& engine) : target_(engine), database_(target_.Open()) {}

  absl::Status Transact(absl::Time deadline, const sql::Body& body) override {
    return database_->Transact(deadline, body);
  }
  absl::Status Read(absl::Time deadline, const sql::Body& body) override {
    return database_->Read(deadline, body);
  }
  absl::Status Ping() override { return database_->Ping(); }
  sql::Engine engine() const override { return database_->engine(); }

 private:
  const FreshTarget target_;
  const std::unique_ptr<sql::Database> database_;
};

}  // namespace

FreshTarget::FreshTarget(const std::string& engine) {
  if (engine == "PostgreSQL") {
    postgres_ = PrivatePostgres::Get().CreateRoom();
    target_ = absl::StrCat("postgresql:", postgres_);
  } else {
    target_ = absl::StrCat("sqlite:", scratch_.File("test.db"));
  }
}

void FreshTarget::Cut() const { PrivatePostgres::Get().Cut(postgres_); }

FreshTarget::~FreshTarget() {
  if (!postgres_.empty()) PrivatePostgres::Get().DropRoom(postgres_);
}

std::unique_ptr<sql::Database> FreshTarget::Open(int connections) const {
  absl::StatusOr<std::unique_ptr<sql::Database>> opened =
      sql::Open({.target = target_, .connections = connections});
  if (opened.ok()) return *std::move(opened);
  std::fprintf(stderr, "no database at %s\n", target_.c_str());
  std::abort();
}

std::unique_ptr<sql::Database> OpenFresh(const std::string& engine) {
  return std::make_unique<FreshDatabase>(engine);
}

}  // namespace telemachus::test
