#include "registry/export/manifest.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace telemachus::registry {
namespace {

// In the product's two languages.
struct Words {
  const char* welsh;
  const char* english;
};

// What the law has told of a service's data.
struct Account {
  Words purpose;
  Words recipients;
  Words retention;
  Words source;
};

constexpr char kFormat[] = "telemachus-subject-export/1";

constexpr Words kLeftOut = {
    "Nid yw'r ffeil yn cynnwys yr hyn sy'n perthyn i eraill: eu nodiadau preifat, atebion i'r "
    "rhestr "
    "wirio nad ydynt wedi'u datgelu, eu gwerthusiadau, eu henwau a'u manylion cyswllt, a phwy sy'n "
    "gofyn am eich osgoi.",
    "The file leaves out what is other people's: their private notes, checklist answers that are "
    "not "
    "revealed, their evaluations, their names and contact details, and who asks not to be matched "
    "with you."};

const std::map<std::string, Account>& Accounts() {
  static const auto* const accounts = new std::map<std::string, Account>{
      {"registry",
       {{"Gwybod pwy sy'n aelod, pwy sy'n mentora a phwy sy'n cael gwneud beth.",
         "To know who is a member, who mentors, and who may do what."},
        {"Swyddogion eich awdurdod, cynghorwyr eich rhanbarth a'r corff cenedlaethol; eich enw i'r "
         "person y cewch eich paru ag ef.",
         "Officers of your authority, advisers of your region and the national body; your name to "
         "whoever you are matched with."},
        {"Tra byddwch yn y rhaglen, neu nes i chi ofyn am eu dileu.",
         "While you are in the programme, or until you ask for their erasure."},
        {"Chi, eich awdurdod a chofrestrau cyhoeddus o seddi.",
         "You, your authority and public registers of seats."}}},
      {"matching",
       {{"Dod o hyd i fentor i'r sawl sy'n gofyn am un.",
         "To find a mentor for whoever asks for one."},
        {"Y swyddog neu'r cynghorydd sy'n trin eich cais; eich geiriau eich hun i'r mentor a "
         "dderbyniodd yn unig.",
         "The officer or adviser who handles your request; your own words only to the mentor who "
         "accepted."},
        {"Tra byddwch yn y rhaglen, neu nes i chi ofyn am eu dileu.",
         "While you are in the programme, or until you ask for their erasure."},
        {"Chi, a'r rhai sy'n gofyn ar eich rhan.", "You, and those who ask on your behalf."}}},
      {"agreement",
       {{"Cadw'r hyn y mae mentor a'r sawl a fentorir yn ei gytuno a'i wneud.",
         "To keep what mentor and mentee agree and do."},
        {"Y ddau barti yn unig.", "The two parties alone."},
        {"Tra byddwch yn y rhaglen, neu nes i chi ofyn am ei ddileu.",
         "While you are in the programme, or until you ask for its erasure."},
        {"Chi a'r parti arall.", "You and the other party."}}},
      {"evaluation",
       {{"Dysgu a yw'r rhaglen yn gweithio, mewn ffigurau na ellir adnabod neb ynddynt.",
         "To learn whether the programme works, in figures in which nobody can be recognised."},
        {"Neb ond chi; dim ond cyfrifon gwarchodedig sy'n cael eu cyhoeddi.",
         "Nobody but you; only protected counts are published."},
        {"Tra byddwch yn y rhaglen, neu nes i chi ofyn am eu dileu.",
         "While you are in the programme, or until you ask for their erasure."},
        {"Chi.", "You."}}}};
  return *accounts;
}

void Say(const Words& words, programme::v1::Text& text) {
  text.set_welsh(words.welsh);
  text.set_english(words.english);
}

}  // namespace

v1::ExportManifest ManifestOf(const v1::SubjectRequest& request, const std::string& person) {
  v1::ExportManifest manifest;
  manifest.set_format(kFormat);
  manifest.set_person(person);
  *manifest.mutable_create_time() = request.finish_time();
  Say(kLeftOut, *manifest.mutable_left_out());
  for (const v1::SubjectRequest::Part& part : request.parts()) {
    v1::ExportManifest::Service& service = *manifest.add_services();
    service.set_service(part.service());
    *service.mutable_counts() = part.counts();
    const auto account = Accounts().find(part.service());
    if (account == Accounts().end()) continue;
    Say(account->second.purpose, *service.mutable_purpose());
    Say(account->second.recipients, *service.mutable_recipients());
    Say(account->second.retention, *service.mutable_retention());
    Say(account->second.source, *service.mutable_source());
  }
  return manifest;
}

std::string ExportHead(const v1::SubjectRequest& request, const std::string& person) {
  std::string json;
  // Of codes and fixed words alone, which always turn into JSON.
  if (!google::protobuf::util::MessageToJsonString(ManifestOf(request, person), &json).ok()) {
    json = "{}";
  }
  return absl::StrCat("{\"manifest\":", json, ",\n\"records\":[\n");
}

}  // namespace telemachus::registry
