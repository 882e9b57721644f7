#include "matching/shortlist/reason_rules.h"

#include "gtest/gtest.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;

TEST(ReasonRulesTest, SaysWhyInBothLanguages) {
  Search search = SomeSearch();
  search.request.mutable_preferences()->set_role_code("scrutiny_chair");
  MentorFacts mentor = SomeMentor("m");
  mentor.add_subjects("planning");
  mentor.mutable_person()->mutable_seats(0)->add_roles("scrutiny_chair");
  const programme::v1::Text text = ReasonOf(search, mentor);
  EXPECT_EQ(text.english(),
            "Can help with the media and planning. Knows the role of scrutiny chair from "
            "experience. From another authority in your region. An elected member since 2017.");
  EXPECT_EQ(text.welsh(),
            "Gall helpu gyda'r canlynol: y cyfryngau; cynllunio. Profiad o'r rôl: cadeirydd "
            "craffu. O awdurdod arall yn eich rhanbarth. Aelod etholedig ers 2017.");
}

TEST(ReasonRulesTest, NamesExtraSkillsAmongTheNeedsMet) {
  Search search = SomeSearch();
  search.request.add_needs("mediation");
  MentorFacts mentor = SomeMentor("m");
  mentor.add_extra_skills("mediation");
  const programme::v1::Text text = ReasonOf(search, mentor);
  EXPECT_EQ(text.english().find("Can help with the media and mediation."), 0) << text.english();
  EXPECT_EQ(text.welsh().find("Gall helpu gyda'r canlynol: y cyfryngau; cyfryngu."), 0);
}

TEST(ReasonRulesTest, SaysWhereTheMentorIsFrom) {
  struct Case {
    const char* authority;
    const char* region;
    const char* english;
    const char* welsh;
  };
  for (const Case& c : {Case{kHome, kRegion, "From your own authority.", "O'ch awdurdod chi."},
                        Case{kNear, kRegion, "From another authority in your region.",
                             "O awdurdod arall yn eich rhanbarth."},
                        Case{kNear, "regions/south", "From an authority further away.",
                             "O awdurdod ymhellach i ffwrdd."}}) {
    MentorFacts mentor = SomeMentor("m");
    mentor.clear_skills();
    mentor.mutable_person()->set_first_elected_date("2025-05-01");
    mentor.mutable_person()->mutable_seats(0)->set_authority(c.authority);
    mentor.mutable_person()->mutable_seats(0)->set_region(c.region);
    const programme::v1::Text text = ReasonOf(SomeSearch(), mentor);
    EXPECT_EQ(text.english(), c.english);
    EXPECT_EQ(text.welsh(), c.welsh);
  }
}

TEST(ReasonRulesTest, SaysNothingOfPartyOrGender) {
  MentorFacts plain = SomeMentor("m");
  MentorFacts told = plain;
  told.mutable_person()->set_gender("woman");
  told.mutable_person()->mutable_seats(0)->set_party("parties/blue");
  EXPECT_EQ(ReasonOf(SomeSearch(), told).SerializeAsString(),
            ReasonOf(SomeSearch(), plain).SerializeAsString());
}

}  // namespace
}  // namespace telemachus::matching
