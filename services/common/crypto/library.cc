#include "common/crypto/library.h"

#include <cstdio>
#include <cstdlib>

namespace telemachus::crypto {

void InitSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) {
    (void)std::fputs("libsodium cannot be initialised\n", stderr);
    std::abort();
  }
}

}  // namespace telemachus::crypto
