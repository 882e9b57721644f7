#include <atomic>

#include "absl/synchronization/notification.h"
#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using google::protobuf::Message;
using test::HasCode;
using test::HasReason;
using test::IsOk;

// How soon a handler has to see that its caller went away.
constexpr absl::Duration kCancelSeen = absl::Milliseconds(100);

class StreamTest : public ProbeTest {
 protected:
  void SetUp() override { Start(); }

  absl::Status Read(const std::function<absl::Status(const EchoResponse&)>& each,
                    const char* method = kCount, absl::Time deadline = Soon()) const {
    EchoResponse response;
    return OpenChannel(Target(), AsUser("p1"))
        ->Stream(method, Text("count"), deadline, response, [&](const Message& message) {
          return each(static_cast<const EchoResponse&>(message));
        });
  }
  static EchoResponse Numbered(int number, size_t padding = 0) {
    EchoResponse response;
    response.set_number(number);
    response.set_padding(std::string(padding, 'x'));
    return response;
  }
};

TEST_F(StreamTest, SendsAllInOrderAndThenTheStatus) {
  probe_.count = [](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) {
    for (int i = 0; i < 200; ++i) EXPECT_THAT(writer.Write(Numbered(i)), IsOk());
    return status::StaleEtag("agreements/a1");
  };
  int next = 0;
  const absl::Status status = Read([&](const EchoResponse& response) {
    EXPECT_EQ(response.number(), next++);
    return absl::OkStatus();
  });
  EXPECT_EQ(next, 200);
  EXPECT_EQ(status, status::StaleEtag("agreements/a1"));
}

TEST_F(StreamTest, WaitsForASlowReader) {
  std::atomic<int> written{0};
  probe_.count = [&](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) {
    for (int i = 0; i < 400; ++i) {
      const absl::Status status = writer.Write(Numbered(i, 100'000));
      if (!status.ok()) return status;
      ++written;
    }
    return absl::OkStatus();
  };
  int read = 0;
  const absl::Status status = Read([&](const EchoResponse& response) {
    EXPECT_EQ(response.number(), read);
    if (read++ == 0) {
      // Until the writer has come to rest.
      int before = -1;
      while (before != written) {
        before = written;
        absl::SleepFor(absl::Milliseconds(300));
      }
      EXPECT_LT(written, 200);
    }
    return absl::OkStatus();
  });
  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(read, 400);
}

TEST_F(StreamTest, TellsTheHandlerThatTheReaderIsGone) {
  absl::Notification ended;
  absl::Status seen;
  probe_.count = [&](const Call& call, const EchoRequest&, Writer<EchoResponse>& writer) {
    absl::Status last;
    while (last.ok()) last = writer.Write(Numbered(1, 1000));
    EXPECT_TRUE(call.cancelled());
    seen = last;
    ended.Notify();
    // What belongs to the test may be gone from here on.
    return last;
  };
  EXPECT_THAT(Read([](const EchoResponse&) { return absl::AbortedError("enough"); }),
              HasCode(absl::StatusCode::kAborted));
  ASSERT_TRUE(ended.WaitForNotificationWithTimeout(absl::Seconds(10)));
  EXPECT_THAT(seen, HasReason(status::v1::REASON_CANCELLED));
}

TEST_F(StreamTest, ShowsACancellationAtOnce) {
  // The machine may be busy elsewhere: the best of a few counts.
  absl::Duration best = absl::InfiniteDuration();
  for (int attempt = 0; attempt < 5 && best > kCancelSeen; ++attempt) {
    absl::Notification ended;
    absl::Time seen;
    probe_.count = [&](const Call& call, const EchoRequest&, Writer<EchoResponse>& writer) {
      EXPECT_THAT(writer.Write(Numbered(1)), IsOk());
      while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
      seen = absl::Now();
      ended.Notify();
      return absl::OkStatus();
    };
    absl::Time cancelled;
    Read([&](const EchoResponse&) {
      cancelled = absl::Now();
      return absl::AbortedError("enough");
    }).IgnoreError();
    ASSERT_TRUE(ended.WaitForNotificationWithTimeout(absl::Seconds(10)));
    best = std::min(best, seen - cancelled);
  }
  EXPECT_LE(best, kCancelSeen);
}

TEST_F(StreamTest, EndsWhenTheTimeRunsOut) {
  absl::Notification ended;
  absl::Status seen;
  probe_.count = [&](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) {
    absl::Status last;
    while (last.ok()) last = writer.Write(Numbered(1, 100'000));
    seen = last;
    ended.Notify();
    // What belongs to the test may be gone from here on.
    return last;
  };
  const absl::Time deadline = absl::Now() + absl::Milliseconds(300);
  const absl::Status status = Read(
      [&](const EchoResponse&) {
        while (absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
        return absl::OkStatus();
      },
      kCount, deadline);
  EXPECT_THAT(status, HasCode(absl::StatusCode::kDeadlineExceeded));
  ASSERT_TRUE(ended.WaitForNotificationWithTimeout(absl::Seconds(10)));
  EXPECT_FALSE(seen.ok());
}

TEST_F(StreamTest, SendsNothingBeforeTheRelationIsProved) {
  probe_.count = [](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) {
    return writer.Write(Numbered(1));
  };
  int read = 0;
  const auto count = [&](const EchoResponse&) {
    ++read;
    return absl::OkStatus();
  };
  EXPECT_THAT(Read(count, kCountOwn), HasReason(status::v1::REASON_INTERNAL));
  EXPECT_EQ(read, 0);
  probe_.count = [](const Call& call, const EchoRequest&, Writer<EchoResponse>& writer) {
    const absl::Status own = call.Require(call.person() == "people/p1");
    return own.ok() ? writer.Write(Numbered(1)) : own;
  };
  EXPECT_THAT(Read(count, kCountOwn), IsOk());
  EXPECT_EQ(read, 1);
}

TEST_F(StreamTest, AdmitsTheCallerAgainEveryMinute) {
  probe_.count = [&](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) {
    EXPECT_THAT(writer.Write(Numbered(1)), IsOk());
    directory_.Remove("p1");
    clock_.Advance(absl::Seconds(59));
    EXPECT_THAT(writer.Write(Numbered(2)), IsOk());
    clock_.Advance(absl::Seconds(1));
    EXPECT_THAT(writer.Write(Numbered(3)), HasReason(status::v1::REASON_NOT_PERMITTED));
    return absl::OkStatus();
  };
  int read = 0;
  EXPECT_THAT(Read([&](const EchoResponse&) {
                ++read;
                return absl::OkStatus();
              }),
              HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(read, 2);
}

TEST_F(StreamTest, OutlivesAHandlerThatThrows) {
  probe_.count = [](const Call&, const EchoRequest&, Writer<EchoResponse>& writer) -> absl::Status {
    EXPECT_THAT(writer.Write(Numbered(1)), IsOk());
    throw std::runtime_error("row of Jo Bloggs is torn");
  };
  int read = 0;
  EXPECT_THAT(Read([&](const EchoResponse&) {
                ++read;
                return absl::OkStatus();
              }),
              HasReason(status::v1::REASON_INTERNAL));
  EXPECT_EQ(read, 1);
}

}  // namespace
}  // namespace telemachus::rpc
