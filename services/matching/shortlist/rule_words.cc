#include "matching/shortlist/rule_words.h"

#include <map>

namespace telemachus::matching {
namespace {

struct Words {
  const char* welsh;
  const char* english;
};

const std::map<v1::HardRule, Words>& AllWords() {
  static const auto* const words = new std::map<v1::HardRule, Words>{
      {v1::HARD_RULE_SELF, {"Y mentorai yw'r person hwn.", "This is the mentee."}},
      {v1::HARD_RULE_KIND,
       {"Nid yw'n cynnig y math hwn o fentora.", "Does not offer this kind of mentoring."}},
      {v1::HARD_RULE_ACCREDITATION,
       {"Nid yw wedi'i achredu, ac mae angen hynny yma.",
        "Is not accredited, which is needed here."}},
      {v1::HARD_RULE_PLACES, {"Nid oes ganddo le ar ôl.", "Has no place left."}},
      {v1::HARD_RULE_FORMER_MEMBER,
       {"Nid yw'n aelod bellach, ac ni chaiff fentora fel cyn-aelod.",
        "Is no longer a member, and may not mentor as a former one."}},
      {v1::HARD_RULE_PARTY,
       {"Mae angen mentor o'r un blaid.", "A mentor of the same party is required."}},
      {v1::HARD_RULE_LANGUAGE,
       {"Nid yw'n mentora yn yr iaith y mae ei hangen.",
        "Does not mentor in the language required."}},
      {v1::HARD_RULE_REACH,
       {"Mae'n rhy bell i ffwrdd am y tro, neu nid yw ar gael y tu allan i'w ardal.",
        "Is too far away for now, or is not offered so far from home."}},
      {v1::HARD_RULE_NOT_AVAILABLE, {"Nid yw ar gael.", "Is not available."}},
      {v1::HARD_RULE_CONFLICT,
       {"Mae gwrthdaro rhwng swyddi'r ddau.", "The offices of the two are in conflict."}},
      {v1::HARD_RULE_NEW_MEMBER,
       {"Mae'n mentora aelodau newydd yn unig, fel cyn-aelod neu swyddog.",
        "Mentors new members alone, as a former member or an officer."}},
      {v1::HARD_RULE_OFFICER,
       {"Swyddog yw'r mentor hwn, ac nid yw swyddogion yn mentora yn awdurdod y mentorai.",
        "Is an officer, and in the mentee's authority officers do not mentor."}},
      {v1::HARD_RULE_PERIOD,
       {"Nid yw'n derbyn neb newydd ar hyn o bryd, yn ôl y cyfnod a nododd.",
        "Takes nobody new at present, by the period they said."}},
  };
  return *words;
}

}  // namespace

programme::v1::Text WordsOf(v1::HardRule rule) {
  programme::v1::Text text;
  const auto found = AllWords().find(rule);
  if (found == AllWords().end()) return text;
  text.set_welsh(found->second.welsh);
  text.set_english(found->second.english);
  return text;
}

}  // namespace telemachus::matching
