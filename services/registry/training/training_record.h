#ifndef TELEMACHUS_REGISTRY_TRAINING_TRAINING_RECORD_H_
#define TELEMACHUS_REGISTRY_TRAINING_TRAINING_RECORD_H_

#include <string>

#include "telemachus/registry/v1/mentor.pb.h"

// What is kept of attendance.
namespace telemachus::registry {

// Attendance as kept, with the terms on which its course was given.
struct StoredRecord {
  v1::TrainingRecord record;
  // The last day for which it accredits on those terms (YYYY-MM-DD); empty: it does not.
  std::string gives_until;
  // Whether the course only renewed, and whether it was an orientation for mentees.
  bool refresher = false;
  bool orients = false;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_TRAINING_RECORD_H_
