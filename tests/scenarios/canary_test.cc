// Personal values are marked, and looked for where none may be.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/trace/export.h"
#include "gtest/gtest.h"
#include "telemachus/field/v1/rule.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/methods.h"
#include "tests/scenarios/journey/redis_dump.h"
#include "tests/support/scratch.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kMark[] = "kanari7q";

// What people write for each other or for themselves alone.
constexpr const char* kSealed[] = {"The first budget is in six weeks",
                                   "To ask what my ward would ask",
                                   "It stays between us",
                                   "Getting to know each other",
                                   "Prepare five questions",
                                   "Relieved",
                                   "Two of five questions",
                                   "Visit the board of another",
                                   "Begin earlier next time"};

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The mark in every text of the message, whatever shape the text should have, or in free texts
// alone.
void MarkAll(Message& message, bool free_alone, int depth = 0) {
  if (depth > 3) return;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const auto format = field.options().GetExtension(field::v1::rule).format();
    const bool skipped = free_alone && format != field::v1::FORMAT_UNSPECIFIED;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (skipped) continue;
      field.is_repeated() ? reflection.AddString(&message, &field, kMark)
                          : reflection.SetString(&message, &field, kMark);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map()) {
      MarkAll(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                  : *reflection.MutableMessage(&message, &field),
              free_alone, depth + 1);
    }
  }
}

// A name of that kind that nothing has. Ids are no secret: an error may repeat one.
std::string Absent(const std::string& pattern) {
  const std::string first(*absl::StrSplit(pattern, '|').begin());
  return absl::StrReplaceAll(first, {{"*", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}});
}

class CanaryTest : public testing::Test {
 protected:
  CanaryTest() { log::Open("town", log_, log::Level::kDebug); }
  ~CanaryTest() override { log::Open("test", "", log::Level::kError); }

  // Calls of people who may, that are wrong in all their texts, or name what is not there.
  void CallWrongly() {
    for (const KnownMethod& method : AllMethods()) {
      if (!method.is_public()) continue;
      const auto marked = method.NewRequest();
      MarkAll(*marked, /*free_alone=*/false);
      const auto proper = MinimalRequest(method, &Absent);
      MarkAll(*proper, /*free_alone=*/true);
      for (const char* who : {"staff", "officer", "adviser", "member-0"}) {
        for (const Message* request : {marked.get(), proper.get()}) {
          const absl::Status status =
              CallMethod(town_.callers().As(journey_.Subject(who)), method, *request);
          if (!status.ok()) errors_.push_back(status);
        }
      }
    }
  }
  void ExpectNothingPersonal(const std::string& where, const std::string& text) {
    const std::string lower = absl::AsciiStrToLower(text);
    const size_t at = lower.find(kMark);
    EXPECT_EQ(at, std::string::npos) << where << ": " << text.substr(at < 200 ? 0 : at - 200, 400);
    for (const auto& [subject, token] : town_.callers().tokens()) {
      const std::vector<std::string> parts = absl::StrSplit(token, '.');
      EXPECT_FALSE(absl::StrContains(text, parts[1])) << where << " holds what a token says";
      EXPECT_FALSE(absl::StrContains(text, parts[2])) << where << " holds a token's signature";
    }
    for (const char* sealed : kSealed) EXPECT_FALSE(absl::StrContains(text, sealed)) << where;
  }

  const trace::Catcher spans_;
  const test::Scratch scratch_;
  const std::string log_ = scratch_.File("log");
  test::Town town_;
  Journey journey_{town_.callers(), kMark};
  std::vector<absl::Status> errors_;
};

TEST_F(CanaryTest, LeavesNoPersonalValueInWhatOperatorsSee) {
  journey_.Whole();
  ASSERT_FALSE(HasFailure());
  CallWrongly();
  errors_.insert(errors_.end(), journey_.errors().begin(), journey_.errors().end());

  // Each is looked at for something that must be there, so that an empty one is no success.
  ASSERT_GT(errors_.size(), 300U);
  for (const absl::Status& error : errors_) {
    ExpectNothingPersonal(
        "an error", absl::StrCat(error.ToString(), status::ToProto(error).SerializeAsString()));
  }
  const std::string log = Read(log_);
  ASSERT_TRUE(absl::StrContains(log, "call refused"));
  ExpectNothingPersonal("the log", log);
  const std::string metrics = metric::Scrape();
  ASSERT_TRUE(absl::StrContains(metrics, "rpc_server_call_duration_seconds"));
  ExpectNothingPersonal("the metrics", metrics);
  const std::string redis = DumpRedis(town_.redis().target());
  ASSERT_TRUE(absl::StrContains(redis, "matching.match.confirmed"));
  ExpectNothingPersonal("Redis", redis);
  std::string spans;
  for (const trace::FinishedSpan& span : spans_.Finished()) {
    absl::StrAppend(&spans, span.name, "\n");
    for (const auto& [key, value] : span.attributes) absl::StrAppend(&spans, key, "=", value, "\n");
  }
  ASSERT_TRUE(absl::StrContains(spans, "CreateEvaluation"));
  ExpectNothingPersonal("a span", spans);
}

TEST_F(CanaryTest, LeavesNothingThatPeopleWriteReadableInADatabase) {
  journey_.Whole();
  ASSERT_FALSE(HasFailure());
  int files = 0;
  bool names = false;
  for (const auto& file : std::filesystem::directory_iterator(town_.folder())) {
    if (!absl::StrContains(file.path().filename().string(), ".db")) continue;
    ++files;
    const std::string bytes = Read(file.path());
    names |= absl::StrContains(bytes, absl::StrCat("member-0", kMark));
    for (const char* sealed : kSealed) {
      EXPECT_FALSE(absl::StrContains(bytes, sealed)) << file.path() << ": " << sealed;
    }
  }
  EXPECT_GE(files, 7);
  EXPECT_TRUE(names) << "the files were not read";
}

}  // namespace
}  // namespace telemachus::scenario
