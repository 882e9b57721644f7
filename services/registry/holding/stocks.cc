#include "registry/holding/stocks.h"

#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/need.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/succession.pb.h"

namespace telemachus::registry {

namespace {

using Record = subject::v1::SubjectRecord;

// No row is about a person.
std::vector<Stock> OfNobody() {
  return {
      {.table = "regions"},
      {.table = "authorities"},
      {.table = "seats"},
      // Whom to ask stands there by post.
      {.table = "policies"},
      {.table = "courses"},
      {.table = "course_sessions"},
      {.table = "catalogue_entries"},
      {.table = "party_aliases"},
      {.table = "guidance"},
      {.table = "guidance_versions"},
      {.table = "guidance_audiences"},
      {.table = "guidance_stages"},
      {.table = "guidance_points"},
      {.table = "guidance_links"},
      {.table = "skill_frameworks"},
      {.table = "framework_skills"},
      {.table = "framework_indicators"},
      {.table = "national_policies"},
      {.table = "successions"},
      {.table = "successors"},
      {.table = "responsibilities"},
  };
}

// Rows belong to others, or to many, and may name a person.
std::vector<Stock> OfOthers() {
  return {
      // A list in full: gone when its operation ends, a day later at most.
      {.table = "imports"},
      // Others' that may name a person, who is taken out: see mentions.cc.
      {.table = "import_rows"},
      {.table = "political_groups"},
      {.table = "succession_decisions",
       .category = "succession_decision",
       .select = "SELECT authority || '/succession', body FROM succession_decisions WHERE "
                 "decided_by = :person ORDER BY authority, number LIMIT 1000",
       .prototype = &v1::SuccessionDecision::default_instance(),
       .origin = Record::ORIGIN_WRITTEN},
  };
}

// Told and erased by more than a statement: see export.cc and erase.cc.
std::vector<Stock> OfManySteps() {
  return {
      {.table = "people"},
      // What their council's list said last; the rest is told with the person.
      {.table = "memberships",
       .category = "list_row",
       .select = "SELECT id, imported FROM memberships WHERE person = :person ORDER BY id LIMIT "
                 "1000",
       .prototype = &v1::Person::default_instance()},
      {.table = "member_roles"},
      {.table = "affiliations"},
      {.table = "course_bookings"},
      {.table = "avoidances",
       .category = "avoidance",
       .erase = "DELETE FROM avoidances WHERE person = :person"},
      {.table = "grants",
       .category = "grant",
       .erase = "DELETE FROM grants WHERE person = :person"},
      {.table = "logins",
       .category = "login",
       .erase = "DELETE FROM logins WHERE person = :person"},
  };
}

// Rows belong to one person.
std::vector<Stock> OfAPerson() {
  return {
      // What a mentor was told when they left office says no more than events did.
      {.table = "mentor_farewells",
       .category = "mentor_farewell",
       .erase = "DELETE FROM mentor_farewells WHERE mentor IN (SELECT id FROM mentors WHERE "
                "person = :person)"},
      {.table = "mentors",
       .category = "mentor",
       .select = "SELECT id, body FROM mentors WHERE person = :person ORDER BY id LIMIT 1000",
       .prototype = &v1::Mentor::default_instance(),
       .origin = Record::ORIGIN_WRITTEN,
       .erase = "DELETE FROM mentors WHERE person = :person"},
      {.table = "membership_corrections",
       .category = "membership_correction",
       .select = "SELECT membership || '/corrections/' || number, body FROM "
                 "membership_corrections WHERE person = :person ORDER BY membership, number LIMIT "
                 "1000",
       .prototype = &v1::MembershipCorrection::default_instance(),
       .erase = "DELETE FROM membership_corrections WHERE person = :person"},
      {.table = "training_records",
       .category = "training_record",
       .select = "SELECT id, body FROM training_records WHERE person = :person ORDER BY "
                 "attended_date, id LIMIT 1000",
       .prototype = &v1::TrainingRecord::default_instance(),
       .erase = "DELETE FROM training_records WHERE person = :person"},
      {.table = "format_tasks",
       .category = "format_task",
       .select = "SELECT id, body FROM format_tasks WHERE person = :person ORDER BY id LIMIT 1000",
       .prototype = &v1::FormatTask::default_instance(),
       .erase = "DELETE FROM format_tasks WHERE person = :person"},
  };
}

// What was done about a person's data: it proves that it was done.
std::vector<Stock> OfRequests() {
  return {
      {.table = "subject_requests"},
      {.table = "subject_parts"},
      {.table = "subject_work"},
      // The files of exports go with their keys.
      {.table = "subject_pieces"},
  };
}

}  // namespace

const std::vector<Stock>& Stocks() {
  static const auto* const stocks = [] {
    auto* const all = new std::vector<Stock>();
    for (const auto& some : {OfNobody(), OfOthers(), OfManySteps(), OfAPerson(), OfRequests()}) {
      all->insert(all->end(), some.begin(), some.end());
    }
    return all;
  }();
  return *stocks;
}

}  // namespace telemachus::registry
