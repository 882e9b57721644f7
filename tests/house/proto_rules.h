#ifndef TELEMACHUS_TESTS_HOUSE_PROTO_RULES_H_
#define TELEMACHUS_TESTS_HOUSE_PROTO_RULES_H_

#include "tests/house/tree.h"

namespace telemachus::house {

// Rules of the protos in `protos`, whose paths are as they import one another; looks at those in
// telemachus/ alone.
//
// Every element has a comment. Every RPC has an access rule, says its errors as a list of canonical
// codes, and has an HTTP form if users may call it. Every enum begins with an unspecified zero.
// What the name of a request's field promises, its rule checks. No name holds a word that says
// nothing.
Faults ProtoFaults(const Tree& protos);

// The repository's protos and those of Google that they import.
Tree RepositoryProtos();

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_PROTO_RULES_H_
