#ifndef TELEMACHUS_COMMON_FIELD_SHAPE_H_
#define TELEMACHUS_COMMON_FIELD_SHAPE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/field/plan.h"

// The shapes of texts (telemachus.field.v1.Format).
namespace telemachus::field {

// Whether `text`, which is not empty and free of control characters, has the shape of the field.
bool HasShape(const std::string& text, const FieldPlan& plan);

// The shape in words, for who sent another: "must be a date, YYYY-MM-DD".
std::string ShapeInWords(const FieldPlan& plan);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_SHAPE_H_
