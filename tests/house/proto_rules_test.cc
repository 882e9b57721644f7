#include "tests/house/proto_rules.h"

#include "gtest/gtest.h"
#include "tests/house/matchers.h"

namespace telemachus::house {
namespace {

const char kHead[] = R"(syntax = "proto3";
package telemachus.planted.v1;
import "google/api/annotations.proto";
import "telemachus/access/v1/rule.proto";
import "telemachus/field/v1/rule.proto";
)";
const char kRule[] =
    "option (telemachus.access.v1.rule) = {roles: [ROLE_MEMBER] relation: RELATION_SELF};\n";
const char kHttp[] = "option (google.api.http) = {get: \"/v1/x\"};\n";

// The faults of the repository's protos and one more with this text, which begins on line 6.
Faults Planting(const std::string& text) {
  Tree protos = RepositoryProtos();
  protos.push_back({"telemachus/planted/v1/planted.proto", kHead + text});
  Faults planted;
  for (const std::string& fault : ProtoFaults(protos)) {
    if (StartsWith(fault, "telemachus/planted/")) planted.push_back(fault);
  }
  return planted;
}

// A service of one RPC with this comment and these options, and its messages.
std::string Service(const std::string& comment, const std::string& options,
                    const std::string& fields = "") {
  return "// S.\nservice S {\n" + comment + "rpc Do(DoRequest) returns (DoResponse) {\n" + options +
         "}\n}\n// Q.\nmessage DoRequest {\n" + fields + "}\n// A.\nmessage DoResponse {}\n";
}

const char kComment[] = "// Does.\n//\n// Errors:\n// - NOT_FOUND: there is none.\n";

constexpr char kPlace[] = "telemachus/planted/v1/planted.proto:";
std::string At(int line) { return kPlace + std::to_string(line); }

TEST(ProtoRulesTest, HoldInTheRepository) {
  EXPECT_THAT(ProtoFaults(RepositoryProtos()), FindsNothing());
}

TEST(ProtoRulesTest, FindNothingInAGoodProto) {
  EXPECT_THAT(Planting(Service(kComment, std::string(kRule) + kHttp)), FindsNothing());
}

TEST(ProtoRulesTest, FindElementsWithoutComment) {
  EXPECT_THAT(Planting("message M {}\n"), FindsOnly(At(6), "M: no comment"));
  EXPECT_THAT(Planting("// M.\nmessage M {\n  string a = 1;\n}\n"),
              FindsOnly(At(8), "M.a: no comment"));
  EXPECT_THAT(Planting("// E.\nenum E {\n  E_UNSPECIFIED = 0;\n}\n"),
              FindsOnly(At(8), "E_UNSPECIFIED: no comment"));
  EXPECT_THAT(Planting("// M.\nmessage M {\n oneof o {\n  // A.\n  string a = 1;\n }\n}\n"),
              FindsOnly(At(8), "M.o: no comment"));
}

TEST(ProtoRulesTest, FindMethodsWithoutRule) {
  EXPECT_THAT(Planting(Service(kComment, kHttp)), FindsOnly(At(12), "no access rule"));
}

TEST(ProtoRulesTest, FindMethodsWithoutErrors) {
  const std::string options = std::string(kRule) + kHttp;
  EXPECT_THAT(Planting(Service("// Does.\n", options)), FindsOnly(At(9), "lists no errors"));
  EXPECT_THAT(Planting(Service("// Does.\n//\n// Errors:\n// none\n", options)),
              FindsOnly(At(12), "lists no errors"));
  EXPECT_THAT(Planting(Service("// Does.\n//\n// Errors: none of its own.\n", options)),
              FindsNothing());
  EXPECT_THAT(Planting(Service("// Does.\n//\n// Errors:\n// - MISSING: none.\n", options)),
              FindsOnly(At(12), "MISSING is no canonical code"));
}

TEST(ProtoRulesTest, FindUserMethodsWithoutHttp) {
  EXPECT_THAT(Planting(Service(kComment, kRule)), FindsOnly(At(12), "google.api.http"));
  EXPECT_THAT(Planting(Service(kComment,
                               "option (telemachus.access.v1.rule) = {services: [\"gateway\"] "
                               "relation: RELATION_NONE};\n")),
              FindsNothing());
}

TEST(ProtoRulesTest, FindEnumsWithoutUnspecifiedZero) {
  EXPECT_THAT(Planting("// E.\nenum E {\n  // N.\n  E_NONE = 0;\n}\n"),
              FindsOnly(At(9), "_UNSPECIFIED"));
}

TEST(ProtoRulesTest, FindFieldsThatBreakTheirPromise) {
  const std::string options = std::string(kRule) + kHttp;
  EXPECT_THAT(Planting(Service(kComment, options, "// N.\nstring name = 1;\n")),
              FindsOnly(At(20), "FORMAT_RESOURCE"));
  EXPECT_THAT(Planting(Service(kComment, options,
                               "// R.\nstring request_id = 1 "
                               "[(telemachus.field.v1.rule) = {required: true}];\n")),
              FindsOnly(At(20), "FORMAT_UUID4"));
  EXPECT_THAT(Planting(Service(kComment, options, "// D.\nstring start_date = 1;\n")),
              FindsOnly(At(20), "FORMAT_DATE"));
  EXPECT_THAT(Planting(Service(kComment, options,
                               "// D.\nstring start_date = 1 "
                               "[(telemachus.field.v1.rule) = {format: FORMAT_DATE}];\n")),
              FindsNothing());
}

TEST(ProtoRulesTest, FindWordsThatSayNothing) {
  EXPECT_THAT(Planting("// M.\nmessage MatchManager {}\n"), FindsOnly(At(7), "says nothing"));
}

TEST(ProtoRulesTest, FindProtosThatDoNotCompile) {
  EXPECT_THAT(Planting("// M.\nmessage M { Unknown a = 1; }\n"), FindsOnly(At(7), "Unknown"));
}

}  // namespace
}  // namespace telemachus::house
