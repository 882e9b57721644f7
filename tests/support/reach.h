#ifndef TELEMACHUS_TESTS_SUPPORT_REACH_H_
#define TELEMACHUS_TESTS_SUPPORT_REACH_H_

#include <set>
#include <string>
#include <vector>

#include "common/sql/database.h"
#include "common/subject/stock.h"
#include "tests/support/cells.h"

// How far an export and an erasure reach: what a service's list of tables says of people, held
// against what stands in them. Every function returns its complaints, in words.
namespace telemachus::test {

// Somebody who is looked for.
struct Sought {
  // The last part of `people/{person}`, which stands in all names made of it.
  std::string id;
  // What stands in everything that people of the test say; only theirs stands where their id does.
  std::string mark;
  // What is said of them and of nobody else.
  std::vector<std::string> words;
};

// What an export told of them.
struct Told {
  std::set<std::string> categories;
  // All records, one after the other.
  std::string text;
};

// A service's own tables, and those of the rooms that it shares with others.
std::vector<subject::Stock> WithShared(const std::vector<subject::Stock>& own);

// Tables of which nothing is said, or that are said twice.
std::vector<std::string> Unsaid(const std::vector<std::string>& tables,
                                const std::vector<subject::Stock>& stocks);

// Rows that name somebody and are neither told nor said to be told otherwise.
std::vector<std::string> Untold(const std::vector<TableRow>& rows,
                                const std::vector<subject::Stock>& stocks, const Sought& sought,
                                const Told& told);

// Cells in which something of somebody erased is left, but their id where it may stay.
std::vector<std::string> Left(const std::vector<TableRow>& rows,
                              const std::vector<subject::Stock>& stocks, const Sought& sought);

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_REACH_H_
