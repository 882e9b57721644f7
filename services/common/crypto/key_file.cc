#include "common/crypto/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "common/crypto/library.h"
#include "common/status/status.h"

namespace telemachus::crypto {
namespace {

using status::Reason;

// A file descriptor that is closed at the end of a scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

bool WriteAll(int fd, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return ::fsync(fd) == 0;
}

}  // namespace

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return status::Error(absl::StatusCode::kNotFound, Reason::REASON_NOT_FOUND,
                         "the key file cannot be read");
  }
  std::string content(kKeyFileBytesMax + 1, '\0');
  size_t size = 0;
  while (size < content.size()) {
    const ssize_t got = ::read(file.get(), content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kKeyFileBytesMax) {
    Wipe(content);
    return status::Error(absl::StatusCode::kInvalidArgument, Reason::REASON_FIELD_TOO_LONG,
                         "the file is too long for a key file");
  }
  std::string exact = content.substr(0, size);
  Wipe(content);
  return exact;
}

absl::Status WriteKeyFile(const std::string& path, absl::string_view content, int permissions) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions));
  if (file.get() < 0) {
    if (errno == EEXIST) {
      return status::Error(absl::StatusCode::kAlreadyExists, Reason::REASON_ALREADY_EXISTS,
                           "there is a key file already");
    }
    return status::Error(absl::StatusCode::kInternal, Reason::REASON_INTERNAL,
                         "the key file cannot be made");
  }
  if (!WriteAll(file.get(), content)) {
    ::unlink(path.c_str());
    return status::Error(absl::StatusCode::kInternal, Reason::REASON_INTERNAL,
                         "the key file cannot be written");
  }
  return absl::OkStatus();
}

std::string Base64(absl::string_view bytes) {
  InitSodium();
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> FromBase64(absl::string_view text) {
  InitSodium();
  std::string bytes(text.size(), '\0');
  size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(MutableBytes(bytes), bytes.size(), text.data(), text.size(), nullptr, &size,
                        &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size()) {
    Wipe(bytes);
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

void Wipe(std::string& secret) { sodium_memzero(secret.data(), secret.size()); }

}  // namespace telemachus::crypto
