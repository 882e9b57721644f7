#include "tests/house/include_rules.h"

#include <regex>

namespace telemachus::house {
namespace {

// Headers of a library, and the places that may know it. tests/unit/common/<room> counts as the
// room, since it opens the room's seams.
struct Library {
  std::string name;
  std::vector<std::string> headers;
  std::vector<std::string> rooms;
};

const std::vector<Library>& Libraries() {
  static const auto* const kLibraries = new std::vector<Library>{
      {"gRPC",
       {"grpc/", "grpcpp/"},
       {"services/common/rpc/", "services/gateway/", "tools/", "tests/"}},
      {"hiredis", {"hiredis/"}, {"services/common/redis/"}},
      {"SQLite", {"sqlite3.h"}, {"services/common/sql/"}},
      {"libpq", {"libpq-fe.h", "libpq/", "postgresql/"}, {"services/common/sql/"}},
      {"OpenTelemetry", {"opentelemetry/"}, {"services/common/trace/", "tools/trace/"}},
      {"spdlog", {"spdlog/", "fmt/"}, {"services/common/log/"}},
      {"prometheus-cpp", {"prometheus/"}, {"services/common/metric/"}},
      {"libsodium",
       {"sodium.h", "sodium/"},
       {"services/common/crypto/", "services/common/id/", "services/common/page/"}},
      {"OpenSSL",
       {"openssl/"},
       {"services/common/crypto/", "services/common/id/", "services/common/page/"}},
      {"cjose", {"cjose/"}, {"services/gateway/", "tools/issuer/"}},
  };
  return *kLibraries;
}

constexpr const char* kServices[] = {"registry", "matching", "agreement", "evaluation", "gateway"};
constexpr const char* kDomains[] = {"registry", "matching", "agreement", "evaluation", "programme"};

bool StartsWithAny(const std::string& text, const std::vector<std::string>& starts) {
  for (const std::string& start : starts) {
    if (StartsWith(text, start)) return true;
  }
  return false;
}

// tests/unit/common/sql/x.cc and tests/unit/gateway/x.cc as the rooms they test.
std::string RoomOf(const std::string& path) {
  const std::string unit = "tests/unit/";
  return StartsWith(path, unit) ? "services/" + path.substr(unit.size()) : path;
}

std::string LibraryFault(const std::string& path, const std::string& header) {
  for (const Library& library : Libraries()) {
    if (!StartsWithAny(header, library.headers)) continue;
    // The conformance suite and the tests' private servers work below the rooms.
    if (StartsWithAny(path, library.rooms) || StartsWithAny(RoomOf(path), library.rooms) ||
        StartsWith(path, "tests/conformance/") || StartsWith(path, "tests/support/")) {
      return "";
    }
    return library.name + " is known in " + library.rooms[0] + " alone, or where it is allowed";
  }
  return "";
}

std::string ServiceFault(const std::string& path, const std::string& header) {
  if (!StartsWith(path, "services/")) return "";
  const bool is_common = StartsWith(path, "services/common/");
  if (StartsWith(header, "tests/")) return "a service does not depend on tests";
  for (const char* service : kServices) {
    if (!StartsWith(header, std::string(service) + "/")) continue;
    if (is_common) return "common knows no service";
    if (!StartsWith(path, std::string("services/") + service + "/")) {
      return "a service calls another, and never includes it";
    }
  }
  if (!is_common) return "";
  for (const char* domain : kDomains) {
    if (StartsWith(header, std::string("telemachus/") + domain + "/")) {
      return "common knows no domain proto";
    }
  }
  return "";
}

// Rules decide from protos and time alone.
std::string PurityFault(const std::string& path, const std::string& header, bool is_system) {
  static const std::regex kRules(R"(services/(\w+)/(?:\w+/)*\w+_rules\.(h|cc))");
  std::smatch match;
  if (is_system || !std::regex_match(path, match, kRules)) return "";
  const std::string service = match[1];
  if (StartsWithAny(header, {"absl/", "google/", "telemachus/", "common/status/", "common/time/",
                             "common/id/"}) ||
      (StartsWith(header, service + "/") && EndsWith(header, "_rules.h"))) {
    return "";
  }
  return "rules include protos, absl and common/{status,time,id} alone";
}

}  // namespace

Faults IncludeFaults(const Tree& tree) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  Faults faults;
  for (const File& file : tree) {
    if (!IsCpp(file.path)) continue;
    size_t number = 0;
    for (const std::string& line : Lines(file.text)) {
      ++number;
      std::smatch match;
      if (!std::regex_match(line, match, kInclude)) continue;
      const std::string header = match[2];
      for (const std::string& what :
           {LibraryFault(file.path, header), ServiceFault(file.path, header),
            PurityFault(file.path, header, match[1] == "<")}) {
        if (!what.empty()) faults.push_back(FaultAt(file.path, number, header + ": " + what));
      }
    }
  }
  return faults;
}

}  // namespace telemachus::house
