#include "tests/scenarios/journey/methods.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/access/rules.h"
#include "gateway/forward/routes.h"
#include "google/protobuf/timestamp.pb.h"
#include "telemachus/event/v1/event.pb.h"
#include "telemachus/field/v1/rule.pb.h"

namespace telemachus::scenario {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr absl::Duration kTime = absl::Seconds(30);

KnownMethod Known(const google::protobuf::MethodDescriptor& method) {
  return {&method, access::RuleOf(method).value()};
}

std::string TextFor(const field::v1::Rule& rule,
                    const std::function<std::string(const std::string&)>& name_of) {
  switch (rule.format()) {
    case field::v1::FORMAT_RESOURCE:
      return name_of(rule.resource());
    case field::v1::FORMAT_DATE:
      return "2026-01-31";
    case field::v1::FORMAT_EMAIL:
      return "someone@example.invalid";
    case field::v1::FORMAT_UUID4:
      return "3f1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a22";
    case field::v1::FORMAT_LANGUAGE:
      return "cy";
    default:
      return "to-date";
  }
}

// Fills one place of a field: the field itself, or a new item of a list.
void Fill(Message& message, const FieldDescriptor& field,
          const std::function<std::string(const std::string&)>& name_of);

void FillAll(Message& message, const std::function<std::string(const std::string&)>& name_of) {
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    static_cast<google::protobuf::Timestamp&>(message).set_seconds(
        absl::ToUnixSeconds(absl::Now()));
    return;
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const field::v1::Rule& rule = field.options().GetExtension(field::v1::rule);
    const bool names = rule.format() == field::v1::FORMAT_RESOURCE && !field.is_repeated();
    // Which etag is the present one is nobody's secret, but some calls want one.
    const bool wanted = rule.required() || names || field.name() == "etag";
    if (!rule.output_only() && wanted) Fill(message, field, name_of);
  }
}

void Fill(Message& message, const FieldDescriptor& field,
          const std::function<std::string(const std::string&)>& name_of) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const field::v1::Rule& rule = field.options().GetExtension(field::v1::rule);
  const bool many = field.is_repeated();
  const auto number = std::max<int64_t>(rule.minimum(), 1);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillAll(many ? *reflection.AddMessage(&message, &field)
                   : *reflection.MutableMessage(&message, &field),
              name_of);
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = TextFor(rule, name_of);
      many ? reflection.AddString(&message, &field, text)
           : reflection.SetString(&message, &field, text);
      break;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      many ? reflection.AddEnumValue(&message, &field, 1)
           : reflection.SetEnumValue(&message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&message, &field, static_cast<int32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(&message, &field, number);
      break;
    default:
      break;
  }
}

}  // namespace

std::string KnownMethod::path() const {
  return absl::StrCat("/", descriptor->service()->full_name(), "/", descriptor->name());
}

std::string KnownMethod::service() const {
  const std::vector<std::string> parts = absl::StrSplit(descriptor->full_name(), '.');
  return parts[1] == "access" ? "registry" : parts[1];
}

bool KnownMethod::IsFor(access::v1::Role role) const {
  return std::find(rule.roles().begin(), rule.roles().end(), role) != rule.roles().end();
}

std::unique_ptr<Message> KnownMethod::NewRequest() const {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(descriptor->input_type())->New());
}

std::vector<KnownMethod> AllMethods() {
  std::vector<const google::protobuf::ServiceDescriptor*> services = gateway::ProductApi();
  services.push_back(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "telemachus.access.v1.DirectoryService"));
  std::vector<KnownMethod> methods;
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(Known(*service->method(i)));
  }
  return methods;
}

KnownMethod FetchEvents() {
  return Known(*event::v1::FetchEventsRequest::descriptor()->file()->service(0)->method(0));
}

absl::Status CallMethod(rpc::Channel& channel, const KnownMethod& method, const Message& request) {
  const std::unique_ptr<Message> response(
      MessageFactory::generated_factory()->GetPrototype(method.descriptor->output_type())->New());
  const absl::Time deadline = absl::Now() + kTime;
  if (!method.descriptor->server_streaming()) {
    return channel.Unary(method.path(), request, deadline, *response);
  }
  return channel.Stream(method.path(), request, deadline, *response,
                        [](const Message&) { return absl::OkStatus(); });
}

std::unique_ptr<Message> MinimalRequest(
    const KnownMethod& method, const std::function<std::string(const std::string&)>& name_of) {
  std::unique_ptr<Message> request = method.NewRequest();
  FillAll(*request, name_of);
  return request;
}

}  // namespace telemachus::scenario
