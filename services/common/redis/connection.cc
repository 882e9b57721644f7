#include "common/redis/connection.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::redis {
namespace {

absl::Status Broken() {
  return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                       "the connection to Redis is broken");
}

// The first word of an error if it is a code ("WRONGTYPE"), so that no text of a caller is kept.
std::string RefusalCode(absl::string_view error) {
  const absl::string_view word = error.substr(0, error.find(' '));
  const bool code = !word.empty() && std::all_of(word.begin(), word.end(), [](char letter) {
    return absl::ascii_isupper(letter) || letter == '_';
  });
  return code ? std::string(word) : "ERR";
}

// Copies what hiredis parsed. An error anywhere inside refuses the whole.
Reply ToReply(const redisReply& from, std::string& refusal) {
  Reply to;
  switch (from.type) {
    case REDIS_REPLY_INTEGER:
      to.kind = Reply::Kind::kInteger;
      to.integer = from.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      to.kind = Reply::Kind::kText;
      to.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_ARRAY:
      to.kind = Reply::Kind::kArray;
      to.array.reserve(from.elements);
      for (size_t i = 0; i < from.elements; ++i) {
        to.array.push_back(ToReply(*from.element[i], refusal));
      }
      break;
    case REDIS_REPLY_ERROR:
      refusal = RefusalCode(absl::string_view(from.str, from.len));
      break;
    default:
      break;
  }
  return to;
}

// The command as Redis reads it.
std::string Format(const Words& words) {
  std::vector<const char*> pointers;
  std::vector<size_t> lengths;
  for (const std::string& word : words) {
    pointers.push_back(word.data());
    lengths.push_back(word.size());
  }
  sds formatted = nullptr;
  const int size = redisFormatSdsCommandArgv(&formatted, static_cast<int>(words.size()),
                                             pointers.data(), lengths.data());
  std::string bytes(formatted, static_cast<size_t>(std::max(size, 0)));
  redisFreeSdsCommand(formatted);
  return bytes;
}

}  // namespace

absl::StatusOr<Address> ParseTarget(absl::string_view target) {
  Address address;
  if (absl::ConsumePrefix(&target, "unix:")) {
    address.socket = std::string(target);
    if (!address.socket.empty()) return address;
  } else if (const size_t colon = target.rfind(':'); colon != absl::string_view::npos) {
    address.host = std::string(target.substr(0, colon));
    const bool number = absl::SimpleAtoi(target.substr(colon + 1), &address.port);
    if (number && !address.host.empty() && address.port > 0 && address.port < 65536) {
      return address;
    }
  }
  return status::FieldFault("target", status::v1::REASON_FIELD_MALFORMED,
                            "expected unix:/path or host:port");
}

void Connection::Free::operator()(redisContext* context) const { redisFree(context); }

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Address& address,
                                                             absl::Time deadline) {
  redisContext* const context = address.socket.empty()
                                    ? redisConnectNonBlock(address.host.c_str(), address.port)
                                    : redisConnectUnixNonBlock(address.socket.c_str());
  if (context == nullptr) return Broken();
  std::unique_ptr<Connection> connection(new Connection(context));
  if (context->err != 0) return Broken();
  RETURN_IF_ERROR(connection->Wait(POLLOUT, deadline));
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(context->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    return Broken();
  }
  return connection;
}

Connection::~Connection() = default;

absl::StatusOr<std::vector<Answer>> Connection::Run(const std::vector<Words>& commands,
                                                    absl::Time deadline) {
  std::string bytes;
  for (const Words& words : commands) bytes += Format(words);
  RETURN_IF_ERROR(Send(bytes, deadline));
  std::vector<Answer> answers;
  answers.reserve(commands.size());
  while (answers.size() < commands.size()) {
    ASSIGN_OR_RETURN(Answer answer, Receive(deadline));
    answers.push_back(std::move(answer));
  }
  return answers;
}

bool Connection::Stale() const {
  pollfd socket{context_->fd, POLLIN, 0};
  return poll(&socket, 1, 0) != 0;
}

absl::Status Connection::Wait(int16_t events, absl::Time deadline) const {
  while (true) {
    const absl::Duration left = std::max(deadline - absl::Now(), absl::ZeroDuration());
    const int64_t milliseconds = absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)));
    pollfd socket{context_->fd, events, 0};
    const int ready = poll(&socket, 1, static_cast<int>(std::min<int64_t>(milliseconds, 1 << 30)));
    if (ready > 0) return absl::OkStatus();
    if (ready == 0) {
      return status::Error(absl::StatusCode::kDeadlineExceeded,
                           status::v1::REASON_DEADLINE_EXCEEDED, "Redis did not answer in time");
    }
    if (errno != EINTR) return Broken();
  }
}

// Not by hiredis, which would raise SIGPIPE when Redis has gone. Redis keeps the answers of a long
// pipeline until they are read, so writing all before reading cannot lock up.
absl::Status Connection::Send(absl::string_view bytes, absl::Time deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      RETURN_IF_ERROR(Wait(POLLOUT, deadline));
    } else if (errno != EINTR) {
      return Broken();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Answer> Connection::Receive(absl::Time deadline) {
  while (true) {
    void* parsed = nullptr;
    if (redisGetReplyFromReader(context_.get(), &parsed) != REDIS_OK) return Broken();
    if (parsed != nullptr) {
      const std::unique_ptr<void, void (*)(void*)> owner(parsed, freeReplyObject);
      Answer answer;
      answer.reply = ToReply(*static_cast<const redisReply*>(parsed), answer.refusal);
      return answer;
    }
    RETURN_IF_ERROR(Wait(POLLIN, deadline));
    if (redisBufferRead(context_.get()) != REDIS_OK) return Broken();
  }
}

}  // namespace telemachus::redis
