#ifndef TELEMACHUS_EVALUATION_REPORT_REPORT_SERVICE_H_
#define TELEMACHUS_EVALUATION_REPORT_REPORT_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "evaluation/report/publisher.h"
#include "evaluation/report/registry_facts.h"
#include "telemachus/evaluation/v1/report.pb.h"

namespace telemachus::evaluation {

// Handlers of ReportService; what each does stands in its proto. Thread-safe.
class ReportService {
 public:
  ReportService(Publisher& publisher, RegistryFacts& registry, const time::Clock& clock)
      : publisher_(publisher), registry_(registry), clock_(clock) {}

  absl::StatusOr<v1::Report> GetReport(const rpc::Call& call, const v1::GetReportRequest& request);

 private:
  // Whether the caller may read what is published of the scope: staff and committee of an
  // authority that of the authority, its region and its nation; advisers their region's; the
  // national body its nation's.
  absl::StatusOr<bool> MayRead(const rpc::Call& call, const std::string& scope);

  Publisher& publisher_;
  RegistryFacts& registry_;
  const time::Clock& clock_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_REPORT_SERVICE_H_
