#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/field/check.h"
#include "common/field/plan.h"
#include "google/protobuf/util/field_mask_util.h"

namespace telemachus::field {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

// From the resource to a field, by way of submessages.
using Way = std::vector<const FieldDescriptor*>;

bool IsOutputOnly(const FieldDescriptor& field) { return RuleOf(field).output_only(); }

bool IsSubmessage(const FieldDescriptor& field) {
  return !field.is_repeated() && field.message_type() != nullptr;
}

// Whether the field of the resource itself says which resource, in which version, it is.
bool IsIdentity(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag";
}

// The way that a mask's path names; empty for one that may not be changed.
Way FindWay(const Descriptor& resource, const std::string& path) {
  Way way;
  const Descriptor* type = &resource;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* const field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(name));
    if (field == nullptr || IsOutputOnly(*field)) return {};
    way.push_back(field);
    type = IsSubmessage(*field) ? field->message_type() : nullptr;
  }
  return way;
}

// Moves the value or list of `field` from `donor`, a copy of the source, to `target`.
void Move(Message& donor, const FieldDescriptor& field, Message& target) {
  const auto& reflection = *target.GetReflection();
  // Members of a oneof change places together: what the target had must not get into the donor.
  const auto* const oneof = field.real_containing_oneof();
  if (oneof != nullptr) reflection.ClearOneof(&target, oneof);
  reflection.SwapFields(&donor, &target, {&field});
}

void Take(Message& donor, const FieldDescriptor& field, Message& target);

// All of a message, so that what is not set in `donor` is cleared.
void TakeAll(Message& donor, Message& target, bool is_resource) {
  const Descriptor& type = *target.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsOutputOnly(field) && !(is_resource && IsIdentity(field))) Take(donor, field, target);
  }
}

// One field, set or not; of a submessage all but what is output only.
void Take(Message& donor, const FieldDescriptor& field, Message& target) {
  const auto& reflection = *target.GetReflection();
  if (!field.is_repeated() && !reflection.HasField(donor, &field)) {
    reflection.ClearField(&target, &field);
  } else if (IsSubmessage(field)) {
    TakeAll(*reflection.MutableMessage(&donor, &field), *reflection.MutableMessage(&target, &field),
            false);
  } else {
    Move(donor, field, target);
  }
}

// The field at the end of `way`. Submessages on the way come into being only for what is set.
void TakeAt(Message& donor, const Way& way, Message& target) {
  Message* from = &donor;
  Message* to = &target;
  for (size_t i = 0; i + 1 < way.size(); ++i) {
    const auto& reflection = *to->GetReflection();
    const bool is_set = reflection.HasField(*from, way[i]);
    if (!is_set && !reflection.HasField(*to, way[i])) return;
    // Where only the target has the submessage, the donor's new one is empty and clears.
    from = reflection.MutableMessage(from, way[i]);
    to = reflection.MutableMessage(to, way[i]);
  }
  Take(*from, *way.back(), *to);
}

// What is set, by itself.
void TakeSet(Message& donor, Message& target, bool is_resource) {
  const auto& reflection = *target.GetReflection();
  Way set;
  reflection.ListFields(donor, &set);
  for (const FieldDescriptor* field : set) {
    if (IsOutputOnly(*field) || (is_resource && IsIdentity(*field))) continue;
    if (IsSubmessage(*field)) {
      TakeSet(*reflection.MutableMessage(&donor, field), *reflection.MutableMessage(&target, field),
              false);
    } else {
      Move(donor, *field, target);
    }
  }
}

// Says which path is wrong by its place, for the path itself is the caller's text.
absl::Status CheckPaths(const FieldMask& mask, const Descriptor& resource, bool& everything) {
  everything = false;
  for (int i = 0; i < mask.paths_size(); ++i) {
    if (mask.paths(i) == "*") {
      everything = true;
    } else if (FindWay(resource, mask.paths(i)).empty()) {
      return status::FieldFault("update_mask", status::v1::REASON_FIELD_MASK_INVALID,
                                absl::StrCat("paths[", i, "] is no field that may be changed"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Apply(const Message& source, const FieldMask& mask, Message& target) {
  const Descriptor& type = *target.GetDescriptor();
  if (source.GetDescriptor() != &type) {
    return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                         "a resource is changed by one of its own type");
  }
  bool everything = false;
  if (absl::Status status = CheckPaths(mask, type, everything); !status.ok()) return status;
  const std::unique_ptr<Message> donor(source.New());
  donor->CopyFrom(source);
  if (everything) {
    TakeAll(*donor, target, true);
  } else if (mask.paths().empty()) {
    TakeSet(*donor, target, true);
  } else {
    // Without overlaps, for what was taken is no longer there.
    FieldMask canonical;
    FieldMaskUtil::ToCanonicalForm(mask, &canonical);
    for (const std::string& path : canonical.paths()) {
      const Way way = FindWay(type, path);
      if (way.size() > 1 || !IsIdentity(*way.front())) TakeAt(*donor, way, target);
    }
  }
  return absl::OkStatus();
}

}  // namespace telemachus::field
