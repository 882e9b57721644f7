#ifndef TELEMACHUS_COMMON_RPC_CALL_H_
#define TELEMACHUS_COMMON_RPC_CALL_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/once/ledger.h"
#include "google/protobuf/message.h"

namespace telemachus::rpc {

// One call as its handler sees it: who, until when, under which method. Belongs to the thread that
// runs the handler.
class Call {
 public:
  Call(
      access::Caller caller, std::string method, absl::Time deadline,
      std::function<bool()> cancelled = [] { return false; })
      : caller_(std::move(caller)),
        method_(std::move(method)),
        deadline_(deadline),
        cancelled_(std::move(cancelled)) {}

  const access::Caller& caller() const { return caller_; }
  // `people/{person}` of a user.
  const std::string& person() const { return caller_.person(); }
  // The full method, `/package.Service/Method`.
  const std::string& method() const { return method_; }
  absl::Time deadline() const { return deadline_; }
  // Whether the caller has gone away. Long work asks now and then.
  bool cancelled() const { return cancelled_(); }

  // Proves the relation of the method's access rule: OK and remembered if it holds, the one
  // NotPermitted() otherwise. A handler of a rule with a relation that answers without having
  // proved it is answered INTERNAL.
  absl::Status Require(bool relation_holds) const;
  bool relation_proved() const { return relation_proved_; }

  // The ledger's key of this call: caller, method, the request's `request_id` and digest.
  once::Key OnceKey(const google::protobuf::Message& request) const;

 private:
  access::Caller caller_;
  std::string method_;
  absl::Time deadline_;
  std::function<bool()> cancelled_;
  mutable bool relation_proved_ = false;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_CALL_H_
