#include "common/subject/counts.h"

namespace telemachus::subject {

void Counts::AddTo(const Sort& sort, int64_t count) {
  if (count != 0) counts_[sort] += count;
}

void Counts::Erased(absl::string_view category, int64_t count) {
  AddTo({std::string(category), v1::SubjectCount::OUTCOME_ERASED,
         v1::SubjectCount::KEEP_REASON_UNSPECIFIED},
        count);
}

void Counts::Kept(absl::string_view category, v1::SubjectCount::KeepReason reason, int64_t count) {
  AddTo({std::string(category), v1::SubjectCount::OUTCOME_KEPT, reason}, count);
}

void Counts::Told(absl::string_view category, int64_t count) {
  AddTo({std::string(category), v1::SubjectCount::OUTCOME_TOLD,
         v1::SubjectCount::KEEP_REASON_UNSPECIFIED},
        count);
}

void Counts::Add(const v1::SubjectCount& count) {
  AddTo({count.category(), count.outcome(), count.keep_reason()}, count.count());
}

void Counts::Add(const Counts& others) {
  for (const auto& [sort, count] : others.counts_) AddTo(sort, count);
}

void Counts::WriteTo(google::protobuf::RepeatedPtrField<v1::SubjectCount>& counts) const {
  for (const auto& [sort, count] : counts_) {
    v1::SubjectCount& written = *counts.Add();
    written.set_category(std::get<0>(sort));
    written.set_outcome(std::get<1>(sort));
    written.set_keep_reason(std::get<2>(sort));
    written.set_count(count);
  }
}

}  // namespace telemachus::subject
