#ifndef TELEMACHUS_REGISTRY_NATIONAL_POLICY_ROWS_H_
#define TELEMACHUS_REGISTRY_NATIONAL_POLICY_ROWS_H_

#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "telemachus/registry/v1/authority.pb.h"

// The rows of a policy, read from its descriptor: a row that is added to the message is bounded,
// checked and explained without another line of code. Pure.
namespace telemachus::registry {

// A field of v1::Policy that says something of the programme.
using PolicyRow = google::protobuf::FieldDescriptor;

// What stands in a row of choice: the number, the numbers of the codes, or 0 and 1.
using RowValue = absl::InlinedVector<int64_t, 8>;

// The rows in which an authority chooses among codes, numbers, or yes and no; in their order.
const std::vector<const PolicyRow*>& ChoiceRows();

// The rows that only an authority can say, as texts: bodies, dates, documents, contacts.
const std::vector<const PolicyRow*>& StatementRows();

// A row of choice by its name, or null.
const PolicyRow* FindChoiceRow(absl::string_view name);

// Whether the policy leaves a row to the nation: 0 in a row whose own rule begins above it.
bool IsLeftOpen(const PolicyRow& row, const v1::Policy& policy);

// What a policy says in a row of choice.
RowValue ValueOf(const PolicyRow& row, const v1::Policy& policy);
void SetValue(const PolicyRow& row, const RowValue& value, v1::Policy& policy);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_POLICY_ROWS_H_
