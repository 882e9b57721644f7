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
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/agreement/v1/checklist.pb.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "telemachus/agreement/v1/review.pb.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/evaluation/v1/report.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"

ABSL_FLAG(std::string, target, "127.0.0.1:17050", "the gateway");
ABSL_FLAG(std::string, token_file, "", "file with the access token");
ABSL_FLAG(absl::Duration, timeout, absl::Seconds(30), "longest wait for the answer");

namespace telemachus {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
namespace util = google::protobuf::util;

// Naming a message of each file keeps the linker from leaving its descriptors out.
std::vector<const Message*> LinkedFiles() {
  return {&registry::v1::Authority::default_instance(),
          &registry::v1::Person::default_instance(),
          &registry::v1::Mentor::default_instance(),
          &matching::v1::Request::default_instance(),
          &matching::v1::Shortlist::default_instance(),
          &matching::v1::Match::default_instance(),
          &agreement::v1::Agreement::default_instance(),
          &agreement::v1::Checklist::default_instance(),
          &agreement::v1::Meeting::default_instance(),
          &agreement::v1::Review::default_instance(),
          &evaluation::v1::Evaluation::default_instance(),
          &evaluation::v1::Report::default_instance()};
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
  if (LinkedFiles().empty()) return 1;
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrReplaceAll(path, {{"/", "."}}));
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
