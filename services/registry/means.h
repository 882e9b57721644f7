#ifndef TELEMACHUS_REGISTRY_MEANS_H_
#define TELEMACHUS_REGISTRY_MEANS_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/page/token.h"
#include "common/sql/database.h"
#include "common/time/civil.h"
#include "common/time/clock.h"

namespace telemachus::registry {

// What handlers work with. All of it outlives them and is thread-safe.
struct Means {
  sql::Database& database;
  const time::Clock& clock;
  id::IdSource& ids;
  const page::Tokens& tokens;

  // The moment, and the day of Europe/London that it lies in.
  absl::Time Now() const { return clock.Now(); }
  absl::CivilDay Today() const { return time::DayOf(clock.Now()); }
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEANS_H_
