#include "common/config/flags.h"

#include "absl/flags/flag.h"
#include "common/config/defaults.h"

// Defaults serve one process on loopback, and are wrong for none but the ports of a second one.
ABSL_FLAG(std::string, listen, "127.0.0.1:17051", "Address to serve gRPC on, HOST:PORT.");
ABSL_FLAG(std::string, health_listen, "127.0.0.1:17052",
          "Address of the server that answers health checks alone.");
ABSL_FLAG(std::string, metrics_listen, "127.0.0.1:9464", "Address that serves /metrics.");
ABSL_FLAG(std::string, database, "sqlite:telemachus.db",
          "Database: sqlite:PATH, or postgresql: and a libpq connection string.");
ABSL_FLAG(std::string, redis, "", "Redis: unix:PATH or HOST:PORT; empty runs without.");
ABSL_FLAG(std::string, key_file, "", "File of this process's own signing key. Required.");
ABSL_FLAG(std::string, peer_keys, "", "Directory of the peers' keys, NAME.key.pub. Required.");
ABSL_FLAG(std::string, page_key_file, "",
          "File of the key of page tokens, the same for all replicas. Required.");
ABSL_FLAG(std::string, otlp, "",
          "OTLP/gRPC receiver of traces, HOST:PORT; empty sends none. OTEL_* variables override.");
ABSL_FLAG(double, trace_ratio, 1.0,
          "Share of traces kept among those that begin here, 0 to 1; others follow their parent.");
ABSL_FLAG(std::string, log_file, "", "File of the log; empty is standard error.");
ABSL_FLAG(std::string, log_level, "info",
          "Lowest level that is logged: debug, info, warning or error.");
ABSL_FLAG(int, threads, telemachus::config::kThreads, "Threads that run handlers.");
