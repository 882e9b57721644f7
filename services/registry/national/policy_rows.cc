#include "registry/national/policy_rows.h"

#include <string>

#include "telemachus/field/v1/rule.pb.h"

namespace telemachus::registry {
namespace {

bool IsChoice(const PolicyRow& field) {
  return field.cpp_type() == PolicyRow::CPPTYPE_ENUM ||
         field.cpp_type() == PolicyRow::CPPTYPE_INT32 ||
         field.cpp_type() == PolicyRow::CPPTYPE_BOOL;
}

// Name, date and what the server sets tell of the version, not of the programme.
bool IsRow(const PolicyRow& field) {
  return field.number() != v1::Policy::kNameFieldNumber &&
         field.number() != v1::Policy::kEffectiveDateFieldNumber &&
         !field.options().GetExtension(field::v1::rule).output_only();
}

std::vector<const PolicyRow*> RowsOf(bool choices) {
  std::vector<const PolicyRow*> rows;
  const google::protobuf::Descriptor& policy = *v1::Policy::descriptor();
  for (int i = 0; i < policy.field_count(); ++i) {
    const PolicyRow& field = *policy.field(i);
    if (IsRow(field) && IsChoice(field) == choices) rows.push_back(&field);
  }
  return rows;
}

}  // namespace

const std::vector<const PolicyRow*>& ChoiceRows() {
  static const auto* const rows = new std::vector<const PolicyRow*>(RowsOf(true));
  return *rows;
}

const std::vector<const PolicyRow*>& StatementRows() {
  static const auto* const rows = new std::vector<const PolicyRow*>(RowsOf(false));
  return *rows;
}

const PolicyRow* FindChoiceRow(absl::string_view name) {
  const PolicyRow* const row = v1::Policy::descriptor()->FindFieldByName(std::string(name));
  return row != nullptr && IsRow(*row) && IsChoice(*row) ? row : nullptr;
}

bool IsLeftOpen(const PolicyRow& row, const v1::Policy& policy) {
  return row.cpp_type() == PolicyRow::CPPTYPE_INT32 && !row.is_repeated() &&
         row.options().GetExtension(field::v1::rule).minimum() > 0 &&
         v1::Policy::GetReflection()->GetInt32(policy, &row) == 0;
}

RowValue ValueOf(const PolicyRow& row, const v1::Policy& policy) {
  const google::protobuf::Reflection& reflection = *v1::Policy::GetReflection();
  if (!row.is_repeated()) {
    switch (row.cpp_type()) {
      case PolicyRow::CPPTYPE_BOOL:
        return {reflection.GetBool(policy, &row)};
      case PolicyRow::CPPTYPE_INT32:
        return {reflection.GetInt32(policy, &row)};
      default:
        return {reflection.GetEnumValue(policy, &row)};
    }
  }
  RowValue codes;
  for (int i = 0; i < reflection.FieldSize(policy, &row); ++i) {
    codes.push_back(reflection.GetRepeatedEnumValue(policy, &row, i));
  }
  return codes;
}

void SetValue(const PolicyRow& row, const RowValue& value, v1::Policy& policy) {
  const google::protobuf::Reflection& reflection = *v1::Policy::GetReflection();
  reflection.ClearField(&policy, &row);
  for (const int64_t part : value) {
    const int number = static_cast<int>(part);
    if (row.is_repeated()) {
      reflection.AddEnumValue(&policy, &row, number);
    } else if (row.cpp_type() == PolicyRow::CPPTYPE_BOOL) {
      reflection.SetBool(&policy, &row, part != 0);
    } else if (row.cpp_type() == PolicyRow::CPPTYPE_INT32) {
      reflection.SetInt32(&policy, &row, number);
    } else {
      reflection.SetEnumValue(&policy, &row, number);
    }
  }
}

}  // namespace telemachus::registry
