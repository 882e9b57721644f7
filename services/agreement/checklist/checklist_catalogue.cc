#include "agreement/checklist/checklist_catalogue.h"

namespace telemachus::agreement {
namespace {

constexpr int kVersion = 1;
constexpr char kStemWelsh[] = "Dylai mentor …";
constexpr char kStemEnglish[] = "A mentor should …";

struct Wording {
  const char* welsh;
  const char* english;
};

// In the order of their numbers, from 1.
constexpr Wording kStatements[] = {
    {"fy helpu i ddeall beth sy'n perthyn i'm rôl", "make clearer to me what belongs to my role"},
    {"dweud wrthyf sut yr wyf yn gwneud o'm cymharu ag eraill",
     "tell me how I am doing beside other people"},
    {"gweithio drwy broblemau anodd gyda mi nes gweld ffordd ymlaen",
     "work through hard problems with me until we see ways forward"},
    {"holi cwestiynau sy'n gwneud i mi ailfeddwl", "put questions that make me think again"},
    {"fy nghyflwyno i bobl sy'n werth eu hadnabod", "introduce me to people worth knowing"},
    {"dangos i mi sut mae lleoedd eraill yn mynd ati", "show me how other places go about it"},
    {"fy helpu i gadw fy enw da rhag niwed", "help me keep my good name from harm"},
    {"adrodd straeon o'u gwaith eu hunain wrthyf", "tell me stories out of their own work"},
    {"agor mwy nag un ffordd i mi edrych ar fater",
     "open up more than one way for me to look at a matter"},
    {"cadw popeth a ddywedaf rhyngom ni", "keep all that I say between the two of us"},
    {"peidio ag osgoi'r cwestiynau sy'n anodd eu hateb",
     "not avoid the questions that are hard to answer"},
    {"gwrando, a gadael i mi brofi fy syniadau arnynt",
     "listen, and let me try out my thinking on them"},
    {"fy nghadw allan o sefyllfaoedd a allai wneud niwed i mi",
     "keep me out of situations that could do me harm"},
    {"cymodi ar fy rhan pan fyddaf yn anghytuno ag eraill",
     "make peace for me where I am at odds with others"},
    {"rhannu'r hyn y maent wedi byw drwyddo", "pass on what they have lived through themselves"},
    {"fy helpu i weld beth yr wyf yn ei wneud yn dda a beth nad wyf",
     "help me see what I do well and what I do not"},
    {"trosglwyddo'r hyn a wyddant i mi", "hand on to me what they know"},
    {"bod yn ffrind i mi", "be a friend to me"},
    {"sefyll rhyngof i a phobl a allai ymosod arnaf",
     "stand between me and people who might go for me"},
    {"bod yn ganolwr rhyngof i ac eraill pan fydd angen",
     "act as a go-between for me and others when there is need"},
    {"fy helpu i ddeall sut mae pethau'n edrych i bobl eraill",
     "help me understand how things look to other people"},
    {"cynnig ffyrdd gwell i mi o wneud pethau", "offer me better ways of doing things"},
};

v1::ChecklistCatalogue Build() {
  v1::ChecklistCatalogue catalogue;
  catalogue.set_version(kVersion);
  catalogue.mutable_stem()->set_welsh(kStemWelsh);
  catalogue.mutable_stem()->set_english(kStemEnglish);
  for (const Wording& wording : kStatements) {
    v1::ChecklistCatalogue::Statement& statement = *catalogue.add_statements();
    statement.set_number(catalogue.statements_size());
    statement.mutable_content()->set_welsh(wording.welsh);
    statement.mutable_content()->set_english(wording.english);
  }
  return catalogue;
}

}  // namespace

const v1::ChecklistCatalogue& PresentCatalogue() {
  static const auto* const catalogue = new v1::ChecklistCatalogue(Build());
  return *catalogue;
}

}  // namespace telemachus::agreement
