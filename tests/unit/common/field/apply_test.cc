#include <initializer_list>

#include "common/field/check.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/field/vessels.h"

namespace telemachus::field {
namespace {

using google::protobuf::FieldMask;
using test::HasReason;
using test::IsOk;
using test::v1::Vessel;
using testing::HasSubstr;
using testing::Not;

FieldMask MaskOf(std::initializer_list<const char*> paths) {
  FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

class ApplyTest : public testing::Test {
 protected:
  ApplyTest() : target_(Sound()) {
    target_.set_etag("1");
    target_.set_notes("old");
    target_.set_crew(3);
    target_.set_state("AFLOAT");
    target_.add_ports("cardiff");
    target_.mutable_hold()->set_what("wine");
    target_.mutable_hold()->set_weight(5);
    target_.mutable_hold()->set_port("barry");
    before_ = target_;
  }

  Vessel target_;
  Vessel before_;
};

TEST_F(ApplyTest, CopiesWhatTheMaskNamesAndNothingElse) {
  Vessel source;
  source.set_notes("new");
  source.set_crew(9);
  source.add_ports("barry");
  source.add_ports("newport");
  ASSERT_THAT(Apply(source, MaskOf({"notes", "ports"}), target_), IsOk());
  before_.set_notes("new");
  *before_.mutable_ports() = source.ports();
  EXPECT_EQ(target_.DebugString(), before_.DebugString());
  EXPECT_EQ(source.ports_size(), 2) << "the source stays as it was";
}

TEST_F(ApplyTest, ClearsWhatTheMaskNamesAndTheSourceLacks) {
  ASSERT_THAT(Apply(Vessel(), MaskOf({"notes", "ports", "hold"}), target_), IsOk());
  before_.clear_notes();
  before_.clear_ports();
  before_.clear_hold();
  EXPECT_EQ(target_.DebugString(), before_.DebugString());
}

TEST_F(ApplyTest, WithoutPathsTakesWhatIsSet) {
  Vessel source;
  source.set_name("vessels/other");
  source.set_etag("0");
  source.set_state("SUNK");
  source.set_notes("new");
  source.mutable_hold()->set_what("oil");
  source.mutable_hold()->set_weight(99);
  ASSERT_THAT(Apply(source, FieldMask(), target_), IsOk());
  before_.set_notes("new");
  before_.mutable_hold()->set_what("oil");
  EXPECT_EQ(target_.DebugString(), before_.DebugString());
}

TEST_F(ApplyTest, AStarReplacesAllButIdentityAndWhatIsOutputOnly) {
  Vessel source;
  source.set_name("vessels/other");
  source.set_etag("0");
  source.set_state("SUNK");
  source.set_title("Pequod");
  source.mutable_hold()->set_port("newport");
  ASSERT_THAT(Apply(source, MaskOf({"*"}), target_), IsOk());
  Vessel expected;
  expected.set_name("vessels/v1");
  expected.set_etag("1");
  expected.set_state("AFLOAT");
  expected.set_title("Pequod");
  expected.mutable_hold()->set_port("newport");
  expected.mutable_hold()->set_weight(5);
  EXPECT_EQ(target_.DebugString(), expected.DebugString());
}

TEST_F(ApplyTest, ReachesIntoSubmessages) {
  Vessel source;
  source.mutable_hold()->set_what("oil");
  source.mutable_hold()->set_port("newport");
  ASSERT_THAT(Apply(source, MaskOf({"hold.port"}), target_), IsOk());
  EXPECT_EQ(target_.hold().port(), "newport");
  EXPECT_EQ(target_.hold().what(), "wine");
  ASSERT_THAT(Apply(Vessel(), MaskOf({"hold.port", "tender.notes"}), target_), IsOk());
  EXPECT_EQ(target_.hold().port(), "");
  EXPECT_EQ(target_.hold().what(), "wine");
  EXPECT_FALSE(target_.has_tender()) << "clearing makes no submessage";
}

TEST_F(ApplyTest, PathsThatOverlapCountOnce) {
  Vessel source;
  source.mutable_hold()->set_port("newport");
  source.set_notes("new");
  ASSERT_THAT(Apply(source, MaskOf({"hold.port", "hold", "notes", "notes"}), target_), IsOk());
  EXPECT_EQ(target_.hold().port(), "newport");
  EXPECT_EQ(target_.hold().what(), "");
  EXPECT_EQ(target_.notes(), "new");
}

TEST_F(ApplyTest, ChangesTheMemberOfAOneof) {
  Vessel source;
  source.set_engine(4);
  for (const FieldMask& mask :
       {MaskOf({"engine"}), MaskOf({"sail", "engine", "oars"}), MaskOf({"*"}), MaskOf({})}) {
    Vessel target = before_;
    ASSERT_THAT(Apply(source, mask, target), IsOk());
    EXPECT_EQ(target.engine(), 4) << mask.DebugString();
  }
  ASSERT_THAT(Apply(source, MaskOf({"oars"}), target_), IsOk());
  EXPECT_EQ(target_.sail(), "main") << "a member that neither has leaves the other alone";
}

TEST_F(ApplyTest, NeverChangesNameAndEtag) {
  Vessel source;
  source.set_name("vessels/other");
  source.set_etag("0");
  ASSERT_THAT(Apply(source, MaskOf({"name", "etag"}), target_), IsOk());
  EXPECT_EQ(target_.DebugString(), before_.DebugString());
}

TEST_F(ApplyTest, RefusesPathsThatMayNotBeChangedAndCopiesNothing) {
  Vessel source;
  source.set_notes("new");
  for (const char* path :
       {"", ".", "Notes", "nothing", "state", "create_time.seconds", "hold.weight", "hold.nothing",
        "hold.", ".hold", "cargo.what", "cargo[0]", "cargo.0", "marks.cy", "notes.length", "drive",
        "hold..what", "notes "}) {
    const absl::Status status = Apply(source, MaskOf({"notes", path}), target_);
    EXPECT_THAT(status, HasReason(status::v1::REASON_FIELD_MASK_INVALID)) << path;
    EXPECT_THAT(status.message(), HasSubstr("update_mask: paths[1]"));
    EXPECT_EQ(target_.DebugString(), before_.DebugString());
  }
}

TEST_F(ApplyTest, RefusesAnotherType) {
  EXPECT_THAT(Apply(test::v1::Cargo(), FieldMask(), target_), Not(IsOk()));
}

}  // namespace
}  // namespace telemachus::field
