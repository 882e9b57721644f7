#ifndef TELEMACHUS_TOOLS_STORY_ACTOR_H_
#define TELEMACHUS_TOOLS_STORY_ACTOR_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/trace/span.h"
#include "google/protobuf/message.h"
#include "tools/story/telling.h"

namespace telemachus::story {

// The longest the story waits for one answer.
inline constexpr absl::Duration kPatience = absl::Seconds(30);

// Somebody of the story, who calls the gateway with a token of their own.
class Actor {
 public:
  Actor(Telling& telling, std::string name, std::string subject, std::string token,
        const std::string& gateway)
      : telling_(telling),
        name_(std::move(name)),
        subject_(std::move(subject)),
        channel_(rpc::OpenChannel(gateway, rpc::WithToken(std::move(token)))) {}

  // The name they go by, and whom their token speaks of.
  const std::string& name() const { return name_; }
  const std::string& subject() const { return subject_; }
  // `people/{person}`, once known.
  const std::string& person() const { return person_; }
  void set_person(std::string person) { person_ = std::move(person); }

  // Calls, without telling. `method` is "registry.v1.PersonService/GetSelf".
  template <typename Response>
  absl::StatusOr<Response> Call(absl::string_view method,
                                const google::protobuf::Message& request) {
    return channel_->Unary<Response>(Path(method), request, absl::Now() + kPatience);
  }

  // Calls and tells that it was done; an error ends the story.
  template <typename Response>
  absl::StatusOr<Response> Does(absl::string_view sentence, absl::string_view method,
                                const google::protobuf::Message& request) {
    const std::string told = absl::StrCat(name_, " ", sentence);
    trace::Span span(SpanName(method));
    const absl::Time start = absl::Now();
    absl::StatusOr<Response> response = Call<Response>(method, request);
    if (response.ok()) {
      telling_.Done(told, absl::Now() - start);
    } else {
      telling_.Failed(told, response.status());
    }
    return response;
  }

  // Calls and tells that it was refused for `reason`; anything else ends the story.
  template <typename Response>
  absl::Status MayNot(absl::string_view sentence, absl::string_view method,
                      const google::protobuf::Message& request, status::Reason reason) {
    const std::string told = absl::StrCat(name_, " ", sentence);
    trace::Span span(SpanName(method));
    const absl::Time start = absl::Now();
    const absl::Status status = Call<Response>(method, request).status();
    if (status::ReasonOf(status) == reason) {
      telling_.Refused(told, status::v1::Reason_Name(reason).substr(7), absl::Now() - start);
      return absl::OkStatus();
    }
    const absl::Status wrong = absl::InternalError(absl::StrCat("this had to be refused as ",
                                                                status::v1::Reason_Name(reason),
                                                                ", but: ", status.ToString()));
    telling_.Failed(told, wrong);
    return wrong;
  }

  // Calls a method with a streaming answer; `each` sees every message.
  absl::Status Streams(absl::string_view method, const google::protobuf::Message& request,
                       google::protobuf::Message& response,
                       const std::function<void(const google::protobuf::Message&)>& each) {
    return channel_->Stream(Path(method), request, absl::Now() + absl::Minutes(10), response,
                            [&](const google::protobuf::Message& message) {
                              each(message);
                              return absl::OkStatus();
                            });
  }

 private:
  static std::string Path(absl::string_view method) { return absl::StrCat("/telemachus.", method); }
  // A span says which method, never who.
  static std::string SpanName(absl::string_view method) {
    return absl::StrCat("story ", method.substr(method.rfind('/') + 1));
  }

  Telling& telling_;
  std::string name_;
  std::string subject_;
  std::string person_;
  std::unique_ptr<rpc::Channel> channel_;
};

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_ACTOR_H_
