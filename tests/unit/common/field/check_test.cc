#include "common/field/check.h"

#include <atomic>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/field/vessels.h"

namespace telemachus::field {
namespace {

using test::IsOk;
using test::v1::Vessel;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST(CheckTest, FindsNothingInASoundMessage) {
  Vessel vessel = Sound();
  EXPECT_THAT(Check(vessel), IsOk());
}

TEST(CheckTest, TellsAllThatIsMissing) {
  Vessel vessel;
  EXPECT_THAT(FaultsOf(vessel), UnorderedElementsAre("name FIELD_REQUIRED", "title FIELD_REQUIRED",
                                                     "rig FIELD_REQUIRED", "drive FIELD_REQUIRED"));
}

TEST(CheckTest, ClearsWhatIsOutputOnlyAtEveryDepth) {
  Vessel vessel = Sound();
  vessel.set_state("SUNK");
  vessel.mutable_create_time()->set_nanos(-1);
  vessel.mutable_hold()->set_what("oil");
  vessel.mutable_hold()->set_weight(7);
  vessel.add_cargo()->set_what("wine");
  vessel.mutable_cargo(0)->set_weight(7);
  (*vessel.mutable_decks())[1].set_what("rope");
  (*vessel.mutable_decks())[1].set_weight(7);
  ASSERT_THAT(FaultsOf(vessel), IsEmpty());
  EXPECT_EQ(vessel.state(), "");
  EXPECT_FALSE(vessel.has_create_time());
  EXPECT_EQ(vessel.hold().weight(), 0);
  EXPECT_EQ(vessel.hold().what(), "oil");
  EXPECT_EQ(vessel.cargo(0).weight(), 0);
  EXPECT_EQ(vessel.decks().at(1).weight(), 0);
  EXPECT_EQ(vessel.decks().at(1).what(), "rope");
}

TEST(CheckTest, SaysWhereInNestedMessagesAndListsTheFaultIs) {
  Vessel vessel = Sound();
  vessel.mutable_hold();
  vessel.add_cargo()->set_what("wine");
  vessel.add_cargo();
  vessel.add_ports("cardiff");
  vessel.add_ports("Cardiff");
  vessel.add_ports("");
  vessel.add_rigs(test::v1::RIG_UNSPECIFIED);
  *vessel.mutable_tender() = Sound();
  vessel.mutable_tender()->mutable_hold()->set_what(std::string(21, 'x'));
  EXPECT_THAT(FaultsOf(vessel),
              UnorderedElementsAre("hold.what FIELD_REQUIRED", "cargo[1].what FIELD_REQUIRED",
                                   "ports[1] FIELD_MALFORMED", "ports[2] FIELD_REQUIRED",
                                   "rigs[0] FIELD_REQUIRED", "tender.hold.what FIELD_TOO_LONG"));
}

TEST(CheckTest, NeverRepeatsAValue) {
  Vessel vessel = Sound();
  vessel.set_title("Odysseus of Ithaca");
  vessel.set_email("odysseus of ithaca");
  vessel.set_built("odysseus");
  (*vessel.mutable_marks())[std::string(300, 'x') + "odysseus"] = "Odysseus of Ithaca";
  const absl::Status status = Check(vessel);
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status::ToProto(status).DebugString(), Not(HasSubstr("dysseus")));
}

TEST(CheckTest, BoundsLists) {
  Vessel vessel = Sound();
  for (int i = 0; i < 4; ++i) vessel.add_cargo();
  for (int i = 0; i < 100; ++i) vessel.add_ports("p");
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("cargo FIELD_TOO_LONG"));
  vessel.clear_cargo();
  vessel.add_ports("p");
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("ports FIELD_TOO_LONG"));
}

TEST(CheckTest, BoundsMapsTheirKeysAndTheirValues) {
  const auto faults_of = [](std::vector<std::pair<std::string, std::string>> marks) {
    Vessel vessel = Sound();
    vessel.mutable_marks()->insert(marks.begin(), marks.end());
    return FaultsOf(vessel);
  };
  EXPECT_THAT(faults_of({{"cy", "12345678"}, {"en", ""}}), IsEmpty());
  EXPECT_THAT(faults_of({{"cy", "x"}, {"en", "123456789"}}),
              ElementsAre("marks.value FIELD_TOO_LONG"));
  EXPECT_THAT(faults_of({{"", "x"}}), ElementsAre("marks.key FIELD_REQUIRED"));
  EXPECT_THAT(faults_of({{std::string(257, 'x'), "x"}}), ElementsAre("marks.key FIELD_TOO_LONG"));
  EXPECT_THAT(faults_of({{"a", "x"}, {"b", "x"}, {"c", "x"}}), ElementsAre("marks FIELD_TOO_LONG"));
  Vessel vessel = Sound();
  (*vessel.mutable_decks())[3];
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("decks.value.what FIELD_REQUIRED"));
}

