#ifndef TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_PRIVATE_FOLDER_H_
#define TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_PRIVATE_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace telemachus::test {

// A folder that is there for one test.
class PrivateFolder {
 public:
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  // The path of a file in it.
  std::string Path(absl::string_view name) const;
  // Puts a file in the place of what was there; returns its path.
  std::string Write(absl::string_view name, absl::string_view content) const;

 private:
  std::string path_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_PRIVATE_FOLDER_H_
