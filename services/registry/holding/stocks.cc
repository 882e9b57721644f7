#include "registry/holding/stocks.h"

#include "telemachus/registry/v1/election.pb.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/mentoring_invitation.pb.h"
#include "telemachus/registry/v1/need.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/succession.pb.h"

namespace telemachus::registry {
namespace {

using Record = subject::v1::SubjectRecord;

constexpr char kProof[] = "it proves that the person got what they asked";

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
      // Gone when its operation ends, a day later at most; what it said comes again by then.
      {.table = "imports", .untold = "a council's list in full, which is of many people"},
      // Others' that may name a person, who is taken out: see mentions.cc.
      {.table = "elections", .untold = "what becomes of a seat that is up is told itself"},
      {.table = "import_rows", .untold = "what a line of a list changed is told itself"},
      {.table = "political_groups", .category = "political_group"},
      {.table = "operations", .category = "operation"},
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
      {.table = "people", .category = "person"},
      // What their council's list said last; the rest is told with the person.
      {.table = "memberships",
       .category = "list_row",
       .select = "SELECT id, imported FROM memberships WHERE person = :person ORDER BY id LIMIT "
                 "1000",
       .prototype = &v1::Person::default_instance()},
      {.table = "member_roles", .category = "person"},
      {.table = "affiliations", .category = "person"},
      {.table = "course_bookings", .category = "booking"},
      {.table = "avoidances",
       .category = "avoidance",
       .erase = "DELETE FROM avoidances WHERE person = :person",
       .untold = "whom somebody avoids is theirs alone to read"},
      {.table = "grants",
       .category = "grant",
       .erase = "DELETE FROM grants WHERE person = :person"},
      {.table = "logins",
       .category = "person",
       .erase = "DELETE FROM logins WHERE person = :person"},
  };
}

// Rows belong to one person.
std::vector<Stock> OfAPerson() {
  return {
      {.table = "mentor_farewells",
       .category = "mentor_farewell",
       .erase = "DELETE FROM mentor_farewells WHERE mentor = 'mentors/' || substr(:person, 8)"},
      {.table = "mentoring_invitations",
       .category = "mentoring_invitation",
       .select = "SELECT id, body FROM mentoring_invitations WHERE person = :person ORDER BY "
                 "create_time, id LIMIT 1000",
       .prototype = &v1::MentoringInvitation::default_instance(),
       .erase = "DELETE FROM mentoring_invitations WHERE person = :person"},
      // Of who arrives, who is nobody's yet, it is deleted when they have.
      {.table = "election_results",
       .category = "election_result",
       .select = "SELECT election, body FROM election_results WHERE person = :person ORDER BY "
                 "election, membership LIMIT 1000",
       .prototype = &v1::ElectionResult::default_instance(),
       .erase = "DELETE FROM election_results WHERE person = :person"},
      {.table = "election_rows",
       .category = "election_row",
       .select = "SELECT election, body FROM election_rows WHERE person = :person ORDER BY "
                 "election, place LIMIT 1000",
       .prototype = &v1::ElectionRow::default_instance(),
       .erase = "DELETE FROM election_rows WHERE person = :person"},
      {.table = "term_turns",
       .category = "term_turn",
       .erase = "DELETE FROM term_turns WHERE membership IN (SELECT id FROM memberships WHERE "
                "person = :person)",
       .untold = "what a seat becomes is told with the row of its election"},
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

// What was done about a person's data.
std::vector<Stock> OfRequests() {
  return {
      {.table = "subject_requests",
       .category = "subject_request",
       .kept = {{"id", "person", "body"}, kProof}},
      {.table = "subject_parts", .category = "subject_request", .kept = {{"request"}, kProof}},
      {.table = "subject_work",
       .category = "subject_request",
       .kept = {{"request"}, "until it is looked at for the last time"}},
      // The files of exports go with their keys.
      {.table = "subject_pieces", .untold = "it is an export itself"},
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