TEST(CheckTest, NormalisesMapKeysAndValues) {
  Vessel vessel = Sound();
  (*vessel.mutable_marks())["e\u0301"] = "e\u0301";
  ASSERT_THAT(FaultsOf(vessel), IsEmpty());
  ASSERT_EQ(vessel.marks().size(), 1u);
  EXPECT_EQ(vessel.marks().begin()->first, "\u00e9");
  EXPECT_EQ(vessel.marks().begin()->second, "\u00e9");
}

TEST(CheckTest, BoundsNumbersThatAreSet) {
  Vessel vessel = Sound();
  for (const int crew : {0, 1, 9}) {
    vessel.set_crew(crew);
    EXPECT_THAT(FaultsOf(vessel), IsEmpty()) << crew;
  }
  for (const int crew : {-1, 10}) {
    vessel.set_crew(crew);
    EXPECT_THAT(FaultsOf(vessel), ElementsAre("crew FIELD_OUT_OF_RANGE")) << crew;
  }
}

TEST(CheckTest, BoundsZeroWhereAFieldHasPresence) {
  Vessel vessel = Sound();
  vessel.set_draught(std::numeric_limits<int64_t>::max());
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.set_draught(0);
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("draught FIELD_OUT_OF_RANGE"));
}

TEST(CheckTest, BoundsGreatAndFloatingNumbers) {
  Vessel vessel = Sound();
  vessel.set_tonnage(std::numeric_limits<uint64_t>::max());
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.set_range(std::numeric_limits<uint64_t>::max());
  vessel.set_balance(-1.0001);
  EXPECT_THAT(FaultsOf(vessel),
              ElementsAre("balance FIELD_OUT_OF_RANGE", "range FIELD_OUT_OF_RANGE"));
  vessel.set_range(10);
  vessel.set_balance(std::nan(""));
  vessel.add_readings(0);
  vessel.add_readings(std::numeric_limits<float>::infinity());
  EXPECT_THAT(FaultsOf(vessel),
              ElementsAre("balance FIELD_OUT_OF_RANGE", "readings[1] FIELD_OUT_OF_RANGE"));
}

TEST(CheckTest, RefusesEnumNumbersWithoutAName) {
  Vessel vessel = Sound();
  vessel.set_rig(static_cast<test::v1::Rig>(77));
  vessel.add_rigs(static_cast<test::v1::Rig>(-1));
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("rig FIELD_MALFORMED", "rigs[0] FIELD_MALFORMED"));
}

TEST(CheckTest, BoundsBytes) {
  Vessel vessel = Sound();
  vessel.set_seal(std::string("\0\xff\0\xff", 4));
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.set_seal("12345");
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("seal FIELD_TOO_LONG"));
}

TEST(CheckTest, RefusesMomentsAndDurationsThatDoNotExist) {
  Vessel vessel = Sound();
  vessel.mutable_launch_time()->set_seconds(253402300799);
  vessel.mutable_launch_time()->set_nanos(999'999'999);
  vessel.mutable_stay()->set_seconds(-5);
  vessel.mutable_stay()->set_nanos(-5);
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.mutable_launch_time()->set_nanos(1'000'000'000);
  vessel.mutable_stay()->set_nanos(5);
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("launch_time FIELD_MALFORMED", "stay FIELD_MALFORMED"));
  vessel.mutable_launch_time()->set_nanos(0);
  vessel.mutable_launch_time()->set_seconds(253402300800);
  vessel.clear_stay();
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("launch_time FIELD_MALFORMED"));
}

TEST(CheckTest, AOneofWithARequiredMemberMustBeSet) {
  Vessel vessel = Sound();
  vessel.set_engine(0);
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.set_sail("");
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("sail FIELD_REQUIRED"));
  vessel.mutable_oars();
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("oars.what FIELD_REQUIRED"));
  vessel.clear_drive();
  *vessel.mutable_tender() = Vessel(vessel);
  EXPECT_THAT(FaultsOf(vessel),
              UnorderedElementsAre("drive FIELD_REQUIRED", "tender.drive FIELD_REQUIRED"));
}

