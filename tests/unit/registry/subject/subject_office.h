#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_SUBJECT_OFFICE_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_SUBJECT_OFFICE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/access/rules.h"
#include "common/crypto/seal.h"
#include "common/field/check.h"
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "gtest/gtest.h"
#include "registry/holding/holdings.h"
#include "registry/subject/subject_request_service.h"
#include "tests/support/engines.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {

// SubjectRequestService beside a world, called as its server calls it. It asks the registry of that
// world, and the services that a test adds before it asks anything.
class SubjectOffice {
 public:
  explicit SubjectOffice(World& world) : world_(world) {
    EXPECT_THAT(sql::Migrate(world.database(), "subject", subject::Schema()), test::IsOk());
    EXPECT_THAT(sql::Migrate(*keys_, "key", crypto::KeySchema()), test::IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch_.File("master")), test::IsOk());
    sealer_ = std::make_unique<crypto::Sealer>(*keys_,
                                               *crypto::MasterKeys::Load(scratch_.File("master")));
    own_ = std::make_unique<Holdings>(world.means(), *sealer_);
    holders_.emplace_back("registry", own_.get());
    ServeSubjects(world.means(), *sealer_, holders_, bindings_);
    EXPECT_THAT(bindings_.methods().Complete(), test::IsOk());
  }

  // Calls "SubjectRequestService/GetSubjectRequest" as `subject`.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const std::string& subject,
                               const Request& request) {
    const rpc::Method& called = Method(method);
    ASSIGN_OR_RETURN(const rpc::Call call, CallOf(called, subject));
    Request own = request;
    RETURN_IF_ERROR(field::Check(own));
    auto answer = called.unary(call, own);
    if (!answer.ok()) return answer.status();
    EXPECT_TRUE(call.relation_proved()) << method;
    return static_cast<const Response&>(**answer);
  }
  // The file of an export, as `subject` downloads it.
  absl::StatusOr<std::string> Download(const std::string& subject, const std::string& request) {
    const rpc::Method& called = Method("SubjectRequestService/DownloadExport");
    ASSIGN_OR_RETURN(const rpc::Call call, CallOf(called, subject));
    v1::DownloadExportRequest download;
    download.set_name(request);
    Pieces pieces;
    RETURN_IF_ERROR(called.streaming(call, download, pieces));
    EXPECT_TRUE(call.relation_proved());
    return pieces.file;
  }

  const std::map<std::string, rpc::Method>& methods() { return bindings_.methods().all(); }
  Holders& holders() { return holders_; }
  crypto::Sealer& sealer() { return *sealer_; }

 private:
  // Puts the pieces of a file together.
  struct Pieces final : rpc::Sink {
    absl::Status Write(const google::protobuf::Message& message) override {
      file += static_cast<const v1::ExportPiece&>(message).content();
      return absl::OkStatus();
    }
    std::string file;
  };

  const rpc::Method& Method(const std::string& name) {
    return bindings_.methods().all().at(absl::StrCat("/telemachus.registry.v1.", name));
  }
  absl::StatusOr<rpc::Call> CallOf(const rpc::Method& method, const std::string& subject) {
    const absl::Time deadline = absl::Now() + absl::Seconds(120);
    auto known = directory_.Resolve(World::kIssuer, subject, deadline);
    if (absl::IsNotFound(known.status())) return status::NotPermitted();
    RETURN_IF_ERROR(known.status());
    access::Caller caller = access::Caller::User(*std::move(known), "");
    RETURN_IF_ERROR(access::Admit(method.rule, caller));
    return rpc::Call(std::move(caller),
                     absl::StrCat("/", method.descriptor->service()->full_name(), "/",
                                  method.descriptor->name()),
                     deadline);
  }

  World& world_;
  LocalDirectory directory_{world_.means()};
  const test::Scratch scratch_;
  const std::unique_ptr<sql::Database> keys_ = test::OpenFresh("SQLite");
  std::unique_ptr<crypto::Sealer> sealer_;
  std::unique_ptr<Holdings> own_;
  Holders holders_;
  rpc::Bindings bindings_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_SUBJECT_OFFICE_H_
