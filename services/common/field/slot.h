#ifndef TELEMACHUS_COMMON_FIELD_SLOT_H_
#define TELEMACHUS_COMMON_FIELD_SLOT_H_

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "google/protobuf/message.h"

namespace telemachus::field {

// One value in a message: a field, or an item of a list.
struct Slot {
  google::protobuf::Message& message;
  const google::protobuf::Reflection& reflection;
  const google::protobuf::FieldDescriptor* field;
  // The place in a list; negative for a field by itself.
  int index;

  bool single() const { return index < 0; }

  // The value, by the type of the field. `scratch` is where a text may have to be kept meanwhile.
  const std::string& Text(std::string& scratch) const {
    return single() ? reflection.GetStringReference(message, field, &scratch)
                    : reflection.GetRepeatedStringReference(message, field, index, &scratch);
  }
  void SetText(std::string text) const {
    if (single()) {
      reflection.SetString(&message, field, std::move(text));
    } else {
      reflection.SetRepeatedString(&message, field, index, std::move(text));
    }
  }
  int EnumNumber() const {
    return single() ? reflection.GetEnumValue(message, field)
                    : reflection.GetRepeatedEnumValue(message, field, index);
  }
  bool Bool() const {
    return single() ? reflection.GetBool(message, field)
                    : reflection.GetRepeatedBool(message, field, index);
  }
  google::protobuf::Message& Nested() const {
    return single() ? *reflection.MutableMessage(&message, field)
                    : *reflection.MutableRepeatedMessage(&message, field, index);
  }
  bool IsFloating() const {
    return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE ||
           field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_FLOAT;
  }
  // A float or double.
  double Floating() const {
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_FLOAT) {
      return single() ? reflection.GetFloat(message, field)
                      : reflection.GetRepeatedFloat(message, field, index);
    }
    return single() ? reflection.GetDouble(message, field)
                    : reflection.GetRepeatedDouble(message, field, index);
  }
  // Any whole number; one above what int64 holds as the greatest of int64.
  int64_t Whole() const {
    switch (field->cpp_type()) {
      case google::protobuf::FieldDescriptor::CPPTYPE_INT32:
        return single() ? reflection.GetInt32(message, field)
                        : reflection.GetRepeatedInt32(message, field, index);
      case google::protobuf::FieldDescriptor::CPPTYPE_UINT32:
        return single() ? reflection.GetUInt32(message, field)
                        : reflection.GetRepeatedUInt32(message, field, index);
      case google::protobuf::FieldDescriptor::CPPTYPE_INT64:
        return single() ? reflection.GetInt64(message, field)
                        : reflection.GetRepeatedInt64(message, field, index);
      default:
        break;
    }
    constexpr uint64_t kGreatest = std::numeric_limits<int64_t>::max();
    const uint64_t number = single() ? reflection.GetUInt64(message, field)
                                     : reflection.GetRepeatedUInt64(message, field, index);
    return static_cast<int64_t>(number < kGreatest ? number : kGreatest);
  }
};

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_SLOT_H_
