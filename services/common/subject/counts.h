#ifndef TELEMACHUS_COMMON_SUBJECT_COUNTS_H_
#define TELEMACHUS_COMMON_SUBJECT_COUNTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "telemachus/subject/v1/subject.pb.h"

namespace telemachus::subject {

// How many things of which sort were told, erased or kept. Not thread-safe.
class Counts {
 public:
  // Nothing is noted of none.
  void Erased(absl::string_view category, int64_t count);
  void Kept(absl::string_view category, v1::SubjectCount::KeepReason reason, int64_t count);
  // Told in an export, which changes nothing of them.
  void Told(absl::string_view category, int64_t count);
  // Adds to what there is.
  void Add(const v1::SubjectCount& count);
  void Add(const Counts& others);
  // Appends them, in the order of their categories.
  void WriteTo(google::protobuf::RepeatedPtrField<v1::SubjectCount>& counts) const;

 private:
  using Sort = std::tuple<std::string, v1::SubjectCount::Outcome, v1::SubjectCount::KeepReason>;
  void AddTo(const Sort& sort, int64_t count);
  std::map<Sort, int64_t> counts_;
};

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_COUNTS_H_
