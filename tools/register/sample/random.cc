#include "tools/register/sample/random.h"

namespace telemachus::sample {

Random::Random(uint64_t seed, absl::string_view stream) {
  std::vector<uint32_t> words = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
  for (char letter : stream) words.push_back(static_cast<unsigned char>(letter));
  std::seed_seq sequence(words.begin(), words.end());
  engine_.seed(sequence);
}

size_t Random::Weighted(absl::Span<const double> weights) {
  double sum = 0;
  for (double weight : weights) sum += weight;
  double at = Unit() * sum;
  size_t last = 0;
  for (size_t index = 0; index < weights.size(); ++index) {
    if (weights[index] <= 0) continue;
    last = index;
    if (at < weights[index]) return index;
    at -= weights[index];
  }
  return last;  // rounding may leave `at` just above the last weight
}

}  // namespace telemachus::sample
