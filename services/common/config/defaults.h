#ifndef TELEMACHUS_COMMON_CONFIG_DEFAULTS_H_
#define TELEMACHUS_COMMON_CONFIG_DEFAULTS_H_

// What flags say where nobody sets them, for those who also serve without flags.
namespace telemachus::config {

// Threads that run handlers. They block on SQL, Redis and other services, so that there are more
// of them than cores.
inline constexpr int kThreads = 16;

}  // namespace telemachus::config

#endif  // TELEMACHUS_COMMON_CONFIG_DEFAULTS_H_
