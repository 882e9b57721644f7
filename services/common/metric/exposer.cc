#include "prometheus/exposer.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/metric/metric.h"
#include "common/metric/registry.h"
#include "prometheus/text_serializer.h"

namespace telemachus::metric {
namespace {

// A scrape takes one thread; a second keeps an idle connection from blocking the next.
constexpr size_t kThreads = 2;

// How often an ending server is knocked at.
constexpr std::chrono::milliseconds kKnockPeriod{5};

// Opens a connection to an address and closes it. Where that fails nothing is lost but time.
void Knock(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), absl::StrCat(port).c_str(), &hints, &found) != 0) return;
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0) {
    (void)::connect(fd, found->ai_addr, found->ai_addrlen);
    ::close(fd);
  }
  ::freeaddrinfo(found);
}

class PrometheusExposer final : public Exposer {
 public:
  explicit PrometheusExposer(const std::string& address)
      : host_(address.substr(0, address.rfind(':'))) {
    server_.emplace(address, kThreads);
    server_->RegisterCollectable(ProcessRegistry());
  }

  // The library's server looks only every two seconds, or when somebody comes, whether it shall
  // end; so somebody comes.
  ~PrometheusExposer() override {
    std::atomic<bool> ended{false};
    std::thread knocker([&ended, host = host_, port = port()] {
      while (!ended) {
        Knock(host, port);
        std::this_thread::sleep_for(kKnockPeriod);
      }
    });
    server_.reset();
    ended = true;
    knocker.join();
  }

  int port() const override { return server_->GetListeningPorts().front(); }

 private:
  const std::string host_;
  std::optional<prometheus::Exposer> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Open(const std::string& address) {
  try {
    return std::make_unique<PrometheusExposer>(address);
  } catch (const std::exception&) {
    return absl::UnavailableError("the address for metrics cannot be served on");
  }
}

std::string Scrape() {
  return prometheus::TextSerializer().Serialize(ProcessRegistry()->Collect());
}

}  // namespace telemachus::metric
