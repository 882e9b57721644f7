#ifndef TELEMACHUS_TESTS_HOUSE_CODE_RULES_H_
#define TELEMACHUS_TESTS_HOUSE_CODE_RULES_H_

#include "tests/house/tree.h"

// How large code may get, what it may be called, and what has to be said about it.
namespace telemachus::house {

constexpr size_t kFileLines = 400;
constexpr size_t kTestFileLines = 600;
constexpr size_t kFunctionLines = 60;
constexpr size_t kTestFunctionLines = 80;
constexpr size_t kFolderFiles = 24;

// Files and functions longer than they may be, folders with too many files.
Faults SizeFaults(const Tree& tree);

// Names of files, folders, types, functions and namespaces with a word that says nothing.
Faults NameFaults(const Tree& tree);

// Types, public methods and functions in headers without a comment. A comment above a block of
// declarations without an empty line between them is about all of them. Constructors, destructors,
// operators, overrides and accessors without arguments in lower case speak for themselves; handlers
// of RPCs have their comment in the proto. Of the tests' headers, those in
// tests/support alone are looked at.
Faults CommentFaults(const Tree& tree);

// Include guards of headers that are not TELEMACHUS_<PATH>_H_.
Faults GuardFaults(const Tree& tree);

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_CODE_RULES_H_
