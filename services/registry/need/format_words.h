#ifndef TELEMACHUS_REGISTRY_NEED_FORMAT_WORDS_H_
#define TELEMACHUS_REGISTRY_NEED_FORMAT_WORDS_H_

#include "telemachus/registry/v1/need.pb.h"

namespace telemachus::registry {

// What an officer is asked to do for a person who needs a format, in both languages.
programme::v1::Text WordsOf(v1::Person::Format format);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NEED_FORMAT_WORDS_H_
