#include "registry/succession/succession_words.h"

#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

namespace telemachus::registry {
namespace {

// $0 is the authority, $1 its successors, $2 the day after its last.
struct Words {
  const char* welsh;
  const char* english;
};

Words WordsFor(v1::Succession::Kind kind, v1::Succession::State state) {
  switch (kind) {
    case v1::Succession::KIND_RENAMED:
      return {
          "Parheir â gwaith $0 gan $1 o $2 ymlaen. O'r diwrnod hwnnw ymlaen, $1 sy'n gyfrifol "
          "am ei aelodau, ei fentoriaid a'u perthnasoedd mentora. Mae ei bolisi diweddaraf yn "
          "dal mewn grym hyd nes y gosodir un arall.",
          "$0 goes on as $1 from $2. From that day $1 is responsible for its members, its "
          "mentors and their mentoring relationships. Its latest policy applies until another "
          "is set."};
    case v1::Succession::KIND_MERGED:
      return {
          "Unir $0 â $1 o $2 ymlaen. O'r diwrnod hwnnw ymlaen, $1 sy'n gyfrifol am ei aelodau, "
          "ei fentoriaid a'u perthnasoedd mentora. Polisi $1 sydd mewn grym; os nad yw wedi "
          "gosod un, y rheolau llymaf ymhlith polisïau'r awdurdodau a ddaeth o'i flaen.",
          "$0 merges into $1 from $2. From that day $1 is responsible for its members, its "
          "mentors and their mentoring relationships. The policy of $1 applies; where it has "
          "set none, the strictest rules among the policies of the authorities before it."};
    case v1::Succession::KIND_SPLIT:
      if (state == v1::Succession::STATE_DECIDED) {
        return {
            "Rhennir $0 rhwng $1 o $2 ymlaen. Mae pob aelod yn perthyn i'r olynydd a "
            "benderfynwyd ar gyfer ei ward neu, lle nad oes un, i'r olynydd a benderfynwyd ar "
            "gyfer pawb.",
            "$0 is split between $1 from $2. Each member belongs to the successor decided for "
            "their ward or, where there is none, to the one decided for all."};
      }
      return {
          "Rhennir $0 rhwng $1 o $2 ymlaen. Mae'r corff cenedlaethol yn penderfynu i ba un y "
          "mae aelodau pob ward yn perthyn. Hyd nes y gwneir hynny, mae'r aelodau yn aros gyda "
          "$0, a'i swyddogion a staff y rhanbarth a'r genedl yn gofalu amdanynt.",
          "$0 is split between $1 from $2. The national body decides to which the members of "
          "each ward belong. Until it does, members stay with $0, looked after by its officers "
          "and the staff of the region and nation."};
    default:
      return {"Nid oes dim yn dod ar ôl $0. Daw ei seddi i ben gydag ef ar y diwrnod cyn $2.",
              "Nothing comes after $0. Its seats end with it on the day before $2."};
  }
}

std::string In(bool welsh, const v1::Authority& authority) {
  const programme::v1::Text& title = authority.title();
  const std::string& own = welsh ? title.welsh() : title.english();
  const std::string& other = welsh ? title.english() : title.welsh();
  return own.empty() ? other : own;
}

std::string AllIn(bool welsh, const std::vector<v1::Authority>& authorities) {
  return absl::StrJoin(authorities, ", ",
                       [welsh](std::string* text, const v1::Authority& authority) {
                         text->append(In(welsh, authority));
                       });
}

}  // namespace

v1::Succession::Kind KindOf(const v1::Authority& authority,
                            const std::vector<v1::Authority>& successors, bool sole_predecessor) {
  if (successors.empty()) return v1::Succession::KIND_CLOSED;
  if (successors.size() > 1) return v1::Succession::KIND_SPLIT;
  // One that was there before, or of which that is not known, is no new name.
  const bool begins = !successors.front().start_date().empty() &&
                      successors.front().start_date() >= authority.end_date();
  return begins && sole_predecessor ? v1::Succession::KIND_RENAMED : v1::Succession::KIND_MERGED;
}

programme::v1::Text RuleInWords(v1::Succession::Kind kind, v1::Succession::State state,
                                const v1::Authority& authority,
                                const std::vector<v1::Authority>& successors) {
  const Words words = WordsFor(kind, state);
  const std::string day = EffectiveDate(authority.end_date());
  programme::v1::Text text;
  text.set_welsh(absl::Substitute(words.welsh, In(true, authority), AllIn(true, successors), day));
  text.set_english(
      absl::Substitute(words.english, In(false, authority), AllIn(false, successors), day));
  return text;
}

}  // namespace telemachus::registry
