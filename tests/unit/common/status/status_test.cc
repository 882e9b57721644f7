#include "common/status/status.h"

#include "common/status/details.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::status {
namespace {

using absl::StatusCode;
using google::rpc::BadRequest;
using google::rpc::DebugInfo;
using google::rpc::ErrorInfo;
using google::rpc::PreconditionFailure;
using google::rpc::RetryInfo;
using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(StatusTest, SaysReasonDomainAndMetadata) {
  const absl::Status status = Error(StatusCode::kFailedPrecondition, v1::REASON_NO_PLACE_LEFT,
                                    "No place is left.", {{"places", "3"}});
  const auto info = GetDetail<ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "NO_PLACE_LEFT");
  EXPECT_EQ(info->domain(), "telemachus");
  EXPECT_EQ(info->metadata().at("places"), "3");
  EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo").has_value());
  EXPECT_THAT(status, HasCode(StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason(v1::REASON_NO_PLACE_LEFT));
}

TEST(StatusTest, NeverTurnsAnErrorIntoSuccess) {
  EXPECT_THAT(Error(StatusCode::kOk, v1::REASON_INTERNAL, ""), HasCode(StatusCode::kInternal));
}

TEST(StatusTest, ReadsEveryReasonBack) {
  for (int number = v1::Reason_MIN + 1; number <= v1::Reason_MAX; ++number) {
    if (!v1::Reason_IsValid(number)) continue;
    const auto reason = static_cast<Reason>(number);
    EXPECT_THAT(Error(StatusCode::kAborted, reason, ""), HasReason(reason));
  }
}

TEST(StatusTest, KnowsNoReasonOfOthers) {
  absl::Status status = absl::AbortedError("");
  EXPECT_THAT(status, HasReason(v1::REASON_UNSPECIFIED));
  ErrorInfo info;
  info.set_reason("NOT_FOUND");
  info.set_domain("elsewhere.example");
  SetDetail(status, info);
  EXPECT_THAT(status, HasReason(v1::REASON_UNSPECIFIED));
  info.set_domain("telemachus");
  info.set_reason("NO_SUCH_REASON");
  SetDetail(status, info);
  EXPECT_THAT(status, HasReason(v1::REASON_UNSPECIFIED));
}

TEST(StatusTest, WrongStateIsAPreconditionFailure) {
  const absl::Status status = WrongState("agreements/a1", "ENDED");
  EXPECT_THAT(status, HasCode(StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason(v1::REASON_WRONG_STATE));
  EXPECT_EQ(GetDetail<ErrorInfo>(status)->metadata().at("state"), "ENDED");
  const auto failure = GetDetail<PreconditionFailure>(status);
  ASSERT_EQ(failure->violations_size(), 1);
  EXPECT_EQ(failure->violations(0).type(), "WRONG_STATE");
  EXPECT_EQ(failure->violations(0).subject(), "agreements/a1");
}

TEST(StatusTest, RetryLaterSaysWhenWithinBounds) {
  const auto delay_of = [](absl::Duration delay) {
    return GetDetail<RetryInfo>(
               RetryLater(StatusCode::kUnavailable, v1::REASON_UNAVAILABLE, "Later.", delay))
        ->retry_delay();
  };
  EXPECT_EQ(delay_of(absl::Milliseconds(2500)).seconds(), 2);
  EXPECT_EQ(delay_of(absl::Milliseconds(2500)).nanos(), 500'000'000);
  EXPECT_EQ(delay_of(-absl::Seconds(1)).seconds(), 0);
  EXPECT_EQ(delay_of(absl::InfiniteDuration()).seconds(), 24 * 60 * 60);
}

TEST(FieldFaultsTest, TellsAllFaultsAtOnce) {
  FieldFaults faults;
  EXPECT_TRUE(faults.empty());
  EXPECT_THAT(faults.ToStatus(), IsOk());
  faults.Add("mentor.places", v1::REASON_FIELD_OUT_OF_RANGE, "must be 1 to 5");
  faults.Add("mentor.skills[2].skill", v1::REASON_FIELD_REQUIRED, "must be set");
  const absl::Status status = faults.ToStatus();
  EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason(v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(status.message(), "mentor.places: must be 1 to 5 (and 1 more)");
  const auto bad_request = GetDetail<BadRequest>(status);
  ASSERT_EQ(bad_request->field_violations_size(), 2);
  EXPECT_EQ(bad_request->field_violations(1).field(), "mentor.skills[2].skill");
  EXPECT_EQ(bad_request->field_violations(1).description(), "FIELD_REQUIRED: must be set");
}

TEST(FieldFaultsTest, CountsWhatItDoesNotTell) {
  FieldFaults faults;
  for (int i = 0; i < 1000; ++i) faults.Add("skills", v1::REASON_FIELD_REQUIRED, "must be set");
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(GetDetail<BadRequest>(status)->field_violations_size(), FieldFaults::kMaxFaults);
  EXPECT_THAT(status.message(), HasSubstr("and 999 more"));
  EXPECT_EQ(GetDetail<ErrorInfo>(status)->metadata().at("other_faults"), "999");
}

TEST(WireTest, BringsAStatusBackWhole) {
  for (const absl::Status& status :
       {absl::OkStatus(), absl::UnavailableError("bare"), NotPermitted(), NotFound("people/p1"),
        WrongState("people/p1", "LEFT"), StaleEtag("people/p1"),
        FieldFault("name", v1::REASON_FIELD_REQUIRED, "must be set")}) {
    EXPECT_EQ(FromProto(ToProto(status)), status) << status;
  }
}

TEST(WireTest, SameStatusSameBytes) {
  const auto bytes = [] {
    return ToProto(FieldFault("name", v1::REASON_FIELD_REQUIRED, "must be set"))
        .SerializeAsString();
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bytes(), bytes());
}

TEST(WireTest, ReadsAStrangeCodeAsUnknown) {
  google::rpc::Status proto;
  for (const int code : {-1, 17, 1 << 30}) {
    proto.set_code(code);
    EXPECT_THAT(FromProto(proto), HasCode(StatusCode::kUnknown));
  }
}

TEST(ForCallerTest, HidesFaultsOfOurOwn) {
  for (const StatusCode code :
       {StatusCode::kInternal, StatusCode::kUnknown, StatusCode::kDataLoss}) {
    absl::Status status =
        Error(code, v1::REASON_INTERNAL, "table people is gone", {{"table", "people"}});
    SetDetail(status, BadRequest());
    const absl::Status shown = ForCaller(status, kTraceId);
    EXPECT_THAT(shown, HasCode(code));
    EXPECT_THAT(shown, HasReason(v1::REASON_INTERNAL));
    EXPECT_THAT(ToProto(shown).DebugString(), Not(HasSubstr("people")));
    EXPECT_EQ(GetDetail<ErrorInfo>(shown)->metadata().at("trace_id"), kTraceId);
    EXPECT_FALSE(GetDetail<BadRequest>(shown).has_value());
  }
}

TEST(ForCallerTest, GivesBareErrorsAReasonAndAPlainText) {
  for (int number = 1; number <= 16; ++number) {
    const absl::Status shown =
        ForCaller(absl::Status(static_cast<StatusCode>(number), "socket /run/db"), kTraceId);
    EXPECT_EQ(static_cast<int>(shown.code()), number);
    EXPECT_THAT(shown, Not(HasReason(v1::REASON_UNSPECIFIED)));
    EXPECT_THAT(shown.message(), Not(HasSubstr("socket")));
  }
  EXPECT_EQ(ForCaller(absl::PermissionDeniedError("no such person"), kTraceId), NotPermitted());
}

TEST(ForCallerTest, PassesOnlyDetailsThatServeACaller) {
  absl::Status status = WrongState("agreements/a1", "ENDED");
  const absl::Status before = status;
  DebugInfo debug;
  debug.set_detail("stack");
  SetDetail(status, debug);
  EXPECT_NE(status, before);
  EXPECT_EQ(ForCaller(status, kTraceId), before);
  EXPECT_THAT(ForCaller(absl::OkStatus(), kTraceId), IsOk());
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return absl::OutOfRangeError("odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  ASSIGN_OR_RETURN(const int half, Half(number));
  RETURN_IF_ERROR(Half(half).status());
  return Half(half);
}

TEST(MacrosTest, ReturnTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_THAT(Quarter(6), HasCode(StatusCode::kOutOfRange));
  EXPECT_THAT(Quarter(7), HasCode(StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace telemachus::status
