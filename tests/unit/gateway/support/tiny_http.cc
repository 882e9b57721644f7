#include "tests/unit/gateway/support/tiny_http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"

namespace telemachus::test {

TinyHttp::TinyHttp() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Loop(); });
}

TinyHttp::~TinyHttp() {
  ending_ = true;
  thread_.join();
  close(listener_);
}

std::string TinyHttp::Url() const { return absl::StrCat("http://127.0.0.1:", port_, "/jwks"); }

void TinyHttp::Answer(const std::string& status, const std::string& headers,
                      const std::string& body) {
  const std::lock_guard<std::mutex> lock(mutex_);
  response_ = status.empty() ? ""
                             : absl::StrCat("HTTP/1.1 ", status, "\r\nConnection: close\r\n",
                                            headers, "\r\n", body);
}

void TinyHttp::Loop() {
  std::vector<int> unanswered;
  while (!ending_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 20) <= 0) continue;
    const int connection = accept(listener_, nullptr, nullptr);
    char request[4096];
    if (read(connection, request, sizeof(request)) <= 0) {
      close(connection);
      continue;
    }
    ++requests_;
    std::string response;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      response = response_;
    }
    if (response.empty()) {
      unanswered.push_back(connection);
      continue;
    }
    size_t sent = 0;
    while (sent < response.size()) {
      const ssize_t part =
          send(connection, response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
      if (part <= 0) break;
      sent += static_cast<size_t>(part);
    }
    close(connection);
  }
  for (const int connection : unanswered) close(connection);
}

}  // namespace telemachus::test
