#include "common/field/plan.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "common/sync/mutex.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace telemachus::field {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr uint32_t kDefaultCharacters = 256;
constexpr uint32_t kDefaultItems = 100;
constexpr uint32_t kDefaultBytes = 4096;

Kind KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? Kind::kBytes : Kind::kText;
    case FieldDescriptor::CPPTYPE_BOOL:
      return Kind::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return Kind::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return Kind::kNumber;
  }
  if (field.is_map()) return Kind::kMap;
  if (field.message_type() == google::protobuf::Timestamp::descriptor()) return Kind::kTimestamp;
  if (field.message_type() == google::protobuf::Duration::descriptor()) return Kind::kDuration;
  return Kind::kMessage;
}

uint32_t OrDefault(uint32_t given, uint32_t otherwise) { return given == 0 ? otherwise : given; }

// `field` with the bounds and shape of `rule`.
FieldPlan Bound(const FieldDescriptor& field, const v1::Rule& rule) {
  FieldPlan plan;
  plan.field = &field;
  plan.kind = KindOf(field);
  plan.has_presence = field.has_presence();
  plan.in_oneof = field.real_containing_oneof() != nullptr;
  plan.max_characters = OrDefault(rule.max_characters(), kDefaultCharacters);
  plan.max_items = OrDefault(rule.max_items(), kDefaultItems);
  plan.max_bytes = OrDefault(rule.max_bytes(), kDefaultBytes);
  plan.format = rule.format();
  plan.any_language = rule.max_characters() != 0;
  plan.resource = rule.resource();
  plan.bounded = rule.minimum() != 0 || rule.maximum() != 0;
  plan.minimum = rule.minimum();
  // A positive minimum alone has no upper bound.
  plan.maximum = rule.minimum() > 0 && rule.maximum() == 0 ? std::numeric_limits<int64_t>::max()
                                                           : rule.maximum();
  return plan;
}

// Finds the mask of an update and what it is a mask of.
void FindMask(const Descriptor& descriptor, MessagePlan& plan) {
  const FieldDescriptor* const mask = descriptor.FindFieldByName("update_mask");
  if (mask == nullptr || mask->is_repeated() ||
      mask->message_type() != google::protobuf::FieldMask::descriptor()) {
    return;
  }
  const FieldDescriptor* resource = nullptr;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* const field = descriptor.field(i);
    if (field->is_repeated() || field->message_type() == nullptr ||
        field->message_type()->file()->package() == "google.protobuf") {
      continue;
    }
    if (resource != nullptr) return;
    resource = field;
  }
  if (resource == nullptr) return;
  plan.update_mask = mask;
  plan.masked_resource = resource;
}

// All plans made so far.
class Plans {
 public:
  const MessagePlan& Of(const Descriptor& descriptor) {
    sync::Lock lock(mutex_);
    return Make(descriptor);
  }

 private:
  // Enters the plan before filling it in, so that a message may hold messages of its own type.
  const MessagePlan& Make(const Descriptor& descriptor) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto [entry, is_new] = plans_.try_emplace(&descriptor);
    if (!is_new) return *entry->second;
    entry->second = std::make_unique<MessagePlan>();
    MessagePlan& plan = *entry->second;
    for (int i = 0; i < descriptor.field_count(); ++i) {
      plan.fields.push_back(MakeField(*descriptor.field(i)));
      const auto* const oneof = descriptor.field(i)->real_containing_oneof();
      if (oneof != nullptr && plan.fields.back().required &&
          std::find(plan.required_oneofs.begin(), plan.required_oneofs.end(), oneof) ==
              plan.required_oneofs.end()) {
        plan.required_oneofs.push_back(oneof);
      }
    }
    FindMask(descriptor, plan);
    return plan;
  }

  FieldPlan MakeField(const FieldDescriptor& field) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const v1::Rule& rule = RuleOf(field);
    FieldPlan plan = Bound(field, rule);
    plan.required = rule.required();
    plan.output_only = rule.output_only();
    if (plan.kind == Kind::kMessage) plan.nested = &Make(*field.message_type());
    if (plan.kind == Kind::kMap) plan.nested = &MakeEntry(*field.message_type(), rule);
    return plan;
  }

  // The rule on a map bounds its values; keys must be set and have the default bounds.
  const MessagePlan& MakeEntry(const Descriptor& entry, const v1::Rule& rule)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    MessagePlan& plan = *entries_.emplace_back(std::make_unique<MessagePlan>());
    FieldPlan key = Bound(*entry.map_key(), v1::Rule::default_instance());
    key.required = key.kind == Kind::kText;
    FieldPlan value = Bound(*entry.map_value(), rule);
    if (value.kind == Kind::kMessage) value.nested = &Make(*entry.map_value()->message_type());
    plan.fields = {key, value};
    return plan;
  }

  sync::Mutex mutex_;
  std::unordered_map<const Descriptor*, std::unique_ptr<MessagePlan>> plans_
      ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<MessagePlan>> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

const v1::Rule& RuleOf(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::rule);
}

const MessagePlan& PlanOf(const Descriptor& descriptor) {
  static auto* const plans = new Plans();  // never destroyed: threads may outlive main
  return plans->Of(descriptor);
}

}  // namespace telemachus::field
