#ifndef TELEMACHUS_REGISTRY_STORE_PAGES_H_
#define TELEMACHUS_REGISTRY_STORE_PAGES_H_

#include <cstddef>
#include <vector>

namespace telemachus::registry {

// Lists ask for one row more than a page holds. Takes it away again, and says whether there was
// one: then another page follows.
template <typename Row>
bool CutPage(std::vector<Row>& rows, int size) {
  if (rows.size() <= static_cast<size_t>(size)) return false;
  rows.resize(static_cast<size_t>(size));
  return true;
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_STORE_PAGES_H_
