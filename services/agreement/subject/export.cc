// What the agreement service tells a person of themselves.

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agreement/checklist/checklist_rules.h"
#include "agreement/checklist/checklist_store.h"
#include "agreement/meeting/meeting_store.h"
#include "agreement/meeting/objective_store.h"
#include "agreement/paper/sealed_text.h"
#include "agreement/paper/version_store.h"
#include "agreement/review/review_store.h"
#include "agreement/subject/holdings.h"
#include "common/status/macros.h"

namespace telemachus::agreement {
namespace {

using Record = subject::v1::SubjectRecord;

// More than any agreement has of a sort.
constexpr int kItems = 10000;
// Agreements read in one go.
constexpr int kPage = 100;

// An agreement with all that its reader may see, as it lies.
struct Papers {
  StoredAgreement stored;
  std::vector<StoredVersion> versions;
  std::vector<StoredMeeting> meetings;
  std::vector<StoredObjective> objectives;
  std::vector<StoredReview> reviews;
  std::string own_checklist;
  std::string other_checklist;
};

absl::Status LoadPapers(sql::Transaction& transaction, const std::string& reader,
                        const std::string& name, Papers& papers) {
  papers = Papers();
  ASSIGN_OR_RETURN(papers.stored, LoadAgreement(transaction, name));
  const v1::Agreement& agreement = papers.stored.agreement;
  for (int64_t number = 1; number <= agreement.version(); ++number) {
    ASSIGN_OR_RETURN(papers.versions.emplace_back(), LoadVersion(transaction, name, number));
  }
  ASSIGN_OR_RETURN(papers.meetings, ListMeetings(transaction, name, 0, kItems));
  ASSIGN_OR_RETURN(papers.objectives, ListObjectives(transaction, name, 0, kItems));
  ASSIGN_OR_RETURN(papers.reviews, ListReviews(transaction, name, reader, 0, kItems));
  ASSIGN_OR_RETURN(papers.own_checklist, LoadChecklist(transaction, name, reader));
  ASSIGN_OR_RETURN(papers.other_checklist,
                   LoadChecklist(transaction, name, CounterpartOf(agreement, reader)));
  return absl::OkStatus();
}

// Opens what was loaded and tells it.
class PapersTeller {
 public:
  PapersTeller(crypto::Sealer& sealer, const std::string& reader, absl::Time deadline,
               const subject::Teller& tell)
      : sealer_(sealer), reader_(reader), deadline_(deadline), tell_(tell) {}

  absl::Status Tell(const Papers& papers) const {
    const std::string& name = papers.stored.agreement.name();
    v1::Agreement agreement = papers.stored.agreement;
    agreement.clear_etag();
    RETURN_IF_ERROR(subject::Tell(tell_, "agreement", name, Record::ORIGIN_SHARED, agreement));
    for (const StoredVersion& stored : papers.versions) RETURN_IF_ERROR(TellVersion(name, stored));
    for (const StoredMeeting& stored : papers.meetings) RETURN_IF_ERROR(TellMeeting(name, stored));
    for (const StoredObjective& stored : papers.objectives) {
      RETURN_IF_ERROR(TellObjective(name, stored));
    }
    for (const StoredReview& stored : papers.reviews) RETURN_IF_ERROR(TellReview(name, stored));
    return TellChecklist(papers);
  }

 private:
  absl::Status TellVersion(const std::string& agreement, const StoredVersion& stored) const {
    v1::AgreementVersion version = stored.version;
    const std::string planned_end = version.sections().planned_end_date();
    RETURN_IF_ERROR(OpenText(sealer_, SectionsPlace(agreement, NumberOf(version.name())),
                             stored.sealed, deadline_, *version.mutable_sections()));
    version.mutable_sections()->set_planned_end_date(planned_end);
    return subject::Tell(tell_, "agreement_version", version.name(), Record::ORIGIN_SHARED,
                         version);
  }

  absl::Status TellMeeting(const std::string& agreement, const StoredMeeting& stored) const {
    v1::Meeting text;
    RETURN_IF_ERROR(
        OpenText(sealer_, MeetingPlace(agreement, stored.text_id), stored.sealed, deadline_, text));
    v1::Meeting meeting = stored.meeting;
    meeting.set_place(text.place());
    meeting.set_focus(text.focus());
    return subject::Tell(tell_, "meeting", meeting.name(), Record::ORIGIN_SHARED, meeting);
  }

  absl::Status TellObjective(const std::string& agreement, const StoredObjective& stored) const {
    v1::Objective text;
    v1::Objective objective = stored.objective;
    RETURN_IF_ERROR(OpenText(sealer_, ObjectivePlace(agreement, objective.name()), stored.sealed,
                             deadline_, text));
    objective.set_content(text.content());
    objective.clear_etag();
    return subject::Tell(tell_, "objective", objective.name(), Record::ORIGIN_SHARED, objective);
  }

  absl::Status TellReview(const std::string& agreement, const StoredReview& stored) const {
    v1::Review text;
    v1::Review review = stored.review;
    RETURN_IF_ERROR(OpenText(sealer_, ReviewPlace(agreement, review.name(), review.author()),
                             stored.sealed, deadline_, text));
    review.MergeFrom(text);
    const bool own = review.author() == reader_;
    return subject::Tell(tell_, "review", review.name(),
                         own ? Record::ORIGIN_WRITTEN : Record::ORIGIN_SHARED, review);
  }

  // The other side's answers are theirs alone until both have answered.
  absl::Status TellChecklist(const Papers& papers) const {
    if (papers.own_checklist.empty()) return absl::OkStatus();
    const v1::Agreement& agreement = papers.stored.agreement;
    v1::Checklist own;
    RETURN_IF_ERROR(OpenText(sealer_, ChecklistPlace(agreement.name(), reader_),
                             papers.own_checklist, deadline_, own));
    own.set_name(absl::StrCat(agreement.name(), "/checklist"));
    if (!papers.other_checklist.empty()) {
      v1::Checklist other;
      RETURN_IF_ERROR(OpenText(sealer_,
                               ChecklistPlace(agreement.name(), CounterpartOf(agreement, reader_)),
                               papers.other_checklist, deadline_, other));
      Reveal(other, own);
    }
    return subject::Tell(tell_, "checklist", own.name(), Record::ORIGIN_WRITTEN, own);
  }

  crypto::Sealer& sealer_;
  const std::string& reader_;
  const absl::Time deadline_;
  const subject::Teller& tell_;
};

}  // namespace

absl::StatusOr<std::vector<StoredAgreement>> Holdings::AgreementsOf(const std::string& person,
                                                                    absl::Time deadline) {
  std::vector<StoredAgreement> agreements;
  Listing listing;
  listing.person = person;
  listing.limit = kPage;
  std::vector<StoredAgreement> rows;
  do {
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(rows, ListAgreements(transaction, listing));
      return absl::OkStatus();
    }));
    if (!rows.empty()) listing.after = PositionOf(rows.back());
    agreements.insert(agreements.end(), rows.begin(), rows.end());
  } while (rows.size() == kPage);
  return agreements;
}

absl::Status Holdings::Export(const std::string& person, absl::Time deadline,
                              const subject::Teller& tell) {
  ASSIGN_OR_RETURN(const auto agreements, AgreementsOf(person, deadline));
  const PapersTeller teller(sealer_, person, deadline, tell);
  for (const StoredAgreement& stored : agreements) {
    Papers papers;
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) {
      return LoadPapers(transaction, person, stored.agreement.name(), papers);
    }));
    RETURN_IF_ERROR(teller.Tell(papers));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::agreement
