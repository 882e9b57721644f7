#include "registry/catalogue/party_map.h"

#include "gtest/gtest.h"

namespace telemachus::registry {
namespace {

PartyMap Map() {
  PartyMap map;
  map.Add("pp52", "conservative");
  map.Add("labour party", "labour");
  map.Add("independent", "independent");
  return map;
}

struct Words {
  const char* code;
  const char* name;
  const char* party;
  v1::OddKind odd;
};

TEST(PartyMapTest, MakesPartiesOfAllWords) {
  const PartyMap map = Map();
  for (const Words& words : {
           Words{"PP52", "Whatever they say", "parties/conservative", v1::ODD_KIND_UNSPECIFIED},
           Words{"", "Labour PARTY", "parties/labour", v1::ODD_KIND_UNSPECIFIED},
           Words{"", "Independent", "parties/independent", v1::ODD_KIND_PARTY_MISSING},
           Words{"", "", "parties/independent", v1::ODD_KIND_PARTY_MISSING},
           Words{"", "Vacant", "", v1::ODD_KIND_SEAT_VACANT},
           Words{"PP9049", "Residents", "parties/local", v1::ODD_KIND_PARTY_LOCAL},
           Words{"", "Our Village First", "parties/local", v1::ODD_KIND_PARTY_LOCAL},
       }) {
    const PartyMap::Match match = map.Find(words.code, words.name);
    EXPECT_EQ(match.party, words.party) << words.code << "/" << words.name;
    EXPECT_EQ(match.odd, words.odd) << words.code << "/" << words.name;
  }
}

}  // namespace
}  // namespace telemachus::registry
