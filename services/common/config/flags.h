#ifndef TELEMACHUS_COMMON_CONFIG_FLAGS_H_
#define TELEMACHUS_COMMON_CONFIG_FLAGS_H_

#include <string>

#include "absl/flags/declare.h"

// The flags every service has. Each also stands in a file given by --flagfile. Secrets are paths to
// files; no default holds one, and nothing starts without them.
ABSL_DECLARE_FLAG(std::string, listen);          // address to serve on
ABSL_DECLARE_FLAG(std::string, health_listen);   // address of the health-only server
ABSL_DECLARE_FLAG(std::string, metrics_listen);  // address of /metrics
ABSL_DECLARE_FLAG(std::string, database);        // sqlite:PATH or postgresql:...
ABSL_DECLARE_FLAG(std::string, redis);           // unix:PATH or host:port; empty: none
ABSL_DECLARE_FLAG(std::string, key_file);        // this process's own signing key
ABSL_DECLARE_FLAG(std::string, peer_keys);       // directory of NAME.key.pub
ABSL_DECLARE_FLAG(std::string, page_key_file);   // key of page tokens, shared by replicas
ABSL_DECLARE_FLAG(std::string, otlp);            // OTLP/gRPC target of traces; empty: none
ABSL_DECLARE_FLAG(double, trace_ratio);          // share of root spans kept
ABSL_DECLARE_FLAG(std::string, log_file);        // empty: standard error
ABSL_DECLARE_FLAG(std::string, log_level);       // debug, info, warning, error
ABSL_DECLARE_FLAG(int, threads);                 // of the executor

#endif  // TELEMACHUS_COMMON_CONFIG_FLAGS_H_
