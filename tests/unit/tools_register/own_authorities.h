#ifndef TELEMACHUS_TESTS_UNIT_TOOLS_REGISTER_OWN_AUTHORITIES_H_
#define TELEMACHUS_TESTS_UNIT_TOOLS_REGISTER_OWN_AUTHORITIES_H_

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tools/register/record/authority.h"

namespace telemachus::test {

// The bytes of the register's own file of authorities.
inline std::string OwnAuthoritiesFile() {
  std::ostringstream bytes;
  bytes << std::ifstream(TELEMACHUS_AUTHORITIES, std::ios::binary).rdbuf();
  return bytes.str();
}

// The register's own authorities. Throws, and so fails the test, if the file cannot be read.
inline std::vector<record::Authority> OwnAuthorities() {
  return record::ReadAuthorities(OwnAuthoritiesFile()).value();
}

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_UNIT_TOOLS_REGISTER_OWN_AUTHORITIES_H_
