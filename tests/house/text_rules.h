#ifndef TELEMACHUS_TESTS_HOUSE_TEXT_RULES_H_
#define TELEMACHUS_TESTS_HOUSE_TEXT_RULES_H_

#include "tests/house/tree.h"

// What holds for every text, whatever its language.
namespace telemachus::house {

// Marks of unfinished work.
Faults UnfinishedFaults(const Tree& tree);

// Paths of one machine: home folders, work folders, fixed names in the folder for temporary files.
Faults MachinePathFaults(const Tree& tree);

// Tabs (but in Makefiles), spaces at the end of a line, a last line without an end.
Faults WhitespaceFaults(const Tree& tree);

// Scripts of tools/ that do not say what they do when asked for --help.
Faults HelpFaults(const Tree& tree);

// Whether a file of tools/ is a script to be run by its name.
bool IsToolScript(const File& file);

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_TEXT_RULES_H_
