#include "registry/mentor/farewell.h"

#include <algorithm>
#include <set>
#include <vector>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/invitation/invitation_rules.h"
#include "registry/invitation/invitation_store.h"
#include "registry/invitation/inviting.h"
#include "registry/mentor/farewell_rules.h"
#include "registry/mentor/mentor_store.h"
#include "registry/mentor/officer_posts.h"
#include "registry/person/person_store.h"
#include "registry/person/tenure_rules.h"
#include "registry/policy/policy_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

absl::Status SaveFarewell(sql::Transaction& transaction, const std::string& mentor,
                          const Farewell& farewell) {
  return transaction
      .Execute(
          "INSERT INTO mentor_farewells (mentor, asked_date, told_date, told_days) VALUES "
          "(:mentor, :asked_date, :told_date, :told_days) ON CONFLICT (mentor) DO UPDATE SET "
          "asked_date = excluded.asked_date, told_date = excluded.told_date, told_days = "
          "excluded.told_days",
          {{"mentor", mentor},
           {"asked_date", farewell.asked_date},
           {"told_date", farewell.told_date},
           {"told_days", farewell.told_days}})
      .status();
}

absl::Status Say(sql::Transaction& transaction, const char* type, const std::string& mentor,
                 int64_t version, const std::string& last_day, absl::Time now) {
  return event::Append(transaction,
                       {.type = type,
                        .resource = mentor,
                        .version = version,
                        .codes = {{"last_day_date", last_day}}},
                       now);
}

absl::Status Carry(sql::Transaction& transaction, const std::string& mentor, int64_t version,
                   const FarewellStep& step, absl::Time now) {
  if (!step.take_back && !step.ask && step.tell_date.empty()) return absl::OkStatus();
  if (step.take_back) {
    RETURN_IF_ERROR(event::Append(transaction,
                                  {.type = "registry.mentor.farewell_withdrawn",
                                   .resource = mentor,
                                   .version = version,
                                   .codes = {}},
                                  now));
  }
  if (!step.tell_date.empty()) {
    RETURN_IF_ERROR(
        Say(transaction, "registry.mentor.ending", mentor, version, step.tell_date, now));
  }
  return SaveFarewell(transaction, mentor, step.farewell);
}

// Sets the timer to the beginning of a day, or clears it where there is none to come.
absl::Status SetTimer(sql::Transaction& transaction, const char* kind, const std::string& person,
                      const std::string& date) {
  if (date.empty()) return timer::Clear(transaction, kind, person);
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(date));
  return timer::Set(transaction, kind, person, time::StartOf(day));
}

std::string Sooner(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return std::min(a, b);
}

}  // namespace

absl::StatusOr<Farewell> LoadFarewell(sql::Transaction& transaction, const std::string& mentor) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT asked_date, told_date, told_days FROM "
                                                "mentor_farewells WHERE mentor = :mentor",
                                                {{"mentor", mentor}}));
  Farewell farewell;
  if (rows.empty()) return farewell;
  farewell.asked_date = rows[0].Text(0);
  farewell.told_date = rows[0].Text(1);
  farewell.told_days = static_cast<int>(rows[0].Int(2));
  return farewell;
}

absl::StatusOr<MentorTenure> LoadTenure(sql::Transaction& transaction, const StoredPerson& stored,
                                        const std::string& day,
                                        const std::set<std::string>& others) {
  const std::string& person = stored.person.name();
  MentorTenure tenure;
  absl::StatusOr<StoredMentor> mentor = LoadMentor(transaction, MentorOfPerson(person));
  if (!mentor.ok() && !absl::IsNotFound(mentor.status())) return mentor.status();
  tenure.registered_once = mentor.ok();
  if (mentor.ok()) {
    tenure.mentor = *std::move(mentor);
  } else {
    tenure.mentor.mentor.set_name(MentorOfPerson(person));
  }
  ASSIGN_OR_RETURN(OfficerPosts posts, LoadOfficerPosts(transaction, {person}, day));
  tenure.posts = std::move(posts[person]);
  std::set<std::string> served = AuthoritiesServed(stored, day);
  served.insert(others.begin(), others.end());
  ASSIGN_OR_RETURN(tenure.policies, LoadPolicies(transaction, served));
  ASSIGN_OR_RETURN(tenure.farewell, LoadFarewell(transaction, tenure.mentor.mentor.name()));
  ASSIGN_OR_RETURN(tenure.invitation, LoadLatest(transaction, person));
  return tenure;
}

absl::Status FollowTenure(sql::Transaction& transaction, const std::string& person,
                          absl::Time now) {
  const std::string day = time::FormatDate(time::DayOf(now));
  const absl::StatusOr<StoredPerson> stored = LoadPerson(transaction, person);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  ASSIGN_OR_RETURN(const MentorTenure tenure, LoadTenure(transaction, *stored, day));
  const StoredMentor& mentor = tenure.mentor;
  const FarewellStep step =
      NextFarewell(mentor, *stored, tenure.posts, tenure.policies, day, tenure.farewell);
  RETURN_IF_ERROR(Carry(transaction, mentor.mentor.name(), stored->facts_version, step, now));
  const Leaver leaver{.person = *stored,
                      .willing = mentor.mentor.former_member_willing(),
                      .step = step,
                      .latest = tenure.invitation};
  RETURN_IF_ERROR(Invite(transaction, leaver, now));
  if (!tenure.registered_once) return absl::OkStatus();
  std::string turn;
  if (mentor.IsRegistered()) {
    turn = NextTurn(*stored, tenure.policies, day);
    for (const OfficerPost& post : tenure.posts) turn = Sooner(turn, DayAfter(post.end_date));
  }
  RETURN_IF_ERROR(SetTimer(transaction, kMentorTurnsTimer, person, turn));
  return SetTimer(transaction, kMentorEndingTimer, person, step.next_notice_date);
}

}  // namespace telemachus::registry
