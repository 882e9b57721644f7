#include "common/metric/metric.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::metric {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

int LinesWith(absl::string_view start) {
  int lines = 0;
  const std::string text = Scrape();
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, start)) ++lines;
  }
  return lines;
}

TEST(MetricTest, CountsFromManyThreadsWithoutLoss) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 10000; ++n) Count("test_threads_total", "Help.", {{"kind", "a"}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Scrape(), HasSubstr("test_threads_total{kind=\"a\"} 80000\n"));
}

TEST(MetricTest, AGaugeHasItsLastValue) {
  Gauge("test_depth", "Help.", {}, 3);
  Gauge("test_depth", "Help.", {}, 2);
  EXPECT_THAT(Scrape(), HasSubstr("test_depth 2\n"));
}

TEST(MetricTest, ADurationFallsIntoTheBucketsOfTheConventions) {
  Duration("test_call_seconds", "Help.", {{"method", "m"}}, 0.06);
  DatabaseDuration("test_query_seconds", "Help.", {}, 0.002);
  const std::string text = Scrape();
  EXPECT_THAT(text, HasSubstr("test_call_seconds_bucket{method=\"m\",le=\"0.05\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("test_call_seconds_bucket{method=\"m\",le=\"0.075\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("test_query_seconds_bucket{le=\"0.001\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("test_query_seconds_bucket{le=\"0.005\"} 1\n"));
}

TEST(MetricTest, TooManyLabelSetsShareOne) {
  for (int i = 0; i < 10000; ++i) {
    Count("test_flood_total", "Help.", {{"input", absl::StrCat(i)}});
  }
  EXPECT_EQ(LinesWith("test_flood_total{"), 2000);
  EXPECT_THAT(Scrape(), HasSubstr("test_flood_total{otel_metric_overflow=\"true\"} 8001\n"));
  Count("test_flood_total", "Help.", {{"input", "7"}});
  EXPECT_THAT(Scrape(), HasSubstr("test_flood_total{input=\"7\"} 2\n"));
}

TEST(MetricTest, ANameThatIsAnotherInstrumentIsCountedAsMisuse) {
  Count("test_misuse_total", "Help.");
  Gauge("test_misuse_total", "Help.", {}, 17);
  Count("test misuse", "Help.");
  EXPECT_THAT(Scrape(), HasSubstr("metric_misuse_total 2\n"));
  EXPECT_THAT(Scrape(), HasSubstr("test_misuse_total 1\n"));
}

// What a plain HTTP client gets from the port.
std::string Get(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return "";
  const std::string request = "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  if (::send(fd, request.data(), request.size(), 0) < 0) return "";
  std::string answer;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::recv(fd, buffer, sizeof(buffer), 0)) > 0;) {
    answer.append(buffer, static_cast<size_t>(got));
  }
  ::close(fd);
  return answer;
}

TEST(ExposerTest, AnswersAScrapeAndSharesItsPortWithNobody) {
  Count("test_exposed_total", "Help.");
  auto exposer = Exposer::Open("127.0.0.1:0");
  ASSERT_THAT(exposer, test::IsOk());
  EXPECT_THAT(Get((*exposer)->port()), HasSubstr("test_exposed_total 1"));
  EXPECT_THAT(Exposer::Open(absl::StrCat("127.0.0.1:", (*exposer)->port())),
              test::HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace telemachus::metric
