#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_RANDOM_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace telemachus::sample {

// Numbers that are the same for the same seed and stream, on every platform and standard library
// (whose distributions are not). One stream a council and purpose, so that a council's sample does
// not change when another joins the file. Not for secrets; not thread-safe.
class Random {
 public:
  Random(uint64_t seed, absl::string_view stream);

  // From 0 to `bound` - 1; `bound` is at least 1.
  size_t Below(size_t bound) { return static_cast<size_t>(engine_() % bound); }
  // From `low` to `high`, both included.
  int Between(int low, int high) {
    return low + static_cast<int>(Below(static_cast<size_t>(high - low) + 1));
  }
  // From 0 up to but not including 1.
  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  // True with probability `share`.
  bool Chance(double share) { return Unit() < share; }
  // One of `choices`, which are not empty.
  template <typename T>
  const T& Pick(absl::Span<const T> choices) {
    return choices[Below(choices.size())];
  }
  // An index of `weights`, as likely as its weight; their sum is above 0.
  size_t Weighted(absl::Span<const double> weights);
  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[Below(left)]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_RANDOM_H_
