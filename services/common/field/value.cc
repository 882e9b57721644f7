#include "common/field/value.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/field/shape.h"
#include "common/field/text.h"
#include "google/protobuf/util/time_util.h"

namespace telemachus::field {
namespace {

using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

constexpr int kNanosInASecond = 1'000'000'000;

Fault TooLong(uint32_t most, absl::string_view units) {
  return {status::v1::REASON_FIELD_TOO_LONG, absl::StrCat("must be at most ", most, " ", units)};
}

Fault Malformed(absl::string_view words) {
  return {status::v1::REASON_FIELD_MALFORMED, std::string(words)};
}

std::optional<Fault> ToFault(TextFault fault, const FieldPlan& plan) {
  switch (fault) {
    case TextFault::kNone:
      break;
    case TextFault::kTooLong:
      return TooLong(plan.max_characters, "characters");
    case TextFault::kControl:
      return Malformed("must have no control characters but line breaks and tabs");
    case TextFault::kNotText:
      return Malformed("must be readable text in UTF-8");
  }
  return std::nullopt;
}

std::optional<Fault> CheckText(const Slot& slot, const FieldPlan& plan, bool required) {
  std::string scratch;
  const std::string& text = slot.Text(scratch);
  if (text.empty()) return required ? std::optional(Missing()) : std::nullopt;
  std::optional<std::string> normal;
  const TextFault fault = Inspect(text, plan.max_characters, normal);
  if (fault != TextFault::kNone) return ToFault(fault, plan);
  if (!HasShape(normal.has_value() ? *normal : text, plan)) return Malformed(ShapeInWords(plan));
  if (normal.has_value()) slot.SetText(*std::move(normal));
  return std::nullopt;
}

std::optional<Fault> CheckBytes(const Slot& slot, const FieldPlan& plan, bool required) {
  std::string scratch;
  const size_t size = slot.Text(scratch).size();
  if (size == 0 && required) return Missing();
  if (size > plan.max_bytes) return TooLong(plan.max_bytes, "bytes");
  return std::nullopt;
}

bool IsWithin(const Slot& slot, const FieldPlan& plan) {
  if (!slot.IsFloating()) {
    return !plan.bounded || (slot.Whole() >= plan.minimum && slot.Whole() <= plan.maximum);
  }
  const double number = slot.Floating();
  return std::isfinite(number) && (!plan.bounded || (number >= static_cast<double>(plan.minimum) &&
                                                     number <= static_cast<double>(plan.maximum)));
}

Fault OutOfRange(const FieldPlan& plan) {
  std::string words = "must be a finite number";
  if (plan.bounded && plan.maximum == std::numeric_limits<int64_t>::max()) {
    words = absl::StrCat("must be at least ", plan.minimum);
  } else if (plan.bounded) {
    words = absl::StrCat("must be ", plan.minimum, " to ", plan.maximum);
  }
  return {status::v1::REASON_FIELD_OUT_OF_RANGE, words};
}

std::optional<Fault> CheckNumber(const Slot& slot, const FieldPlan& plan, bool required) {
  const bool zero = slot.IsFloating() ? slot.Floating() == 0 : slot.Whole() == 0;
  if (zero && required) return Missing();
  // Without presence, zero is how "not set" looks.
  if (zero && slot.single() && !plan.has_presence) return std::nullopt;
  if (!IsWithin(slot, plan)) return OutOfRange(plan);
  return std::nullopt;
}

std::optional<Fault> CheckEnum(const Slot& slot, bool required) {
  const int number = slot.EnumNumber();
  if (number == 0 && required) return Missing();
  if (slot.field->enum_type()->FindValueByNumber(number) != nullptr) return std::nullopt;
  return Malformed("must be one of the values of its enum");
}

// Timestamp and Duration have the same two fields. They are read by reflection, so that messages
// made at run time will do.
struct SecondsAndNanos {
  explicit SecondsAndNanos(const Message& message) {
    const auto& type = *message.GetDescriptor();
    seconds = message.GetReflection()->GetInt64(message, type.FindFieldByNumber(1));
    nanos = message.GetReflection()->GetInt32(message, type.FindFieldByNumber(2));
  }
  int64_t seconds;
  int nanos;
};

std::optional<Fault> CheckTimestamp(const Slot& slot) {
  const SecondsAndNanos value(slot.Nested());
  if (value.seconds >= TimeUtil::kTimestampMinSeconds &&
      value.seconds <= TimeUtil::kTimestampMaxSeconds && value.nanos >= 0 &&
      value.nanos < kNanosInASecond) {
    return std::nullopt;
  }
  return Malformed("must be a moment of the years 1 to 9999");
}

std::optional<Fault> CheckDuration(const Slot& slot) {
  const SecondsAndNanos value(slot.Nested());
  const bool one_sign =
      value.seconds == 0 || value.nanos == 0 || (value.seconds < 0) == (value.nanos < 0);
  if (one_sign && value.seconds >= TimeUtil::kDurationMinSeconds &&
      value.seconds <= TimeUtil::kDurationMaxSeconds && value.nanos > -kNanosInASecond &&
      value.nanos < kNanosInASecond) {
    return std::nullopt;
  }
  return Malformed("must be a duration of at most 10,000 years");
}

}  // namespace

Fault Missing() { return {status::v1::REASON_FIELD_REQUIRED, "must be set"}; }

std::optional<Fault> CheckValue(const Slot& slot, const FieldPlan& plan, bool required) {
  switch (plan.kind) {
    case Kind::kText:
      return CheckText(slot, plan, required);
    case Kind::kBytes:
      return CheckBytes(slot, plan, required);
    case Kind::kNumber:
      return CheckNumber(slot, plan, required);
    case Kind::kBool:
      return required && !slot.Bool() ? std::optional(Missing()) : std::nullopt;
    case Kind::kEnum:
      return CheckEnum(slot, required);
    case Kind::kTimestamp:
      return CheckTimestamp(slot);
    case Kind::kDuration:
      return CheckDuration(slot);
    case Kind::kMessage:
    case Kind::kMap:
      break;
  }
  return std::nullopt;
}

}  // namespace telemachus::field
