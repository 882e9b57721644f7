#include "common/sql/driver/postgres_values.h"

#include <limits>
#include <string>

namespace telemachus::sql {
namespace {

constexpr TypeNumber kBool = 16;
constexpr TypeNumber kBytea = 17;
constexpr TypeNumber kName = 19;
constexpr TypeNumber kInt8 = 20;
constexpr TypeNumber kInt2 = 21;
constexpr TypeNumber kInt4 = 23;
constexpr TypeNumber kText = 25;
constexpr TypeNumber kUnknown = 705;
constexpr TypeNumber kVarchar = 1043;
constexpr TypeNumber kNumeric = 1700;
constexpr int kBinary = 1;

// A signed number of `data.size()` bytes, the highest first.
int64_t BigEndian(absl::string_view data) {
  uint64_t bits = !data.empty() && (data[0] & 0x80) != 0 ? ~uint64_t{0} : 0;
  for (const char byte : data) bits = bits << 8 | static_cast<unsigned char>(byte);
  return static_cast<int64_t>(bits);
}

std::array<char, 8> ToBigEndian(int64_t number) {
  std::array<char, 8> bytes;
  auto bits = static_cast<uint64_t>(number);
  for (int i = 7; i >= 0; --i, bits >>= 8) bytes[i] = static_cast<char>(bits & 0xff);
  return bytes;
}

// A `numeric`, which is what the server makes of a sum of integers: four 16-bit words (count of
// digits, weight of the first, sign, scale) and digits to the base 10,000. False unless it is an
// integer of 64 bits.
bool DecodeNumeric(absl::string_view data, Value& value) {
  constexpr size_t kHead = 8;
  constexpr int64_t kBase = 10000;
  constexpr int64_t kNegative = 0x4000;
  if (data.size() < kHead) return false;
  const int64_t digits = BigEndian(data.substr(0, 2));
  const int64_t weight = BigEndian(data.substr(2, 2));
  const int64_t sign = BigEndian(data.substr(4, 2));
  if ((sign != 0 && sign != kNegative) || digits < 0) return false;
  if (data.size() != kHead + 2 * static_cast<size_t>(digits)) return false;
  if (digits > weight + 1) return false;  // digits behind the point
  __int128 number = 0;
  for (int64_t i = 0; i <= weight; ++i) {
    const int64_t digit = i < digits ? BigEndian(data.substr(kHead + 2 * i, 2)) : 0;
    number = number * kBase + (sign == 0 ? digit : -digit);
    if (number > std::numeric_limits<int64_t>::max()) return false;
    if (number < std::numeric_limits<int64_t>::min()) return false;
  }
  value = static_cast<int64_t>(number);
  return true;
}

TypeNumber TypeOf(const Value& value) {
  if (std::holds_alternative<int64_t>(value)) return kInt8;
  if (std::holds_alternative<std::string>(value)) return kText;
  if (std::holds_alternative<Bytes>(value)) return kBytea;
  return 0;
}

}  // namespace

TypeNumbers TypesOf(const Arguments& arguments) {
  TypeNumbers types;
  for (const Value* argument : arguments) types.push_back(TypeOf(*argument));
  return types;
}

Encoded::Encoded(const Arguments& arguments) {
  integers_.resize(arguments.size());  // sized once: the values point into it
  for (size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view data;
    if (const auto* integer = std::get_if<int64_t>(arguments[i])) {
      integers_[i] = ToBigEndian(*integer);
      data = absl::string_view(integers_[i].data(), integers_[i].size());
    } else if (const auto* text = std::get_if<std::string>(arguments[i])) {
      data = *text;
    } else if (const auto* bytes = std::get_if<Bytes>(arguments[i])) {
      data = bytes->value;
    }
    const bool null = std::holds_alternative<std::monostate>(*arguments[i]);
    values_.push_back(null ? nullptr : data.data());
    lengths_.push_back(static_cast<int>(data.size()));
    formats_.push_back(kBinary);
  }
}

bool Decode(TypeNumber type, absl::string_view data, Value& value) {
  switch (type) {
    case kInt8:
    case kInt4:
    case kInt2:
    case kBool:
      value = BigEndian(data);
      return true;
    case kText:
    case kVarchar:
    case kName:
    case kUnknown:
      value = std::string(data);
      return true;
    case kBytea:
      value = Bytes{std::string(data)};
      return true;
    case kNumeric:
      return DecodeNumeric(data, value);
    default:
      return false;
  }
}

}  // namespace telemachus::sql
