#include "tests/house/include_rules.h"

#include <map>
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
      {"Expat", {"expat.h"}, {"services/common/xml/"}},
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

// An #include line.
struct Include {
  std::string header;
  size_t line = 0;
  bool is_system = false;
};

std::vector<Include> IncludesOf(const std::string& text) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  std::vector<Include> includes;
  size_t number = 0;
  for (const std::string& line : Lines(text)) {
    ++number;
    std::smatch match;
    if (!std::regex_match(line, match, kInclude)) continue;
    includes.push_back({match[2], number, match[1] == "<"});
  }
  return includes;
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

// What of common decides nothing by itself: values and pure functions.
constexpr const char* kPureHeaders[] = {
    "absl/",        "google/",    "telemachus/",          "common/status/",
    "common/time/", "common/id/", "common/crypto/hash.h", "common/access/caller.h"};

// Knows which headers of the services are values and rules through and through.
class Purity {
 public:
  explicit Purity(const Tree& tree) {
    for (const File& file : tree) {
      if (IsHeader(file.path)) texts_[file.path] = &file.text;
    }
  }

  // Whether rules of a service may include the header: it is pure itself, or lies in the service
  // and reaches nothing that is not.
  bool Allows(const std::string& service, const std::string& header) {
    for (const char* start : kPureHeaders) {
      if (StartsWith(header, start)) return true;
    }
    if (!StartsWith(header, service + "/") || EndsWith(header, "_store.h")) return false;
    const auto found = texts_.find("services/" + header);
    // A header that is not in the tree is judged by its name.
    if (found == texts_.end()) return EndsWith(header, "_rules.h");
    const auto [known, is_new] = known_.try_emplace(header, true);
    if (!is_new) return known->second;
    for (const Include& include : IncludesOf(*found->second)) {
      if (!include.is_system && !Allows(service, include.header)) return known_[header] = false;
    }
    return true;
  }

 private:
  std::map<std::string, const std::string*> texts_;
  std::map<std::string, bool> known_;
};

// Rules decide from protos, records and time alone.
std::string PurityFault(const std::string& path, const Include& include, Purity& purity) {
  static const std::regex kRules(R"(services/(\w+)/(?:\w+/)*\w+_rules\.(h|cc))");
  std::smatch match;
  if (include.is_system || !std::regex_match(path, match, kRules)) return "";
  if (purity.Allows(match[1], include.header)) return "";
  return "rules include protos, absl, the pure parts of common and pure headers of their service";
}

}  // namespace

Faults IncludeFaults(const Tree& tree) {
  Faults faults;
  Purity purity(tree);
  for (const File& file : tree) {
    if (!IsCpp(file.path)) continue;
    for (const Include& include : IncludesOf(file.text)) {
      for (const std::string& what :
           {LibraryFault(file.path, include.header), ServiceFault(file.path, include.header),
            PurityFault(file.path, include, purity)}) {
        if (!what.empty()) {
          faults.push_back(FaultAt(file.path, include.line, include.header + ": " + what));
        }
      }
    }
  }
  return faults;
}

}  // namespace telemachus::house
