#ifndef TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_TINY_HTTP_H_
#define TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_TINY_HTTP_H_

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace telemachus::test {

// Answers every HTTP request on a loopback port with the same bytes.
class TinyHttp {
 public:
  TinyHttp();
  ~TinyHttp();
  TinyHttp(const TinyHttp&) = delete;
  TinyHttp& operator=(const TinyHttp&) = delete;

  std::string Url() const;
  // What is sent from now on: "200 OK", headers (each with its line end) and a body. With an empty
  // status line connections are taken and never answered.
  void Answer(const std::string& status, const std::string& headers, const std::string& body);
  // How many requests came.
  int requests() const { return requests_; }

 private:
  void Loop();

  int listener_;
  int port_ = 0;
  std::mutex mutex_;
  std::string response_;
  std::atomic<int> requests_{0};
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_TINY_HTTP_H_
