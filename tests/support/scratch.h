#ifndef TELEMACHUS_TESTS_SUPPORT_SCRATCH_H_
#define TELEMACHUS_TESTS_SUPPORT_SCRATCH_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace telemachus::test {

// A folder of its own, removed with all that is in it.
class Scratch {
 public:
  Scratch() : path_((std::filesystem::temp_directory_path() / "telemachus-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }
  // The path of a file in it.
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_SCRATCH_H_
