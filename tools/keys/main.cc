#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/hash.h"
#include "common/crypto/seal.h"
#include "common/crypto/signature.h"
#include "common/status/macros.h"

ABSL_FLAG(std::string, directory, "", "folder to make the keys in");

namespace telemachus {
namespace {

constexpr const char* kProcesses[] = {"gateway", "registry", "matching", "agreement", "evaluation"};
constexpr const char* kSealing[] = {"registry", "matching", "agreement", "evaluation"};

// What is there already is kept: making keys twice must not lock anybody out.
absl::Status Kept(absl::Status status) {
  return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
}

absl::Status CreatePageKey(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) return absl::OkStatus();
  if (file < 0) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  const std::string text = absl::StrCat(absl::Base64Escape(crypto::RandomBytes(32)), "\n");
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(file);
  return written ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::Status CreateAll(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot make ", directory));
  chmod(directory.c_str(), 0700);
  for (const char* process : kProcesses) {
    const std::string path = absl::StrCat(directory, "/", process, ".key");
    RETURN_IF_ERROR(Kept(crypto::SigningKey::Generate().Save(path)));
  }
  for (const char* service : kSealing) {
    const std::string path = absl::StrCat(directory, "/", service, ".master");
    RETURN_IF_ERROR(Kept(crypto::MasterKeys::Create(path)));
  }
  return CreatePageKey(absl::StrCat(directory, "/page.key"));
}

}  // namespace
}  // namespace telemachus

// Makes the keys that the processes of one installation need, each in a file of its own.
int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "makes signing keys of the processes, master keys of sealed text and the key of page tokens\n"
      "  keys --directory DIR\n"
      "Keys that are there already are kept.");
  absl::ParseCommandLine(argc, argv);
  const std::string directory = absl::GetFlag(FLAGS_directory);
  if (directory.empty()) {
    std::fprintf(stderr, "keys: --directory says where to make them\n");
    return 2;
  }
  const absl::Status status = telemachus::CreateAll(directory);
  if (!status.ok()) {
    std::fprintf(stderr, "keys: %s\n", std::string(status.message()).c_str());
    return 1;
  }
  return 0;
}
