#ifndef TELEMACHUS_COMMON_RPC_METHODS_H_
#define TELEMACHUS_COMMON_RPC_METHODS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::rpc {

// Sends the messages of a streaming answer. Write() waits while the receiver is slow, and says
// CANCELLED or DEADLINE_EXCEEDED when there is no use in going on.
class Sink {
 public:
  virtual ~Sink() = default;
  // Hands one message over.
  virtual absl::Status Write(const google::protobuf::Message& message) = 0;
};

// The typed face of a Sink.
template <typename Response>
class Writer {
 public:
  explicit Writer(Sink& sink) : sink_(sink) {}
  // Hands one message over.
  absl::Status Write(const Response& response) { return sink_.Write(response); }

 private:
  Sink& sink_;
};

// One method with its handler, types erased.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  access::v1::Rule rule;
  // The request's default instance.
  const google::protobuf::Message* request = nullptr;
  // Exactly one of these is set.
  std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(
      const Call&, const google::protobuf::Message&)>
      unary;
  std::function<absl::Status(const Call&, const google::protobuf::Message&, Sink&)> streaming;
};

// The methods of a server. Handlers are plain member functions
//   absl::StatusOr<Response> Method(const Call&, const Request&)
//   absl::Status Method(const Call&, const Request&, Writer<Response>&)      for a streaming answer
// and are registered by name; types, rule and completeness are checked against the descriptor.
class Methods {
 public:
  // Begins a service, "telemachus.matching.v1.MatchService"; CHECK-fails if no such is linked.
  class Service {
   public:
    // Registers the handler of a method with one answer, by the method's short name.
    template <typename Handlers, typename Request, typename Response>
    Service& Add(absl::string_view name, Handlers& handlers,
                 absl::StatusOr<Response> (Handlers::*handler)(const Call&, const Request&)) {
      Method method;
      method.request = &Request::default_instance();
      method.unary = [&handlers, handler](const Call& call,
                                          const google::protobuf::Message& request)
          -> absl::StatusOr<std::unique_ptr<google::protobuf::Message>> {
        absl::StatusOr<Response> response =
            (handlers.*handler)(call, static_cast<const Request&>(request));
        if (!response.ok()) return std::move(response).status();
        return std::make_unique<Response>(*std::move(response));
      };
      Put(name, Request::descriptor(), Response::descriptor(), std::move(method));
      return *this;
    }
    // The same for a method with a streaming answer.
    template <typename Handlers, typename Request, typename Response>
    Service& Add(absl::string_view name, Handlers& handlers,
                 absl::Status (Handlers::*handler)(const Call&, const Request&,
                                                   Writer<Response>&)) {
      Method method;
      method.request = &Request::default_instance();
      method.streaming = [&handlers, handler](const Call& call,
                                              const google::protobuf::Message& request,
                                              Sink& sink) {
        Writer<Response> writer(sink);
        return (handlers.*handler)(call, static_cast<const Request&>(request), writer);
      };
      Put(name, Request::descriptor(), Response::descriptor(), std::move(method));
      return *this;
    }

   private:
    friend class Methods;
    Service(Methods& methods, const google::protobuf::ServiceDescriptor& descriptor)
        : methods_(methods), descriptor_(descriptor) {}
    void Put(absl::string_view name, const google::protobuf::Descriptor* request,
             const google::protobuf::Descriptor* response, Method method);
    Methods& methods_;
    const google::protobuf::ServiceDescriptor& descriptor_;
  };

  // Begins to register a service by its full name.
  Service Begin(absl::string_view service);
  // OK if every method of every service begun has a handler of the right types and a rule that
  // makes sense; else FAILED_PRECONDITION naming all that is wrong.
  absl::Status Complete() const;
  // By full name, `/package.Service/Method`.
  const std::map<std::string, Method>& all() const { return methods_; }

 private:
  std::map<std::string, Method> methods_;
  std::vector<const google::protobuf::ServiceDescriptor*> services_;
  std::vector<std::string> faults_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_METHODS_H_
