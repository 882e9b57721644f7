#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "gateway/forward/routes.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, target, "127.0.0.1:17050", "the gateway");
ABSL_FLAG(std::string, token_file, "", "file with the access token");
ABSL_FLAG(absl::Duration, timeout, absl::Seconds(30), "longest wait for the answer");

namespace telemachus {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
namespace util = google::protobuf::util;

// `name` as people write it: PACKAGE.SERVICE/METHOD, or with a dot.
const MethodDescriptor* Find(const std::string& name) {
  const std::string wanted = absl::StrReplaceAll(name, {{"/", "."}});
  for (const auto* service : gateway::ProductApi()) {
    for (int i = 0; i < service->method_count(); ++i) {
      if (service->method(i)->full_name() == wanted) return service->method(i);
    }
  }
  return nullptr;
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<Message>(factory->GetPrototype(type)->New());
}

std::string ToJson(const Message& message) {
  util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  return util::MessageToJsonString(message, &json, options).ok() ? json : std::string();
}

absl::Status Call(rpc::Channel& channel, const MethodDescriptor& method, const std::string& json) {
  std::unique_ptr<Message> request = New(method.input_type());
  const auto parsed = util::JsonStringToMessage(json, request.get());
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("the request is no ",
                                                   method.input_type()->full_name(), ": ",
                                                   std::string(parsed.message())));
  }
  const std::string name = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  std::unique_ptr<Message> response = New(method.output_type());
  const absl::Time deadline = absl::Now() + absl::GetFlag(FLAGS_timeout);
  if (method.server_streaming()) {
    return channel.Stream(name, *request, deadline, *response, [](const Message& message) {
      std::cout << ToJson(message);
      return absl::OkStatus();
    });
  }
  const absl::Status status = channel.Unary(name, *request, deadline, *response);
  if (status.ok()) std::cout << ToJson(*response);
  return status;
}

int Run(const std::string& path, const std::string& json) {
  const auto* method = Find(path);
  if (method == nullptr) {
    std::cerr << "call: there is no method " << path << "\n";
    return 2;
  }
  std::ifstream file(absl::GetFlag(FLAGS_token_file));
  std::stringstream token;
  token << file.rdbuf();
  auto channel =
      rpc::OpenChannel(absl::GetFlag(FLAGS_target),
                       rpc::WithToken(std::string(absl::StripAsciiWhitespace(token.str()))));
  const absl::Status status = Call(*channel, *method, json);
  if (status.ok()) return 0;
  std::cerr << "call: " << ToJson(status::ToProto(status));
  return 1;
}

}  // namespace
}  // namespace telemachus

// Calls one method of the public API with a request in JSON and prints the answer in JSON.
int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "calls a method of the public API\n"
      "  call --target HOST:PORT --token_file FILE PACKAGE.SERVICE/METHOD '{JSON}'\n"
      "Without JSON the request is read from standard input.");
  const std::vector<char*> words = absl::ParseCommandLine(argc, argv);
  if (words.size() < 2 || words.size() > 3) {
    std::fprintf(stderr, "call: name one method, and its request; --help says how\n");
    return 2;
  }
  std::string json = words.size() == 3 ? words[2] : "";
  if (words.size() == 2) {
    json.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  return telemachus::Run(words[1], json);
}