TEST(CheckTest, WithAMaskWhatLiesOutsideMayBeAbsent) {
  test::v1::UpdateVesselRequest request;
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel FIELD_REQUIRED"));
  request.mutable_update_mask()->add_paths("notes");
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel FIELD_REQUIRED"));
  request.mutable_vessel()->set_name("vessels/v1");
  EXPECT_THAT(FaultsOf(request), IsEmpty());
  request.mutable_update_mask()->add_paths("title");
  request.mutable_update_mask()->add_paths("engine");
  EXPECT_THAT(FaultsOf(request),
              UnorderedElementsAre("vessel.title FIELD_REQUIRED", "vessel.drive FIELD_REQUIRED"));
  request.mutable_vessel()->clear_name();
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("notes");
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel.name FIELD_REQUIRED"));
}

TEST(CheckTest, WithoutAMaskOrWithAStarAllThatIsRequiredMustBeSet) {
  test::v1::UpdateVesselRequest request;
  request.mutable_vessel()->set_name("vessels/v1");
  EXPECT_EQ(FaultsOf(request).size(), 3u);
  request.mutable_update_mask()->add_paths("*");
  EXPECT_EQ(FaultsOf(request).size(), 3u);
}

TEST(CheckTest, AMaskReachesIntoSubmessagesAndLists) {
  test::v1::UpdateVesselRequest request;
  request.mutable_vessel()->set_name("vessels/v1");
  request.mutable_vessel()->mutable_hold();
  request.mutable_vessel()->add_cargo();
  request.mutable_update_mask()->add_paths("hold.port");
  EXPECT_THAT(FaultsOf(request), IsEmpty());
  request.mutable_update_mask()->add_paths("cargo");
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel.cargo[0].what FIELD_REQUIRED"));
  request.mutable_update_mask()->set_paths(1, "hold");
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel.hold.what FIELD_REQUIRED"));
  // Only being absent is excused: what is there is in bounds whatever the mask.
  request.mutable_vessel()->mutable_hold()->set_what(std::string(21, 'x'));
  request.mutable_update_mask()->set_paths(1, "notes");
  EXPECT_THAT(FaultsOf(request), ElementsAre("vessel.hold.what FIELD_TOO_LONG"));
}

TEST(CheckTest, TakesMessagesMadeAtRunTime) {
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> vessel(
      factory.GetPrototype(Vessel::descriptor())->New());
  Vessel sound = Sound();
  sound.mutable_launch_time()->set_nanos(-1);
  (*sound.mutable_marks())["e\u0301"] = "123456789";
  ASSERT_TRUE(vessel->ParseFromString(sound.SerializeAsString()));
  EXPECT_THAT(FaultsOf(*vessel),
              UnorderedElementsAre("launch_time FIELD_MALFORMED", "marks.value FIELD_TOO_LONG"));
}

TEST(CheckTest, ManyThreadsMayCheckAtOnce) {
  std::atomic<int> sound = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&sound] {
      for (int round = 0; round < 200; ++round) {
        Vessel vessel = Sound();
        test::v1::UpdateVesselRequest request;
        *request.mutable_vessel() = vessel;
        sound += Check(vessel).ok() && Check(request).ok() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sound, 800);
}

// Whatever arrives, checking ends, and what passed once passes again unchanged.
TEST(CheckTest, IsStableOnRandomMessages) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  Vessel rich = Sound();
  rich.set_notes("e\u0301le\u0300ve\n");
  rich.mutable_hold()->set_what("rope");
  rich.add_cargo()->set_what("wine");
  (*rich.mutable_marks())["cy"] = "hwyl";
  rich.mutable_launch_time()->set_seconds(1);
  rich.set_uuid("6a3f1c1e-3a5c-4f0e-9f61-0a8f3f3f2b1d");
  const std::string bytes = rich.SerializeAsString();
  const google::protobuf::LogSilencer silencer;  // it complains of each text that is not UTF-8
  int parsed = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string mutant = bytes;
    for (uint32_t flips = random() % 4; flips > 0; --flips) {
      mutant[random() % mutant.size()] = static_cast<char>(random());
    }
    Vessel vessel;
    if (!vessel.ParseFromString(mutant)) continue;
    ++parsed;
    if (!Check(vessel).ok()) continue;
    Vessel again = vessel;
    ASSERT_THAT(Check(again), IsOk());
    ASSERT_EQ(again.DebugString(), vessel.DebugString());
  }
  EXPECT_GT(parsed, 1000);
}

}  // namespace
}  // namespace telemachus::field
