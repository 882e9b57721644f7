#include "evaluation/fact/fact_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::evaluation {
namespace {

// Places times codes of the whole programme: 500 authorities by some 80 codes, with room.
constexpr int kCountsMax = 200000;

constexpr char kInsert[] =
    "INSERT INTO facts (type, thing, parent, kind, code, authority, region, nation, day, producer, "
    "number) VALUES (:type, :thing, :parent, :kind, :code, :authority, :region, :nation, :day, "
    ":producer, :number) ON CONFLICT (type, thing) DO ";

}  // namespace

absl::Status PutFact(sql::Transaction& transaction, const Fact& fact, absl::string_view producer,
                     int64_t number) {
  const char* const repeated =
      fact.type == kObjectiveResolved
          ? "UPDATE SET code = excluded.code, day = excluded.day, number = excluded.number "
            "WHERE excluded.number > facts.number"
          : "NOTHING";
  return transaction
      .Execute(absl::StrCat(kInsert, repeated), {{"type", fact.type},
                                                 {"thing", fact.thing},
                                                 {"parent", fact.parent},
                                                 {"kind", fact.kind},
                                                 {"code", fact.code},
                                                 {"authority", fact.scope.authority},
                                                 {"region", fact.scope.region},
                                                 {"nation", fact.scope.nation},
                                                 {"day", fact.day},
                                                 {"producer", producer},
                                                 {"number", number}})
      .status();
}

absl::StatusOr<std::vector<FactCount>> CountFacts(sql::Transaction& transaction,
                                                  const std::string& first,
                                                  const std::string& end) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT authority, region, nation, type, kind, code, COUNT(*) "
                        "FROM placed_facts WHERE day >= :first AND day < :end "
                        "GROUP BY authority, region, nation, type, kind, code "
                        "ORDER BY authority, region, nation, type, kind, code LIMIT :limit",
                        {{"first", first}, {"end", end}, {"limit", kCountsMax}}));
  std::vector<FactCount> counts;
  counts.reserve(rows.size());
  for (const sql::Row& row : rows) {
    counts.push_back(
        {.scope = {.authority = row.Text(0), .region = row.Text(1), .nation = row.Text(2)},
         .type = row.Text(3),
         .kind = row.Text(4),
         .code = row.Text(5),
         .count = row.Int(6)});
  }
  return counts;
}

absl::StatusOr<std::string> FirstDay(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow("SELECT MIN(day) FROM facts", {}));
  return row.IsNull(0) ? std::string() : row.Text(0);
}

}  // namespace telemachus::evaluation
