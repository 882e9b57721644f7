#ifndef TELEMACHUS_COMMON_METRIC_INSTRUMENTS_H_
#define TELEMACHUS_COMMON_METRIC_INSTRUMENTS_H_

#include <map>
#include <stdexcept>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/metric/metric.h"
#include "common/metric/registry.h"
#include "common/sync/mutex.h"
#include "prometheus/family.h"

namespace telemachus::metric {

// Label sets of an instrument, with the one for overflow.
inline constexpr int kLabelSetsMax = 2000;
// Instruments a thread remembers; when there are more, it forgets them all and begins anew.
inline constexpr size_t kRememberedMax = 4096;

// What an instrument is found by, owned or as a view of the caller's strings.
struct SeriesKey {
  std::string name;
  Labels labels;
};
struct SeriesView {
  absl::string_view name;
  const Labels& labels;
};

// Lets the map of SeriesKey be searched by a SeriesView.
struct SeriesHash {
  using is_transparent = void;
  size_t operator()(const SeriesKey& key) const { return Of(key.name, key.labels); }
  size_t operator()(const SeriesView& key) const { return Of(key.name, key.labels); }
  // One hash for both, so that either finds the other.
  static size_t Of(absl::string_view name, const Labels& labels) {
    return absl::HashOf(name, labels);
  }
};
struct SeriesEqual {
  using is_transparent = void;
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    return absl::string_view(a.name) == absl::string_view(b.name) && a.labels == b.labels;
  }
};

// All instruments of one kind: counters, gauges or histograms. Thread-safe.
template <typename Instrument>
class Instruments {
 public:
  // Registers the family of a name and returns it; throws std::invalid_argument if Prometheus does
  // not take it.
  using Register = prometheus::Family<Instrument>& (*)(const std::string& name,
                                                       const std::string& help);

  // The instrument of this name and these labels, made (from `arguments`) if there is none; null
  // if the name or a label is not to be used so.
  template <typename... Arguments>
  Instrument* At(Register family, const char* name, const char* help, const Labels& labels,
                 const Arguments&... arguments) {
    thread_local Remembered remembered;
    auto known = remembered.find(SeriesView{name, labels});
    if (known != remembered.end()) return known->second;
    if (remembered.size() >= kRememberedMax) remembered.clear();
    Instrument* instrument = Make(family, name, help, labels, arguments...);
    remembered.emplace(SeriesKey{name, labels}, instrument);
    return instrument;
  }

 private:
  using Remembered = absl::flat_hash_map<SeriesKey, Instrument*, SeriesHash, SeriesEqual>;
  struct Entry {
    prometheus::Family<Instrument>* family = nullptr;
    int label_sets = 0;
  };

  template <typename... Arguments>
  Instrument* Make(Register family, const char* name, const char* help, const Labels& labels,
                   const Arguments&... arguments) {
    sync::Lock lock(mutex_);
    try {
      Entry& entry = entries_[name];
      if (entry.family == nullptr) entry.family = &family(name, help);
      return &entry.family->Add(Admit(entry, labels), arguments...);
    } catch (const std::invalid_argument&) {
      return nullptr;
    }
  }

  // The labels themselves while there is room for them, else those of the overflow.
  static prometheus::Labels Admit(Entry& entry, const Labels& labels) {
    prometheus::Labels admitted(labels.begin(), labels.end());
    if (entry.family->Has(admitted)) return admitted;
    if (entry.label_sets >= kLabelSetsMax - 1) return {{"otel_metric_overflow", "true"}};
    ++entry.label_sets;
    return admitted;
  }

  sync::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace telemachus::metric

#endif  // TELEMACHUS_COMMON_METRIC_INSTRUMENTS_H_
