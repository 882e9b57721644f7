#include "common/id/id.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "sodium.h"

namespace telemachus::id {
namespace {

constexpr absl::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kRandomBytes = 16;
constexpr size_t kMaxIdLength = 63;
constexpr int kBitsPerCharacter = 5;
// 128 bits are 25 characters and 3 bits; those three stand first, and so are one of a to h.
constexpr int kBitsOfFirst = 3;

bool IsId(absl::string_view segment) {
  return !segment.empty() && segment.size() <= kMaxIdLength &&
         std::all_of(segment.begin(), segment.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Cuts what stands before the next `separator` (or all) off the front of `rest`; false if nothing
// is left after it.
bool Cut(absl::string_view& rest, char separator, absl::string_view& front) {
  const size_t end = rest.find(separator);
  front = rest.substr(0, end);
  if (end == absl::string_view::npos) return false;
  rest.remove_prefix(end + 1);
  return true;
}

bool MatchesOne(absl::string_view text, absl::string_view pattern) {
  bool more_text = true;
  bool more_pattern = true;
  while (more_text && more_pattern) {
    absl::string_view segment;
    absl::string_view expected;
    more_text = Cut(text, '/', segment);
    more_pattern = Cut(pattern, '/', expected);
    if (expected == "*" ? !IsId(segment) : segment != expected) return false;
  }
  return more_text == more_pattern;
}

}  // namespace

std::string RandomIds::Next() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();  // no random source: nothing that is made could be unguessable
  std::array<uint8_t, kRandomBytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  std::string id;
  uint32_t bits = 0;
  int count = kBitsPerCharacter - kBitsOfFirst;  // zeros before the first three bits
  for (const uint8_t byte : bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= kBitsPerCharacter; count -= kBitsPerCharacter) {
      id.push_back(kAlphabet[(bits >> (count - kBitsPerCharacter)) % kAlphabet.size()]);
    }
    bits &= (1u << count) - 1;
  }
  return id;
}

bool Matches(absl::string_view text, absl::string_view pattern) {
  bool more = true;
  while (more) {
    absl::string_view one;
    more = Cut(pattern, '|', one);
    if (MatchesOne(text, one)) return true;
  }
  return false;
}

absl::string_view LastSegment(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace telemachus::id
