#ifndef TELEMACHUS_REGISTRY_TRANSFER_COUNCILLOR_LIST_H_
#define TELEMACHUS_REGISTRY_TRANSFER_COUNCILLOR_LIST_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/csv/reader.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// Reads a list of councillors as ModernGov's service GetCouncillorsByWard answers it, into a table
// of members; most councils in England and Wales run ModernGov.
//
//   councillorsbyward / wards / ward: wardtitle, councillors / councillor: councillorid,
//   fullusername, politicalpartytitle, keyposts, workaddress / email,
//   termsofoffice / termofoffice: startdate, enddate (dd/mm/yyyy, or "unspecified")
//
// All else in it is passed over: home addresses and telephones are not even kept. Vacant seats are
// rejected and key posts that the catalogue does not have left out; both are noted. Who is on the
// list sits. INVALID_ARGUMENT on `content` if it cannot be read or holds nobody.
absl::StatusOr<csv::Table> ReadCouncillors(absl::string_view content, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_COUNCILLOR_LIST_H_
