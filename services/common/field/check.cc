#include "common/field/check.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/field/path.h"
#include "common/field/plan.h"
#include "common/field/value.h"

namespace telemachus::field {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

// The mask of an update, and the resource it is about.
class Mask {
 public:
  Mask(const Message& request, const MessagePlan& plan) : resource_(plan.masked_resource) {
    if (plan.update_mask == nullptr) return;
    mask_ = &request.GetReflection()->GetMessage(request, plan.update_mask);
    paths_ = mask_->GetDescriptor()->FindFieldByName("paths");
  }

  // Whether the field at `path` stands in the resource, but not in what the mask changes. The
  // resource's name says which one it is, and so always counts as inside.
  bool LeavesOut(const Path& path) const {
    if (mask_ == nullptr || path.parent == nullptr) return false;
    const Path* root = path.parent;
    while (root->parent != nullptr) root = root->parent;
    if (root->field != resource_) return false;
    if (path.parent == root && path.field->name() == "name") return false;
    const int size = mask_->GetReflection()->FieldSize(*mask_, paths_);
    return size > 0 && !Covers(path.Names(root), size);
  }

 private:
  bool Covers(absl::string_view names, int size) const {
    for (int i = 0; i < size; ++i) {
      const std::string path = mask_->GetReflection()->GetRepeatedString(*mask_, paths_, i);
      if (path == "*" || names == path || absl::StartsWith(names, absl::StrCat(path, "."))) {
        return true;
      }
    }
    return false;
  }

  const FieldDescriptor* const resource_;
  const Message* mask_ = nullptr;
  const FieldDescriptor* paths_ = nullptr;
};

// One walk over one request.
class Walk {
 public:
  Walk(const Mask& mask, status::FieldFaults& faults) : mask_(mask), faults_(faults) {}

  // `above` is where `message` stands; null for the request.
  void Visit(Message& message, const MessagePlan& plan, const Path* above) {
    const Reflection& reflection = *message.GetReflection();
    for (const OneofDescriptor* oneof : plan.required_oneofs) {
      if (!reflection.HasOneof(message, oneof)) AddMissing(*oneof, above);
    }
    for (const FieldPlan& field : plan.fields) {
      if (field.output_only) {
        reflection.ClearField(&message, field.field);
      } else if (field.field->is_repeated()) {
        VisitList(message, reflection, field, above);
      } else {
        VisitSingle(message, reflection, field, above);
      }
    }
  }

 private:
  void VisitSingle(Message& message, const Reflection& reflection, const FieldPlan& plan,
                   const Path* above) {
    const Path path{above, plan.field};
    if (!plan.has_presence || reflection.HasField(message, plan.field)) {
      VisitValue({message, reflection, plan.field, -1}, plan, path, plan.required);
    } else if (plan.required && !plan.in_oneof) {
      Add(path, Missing());
    }
  }

  void VisitList(Message& message, const Reflection& reflection, const FieldPlan& plan,
                 const Path* above) {
    Path path{above, plan.field};
    const int size = reflection.FieldSize(message, plan.field);
    if (size == 0 && plan.required) Add(path, Missing());
    if (static_cast<uint32_t>(size) > plan.max_items) {
      Add(path, {status::v1::REASON_FIELD_TOO_LONG,
                 absl::StrCat("must have at most ", plan.max_items, " items")});
      return;  // what stands in it is not worth the time
    }
    // An item that is there is not empty; numbers and switches are what they are.
    const bool required = plan.kind == Kind::kText || plan.kind == Kind::kEnum;
    for (int index = 0; index < size; ++index) {
      if (plan.kind != Kind::kMap) path.index = index;
      VisitValue({message, reflection, plan.field, index}, plan, path, required);
    }
  }

  void VisitValue(const Slot& slot, const FieldPlan& plan, const Path& path, bool required) {
    if (plan.nested != nullptr) {
      Visit(slot.Nested(), *plan.nested, &path);
    } else if (const auto fault = CheckValue(slot, plan, required)) {
      Add(path, *fault);
    }
  }

  void Add(const Path& path, const Fault& fault) {
    if (fault.reason == status::v1::REASON_FIELD_REQUIRED && mask_.LeavesOut(path)) return;
    faults_.Add(path.From(nullptr), fault.reason, fault.words);
  }

  // A mask names the members of a oneof, never the oneof: it is left out if all of them are.
  void AddMissing(const OneofDescriptor& oneof, const Path* above) {
    bool left_out = true;
    for (int i = 0; i < oneof.field_count(); ++i) {
      left_out = left_out && mask_.LeavesOut({above, oneof.field(i)});
    }
    if (left_out) return;
    const std::string before = above == nullptr ? "" : absl::StrCat(above->From(nullptr), ".");
    const Fault fault = Missing();
    faults_.Add(absl::StrCat(before, oneof.name()), fault.reason, fault.words);
  }

  const Mask& mask_;
  status::FieldFaults& faults_;
};

}  // namespace

void Check(Message& request, status::FieldFaults& faults) {
  const MessagePlan& plan = PlanOf(*request.GetDescriptor());
  const Mask mask(request, plan);
  Walk(mask, faults).Visit(request, plan, nullptr);
}

absl::Status Check(Message& request) {
  status::FieldFaults faults;
  Check(request, faults);
  return faults.ToStatus();
}

}  // namespace telemachus::field
