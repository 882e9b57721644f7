#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_OTHERS_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_OTHERS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/subject/holdings.h"

namespace telemachus::registry {

// Another service that holds a word on whoever it is asked about, in memory. It can be down, or go
// down behind the effect, so that nobody hears of it.
class OtherService final : public subject::Holdings {
 public:
  absl::Status Export(const std::string& person, absl::Time /*deadline*/,
                      const subject::Teller& tell) override {
    ++asked;
    if (down) return absl::UnavailableError("down");
    for (int i = 0; i < records; ++i) {
      subject::v1::SubjectRecord record;
      record.set_category("word");
      record.set_name(person + "/words/" + std::to_string(i));
      record.set_origin(subject::v1::SubjectRecord::ORIGIN_WRITTEN);
      record.set_content_json("{\"word\":\"" + word + "\"}");
      const absl::Status told = tell(record);
      if (!told.ok()) return told;
      if (breaks) return absl::UnavailableError("down in the middle");
    }
    return absl::OkStatus();
  }
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time /*deadline*/) override {
    ++asked;
    if (down) return absl::UnavailableError("down");
    erased.insert(person);
    if (breaks) return absl::UnavailableError("the answer is lost");
    subject::v1::EraseSubjectResponse response;
    auto& count = *response.add_counts();
    count.set_category("word");
    count.set_outcome(subject::v1::SubjectCount::OUTCOME_ERASED);
    count.set_count(1);
    return response;
  }
  absl::Status Restrict(const std::string& person, bool restrict, absl::Time) override {
    ++asked;
    if (down) return absl::UnavailableError("down");
    if (restrict) {
      restricted.insert(person);
    } else {
      restricted.erase(person);
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<subject::v1::Erasure>> Erasures(const std::string& after,
                                                             absl::Time) override {
    if (down) return absl::UnavailableError("down");
    std::vector<subject::v1::Erasure> erasures;
    for (const std::string& person : erased) {
      if (person <= after) continue;
      erasures.emplace_back().set_person(person);
    }
    return erasures;
  }

  bool down = false;
  bool breaks = false;
  int records = 1;
  std::string word = "kept elsewhere";
  int asked = 0;
  std::set<std::string> erased;
  std::set<std::string> restricted;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUBJECT_OTHERS_H_
