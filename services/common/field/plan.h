#ifndef TELEMACHUS_COMMON_FIELD_PLAN_H_
#define TELEMACHUS_COMMON_FIELD_PLAN_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "telemachus/field/v1/rule.pb.h"

// What is to be looked at in a message of one type, computed once from its descriptor: reading the
// options of a field takes longer than checking it.
namespace telemachus::field {

struct MessagePlan;

// What a value is, as far as its check differs.
enum class Kind { kText, kBytes, kNumber, kBool, kEnum, kMessage, kMap, kTimestamp, kDuration };

// One field with its rule, defaults filled in.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  Kind kind = Kind::kMessage;
  bool required = false;
  bool output_only = false;
  bool has_presence = false;
  // Member of a oneof: may be unset without fault, the oneof is looked at as one.
  bool in_oneof = false;
  uint32_t max_characters = 0;
  uint32_t max_items = 0;
  uint32_t max_bytes = 0;
  v1::Format format = v1::FORMAT_UNSPECIFIED;
  // For FORMAT_LANGUAGE: takes any language tag, not only those the product speaks.
  bool any_language = false;
  // For FORMAT_RESOURCE; lives in the descriptor.
  absl::string_view resource;
  bool bounded = false;
  int64_t minimum = 0;
  int64_t maximum = 0;
  // For kMessage and kMap (the plan of its entries).
  const MessagePlan* nested = nullptr;
};

// The fields of one message type.
struct MessagePlan {
  std::vector<FieldPlan> fields;
  // Oneofs of which one member must be set.
  std::vector<const google::protobuf::OneofDescriptor*> required_oneofs;
  // The field `update_mask` and the one resource beside it; both or neither.
  const google::protobuf::FieldDescriptor* update_mask = nullptr;
  const google::protobuf::FieldDescriptor* masked_resource = nullptr;
};

// The rule on a field; the default one where none stands.
const v1::Rule& RuleOf(const google::protobuf::FieldDescriptor& field);

// The plan for messages of this type. Thread-safe. The descriptor, and so the plan, lives as long
// as the process: descriptors of generated messages do.
const MessagePlan& PlanOf(const google::protobuf::Descriptor& descriptor);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_PLAN_H_
