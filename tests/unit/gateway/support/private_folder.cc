#include "tests/unit/gateway/support/private_folder.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace telemachus::test {

PrivateFolder::PrivateFolder()
    : path_((std::filesystem::temp_directory_path() / "telemachus.XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

PrivateFolder::~PrivateFolder() { std::filesystem::remove_all(path_); }

std::string PrivateFolder::Path(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::string PrivateFolder::Write(absl::string_view name, absl::string_view content) const {
  const std::string path = Path(name);
  const std::string fresh = absl::StrCat(path, ".new");
  {
    std::ofstream file(fresh, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  std::filesystem::rename(fresh, path);
  return path;
}

}  // namespace telemachus::test
