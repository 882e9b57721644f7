#include "gateway/token/key_source.h"

#include <curl/curl.h>
#include <sys/stat.h>

#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/token/key_document.h"

namespace telemachus::gateway {
namespace {

constexpr absl::Duration kFetchTime = absl::Seconds(2);  // for the whole answer of the issuer
constexpr char kThisMachine[] = "localhost,127.0.0.1,::1";

class FileSource final : public KeySource {
 public:
  explicit FileSource(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Read() override {
    // Before the reading: a change during it is then seen as one.
    seen_ = Look();
    std::ifstream file(path_, std::ios::binary);
    if (!file) return absl::NotFoundError("the key file cannot be opened");
    std::string document(kLargestKeyDocument + 1, '\0');
    file.read(document.data(), static_cast<std::streamsize>(document.size()));
    document.resize(static_cast<size_t>(file.gcount()));
    return document;
  }

  bool Changed() override { return Look() != seen_; }

 private:
  // What tells one content of the file from the next.
  struct Mark {
    ino_t inode = 0;
    off_t size = 0;
    int64_t seconds = 0, nanoseconds = 0;
    bool operator==(const Mark&) const = default;
  };

  Mark Look() const {
    struct stat found;
    if (stat(path_.c_str(), &found) != 0) return {};
    return {found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
  }

  const std::string path_;
  Mark seen_;
};

class UrlSource final : public KeySource {
 public:
  explicit UrlSource(std::string url) : url_(std::move(url)) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)started;
  }

  absl::StatusOr<std::string> Read() override {
    const std::unique_ptr<CURL, void (*)(CURL*)> request(curl_easy_init(), curl_easy_cleanup);
    std::string document;
    if (request == nullptr || !Prepare(request.get(), document)) {
      return absl::UnavailableError("the request for keys cannot be made");
    }
    if (curl_easy_perform(request.get()) != CURLE_OK) {
      return absl::UnavailableError("the issuer does not answer");
    }
    long code = 0;  // NOLINT(google-runtime-int): libcurl's type
    curl_easy_getinfo(request.get(), CURLINFO_RESPONSE_CODE, &code);
    if (code != 200) return absl::UnavailableError("the issuer does not give its keys");
    return document;
  }

  bool Changed() override { return false; }

 private:
  // Whether every setting took: a limit that did not is none.
  bool Prepare(CURL* request, std::string& document) const {
    const auto set = [request](CURLoption option, auto value) {
      return curl_easy_setopt(request, option, value) == CURLE_OK;
    };
    const auto milliseconds = static_cast<long>(absl::ToInt64Milliseconds(kFetchTime));  // NOLINT
    return set(CURLOPT_URL, url_.c_str()) && set(CURLOPT_PROTOCOLS_STR, "http,https") &&
           set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_NOSIGNAL, 1L) &&
           set(CURLOPT_TIMEOUT_MS, milliseconds) && set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds) &&
           set(CURLOPT_NOPROXY, kThisMachine) && set(CURLOPT_WRITEDATA, &document) &&
           set(CURLOPT_WRITEFUNCTION, &UrlSource::Take);
  }

  // Takes a piece of the answer; fewer bytes than came end the transfer.
  static size_t Take(char* bytes, size_t size, size_t count, std::string* document) {
    const size_t length = size * count;
    if (document->size() + length > kLargestKeyDocument) return 0;
    document->append(bytes, length);
    return length;
  }

  const std::string url_;
};

// Whether the URL's host is this machine.
bool IsLocal(const std::string& url) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parts(curl_url(), curl_url_cleanup);
  char* host = nullptr;
  if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) {
    return false;
  }
  const std::string name(host);
  curl_free(host);
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeySource>> OpenKeySource(const std::string& place) {
  if (place.empty()) return absl::InvalidArgumentError("no place is given for the issuer's keys");
  if (!absl::StrContains(place, "://")) return std::make_unique<FileSource>(place);
  if (absl::StartsWith(place, "https://") ||
      (absl::StartsWith(place, "http://") && IsLocal(place))) {
    return std::make_unique<UrlSource>(place);
  }
  return absl::InvalidArgumentError("keys are fetched by https, or by http from this machine");
}

}  // namespace telemachus::gateway
