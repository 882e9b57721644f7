#include "tools/register/sample/names.h"

#include <utility>

namespace telemachus::sample {
namespace {

using Name = absl::string_view;

constexpr Name kWelshWomen[] = {
    "Angharad", "Anwen",  "Bethan",   "Branwen", "Carys",   "Catrin", "Cerys", "Delyth",
    "Efa",      "Eirlys", "Eleri",    "Elin",    "Ffion",   "Gwawr",  "Gwen",  "Gwenllian",
    "Haf",      "Heledd", "Lleucu",   "Llio",    "Lowri",   "Luned",  "Mair",  "Manon",
    "Mared",    "Megan",  "Menna",    "Mererid", "Myfanwy", "Nerys",  "Nia",   "Non",
    "Olwen",    "Rhian",  "Rhiannon", "Sian",    "Siân",    "Sioned", "Siwan", "Tegwen"};
constexpr Name kWelshMen[] = {
    "Aled",     "Alun",   "Arwel",  "Bryn",     "Cai",     "Cledwyn", "Dafydd",  "Dewi",   "Dylan",
    "Eifion",   "Elis",   "Emlyn",  "Emrys",    "Emyr",    "Gareth",  "Geraint", "Gethin", "Glyn",
    "Gruffudd", "Guto",   "Gwilym", "Hefin",    "Huw",     "Hywel",   "Idris",   "Iestyn", "Ieuan",
    "Ifan",     "Iolo",   "Iwan",   "Llewelyn", "Llŷr",    "Macsen",  "Meirion", "Meurig", "Osian",
    "Owain",    "Rhodri", "Rhys",   "Siôn",     "Steffan", "Tomos",   "Trystan", "Wyn"};
constexpr Name kWelshFamilies[] = {
    "Jones",     "Williams",  "Davies",      "Evans",     "Thomas",  "Roberts",   "Lewis",
    "Hughes",    "Morgan",    "Griffiths",   "Edwards",   "Owen",    "James",     "Rees",
    "Price",     "Lloyd",     "Parry",       "Pritchard", "Powell",  "Bowen",     "Howells",
    "Vaughan",   "Gruffydd",  "Prys",        "Llwyd",     "ap Rhys", "ap Gwilym", "Rhydderch",
    "Tudur",     "Pugh",      "Bevan",       "Meredith",  "Ellis",   "Jenkins",   "Wynne",
    "Humphreys", "Wyn Jones", "Lloyd-Evans", "Môn Hughes"};

constexpr Name kEnglishWomen[] = {
    "Alison",   "Amanda",    "Amy",       "Angela",     "Anne",      "Barbara",  "Beverley",
    "Caroline", "Carol",     "Catherine", "Charlotte",  "Christine", "Claire",   "Deborah",
    "Diane",    "Elizabeth", "Emily",     "Emma",       "Frances",   "Gillian",  "Hannah",
    "Heather",  "Helen",     "Holly",     "Jacqueline", "Janet",     "Jennifer", "Jessica",
    "Joanne",   "Judith",    "Julie",     "Karen",      "Kathryn",   "Laura",    "Lesley",
    "Linda",    "Lucy",      "Lynne",     "Margaret",   "Marion",    "Natalie",  "Patricia",
    "Penelope", "Rachel",    "Rebecca",   "Rosemary",   "Ruth",      "Sally",    "Sarah",
    "Sharon",   "Susan",     "Tracey",    "Victoria",   "Wendy",     "Zoe"};
constexpr Name kEnglishMen[] = {
    "Adam",        "Alan",     "Alexander", "Andrew",   "Anthony", "Barry",   "Benjamin", "Brian",
    "Christopher", "Clive",    "Colin",     "Daniel",   "David",   "Derek",   "Donald",   "Edward",
    "Eric",        "Geoffrey", "George",    "Graham",   "Harry",   "Ian",     "Jack",     "James",
    "Jonathan",    "Joseph",   "Keith",     "Kenneth",  "Luke",    "Malcolm", "Mark",     "Martin",
    "Matthew",     "Michael",  "Neil",      "Nicholas", "Nigel",   "Oliver",  "Paul",     "Peter",
    "Philip",      "Raymond",  "Richard",   "Robert",   "Roger",   "Russell", "Samuel",   "Simon",
    "Stephen",     "Stuart",   "Thomas",    "Timothy",  "Trevor",  "William"};
constexpr Name kEnglishFamilies[] = {
    "Smith",      "Taylor",      "Brown",    "Wilson",     "Johnson",       "Walker",
    "Wright",     "Robinson",    "Thompson", "White",      "Green",         "Hall",
    "Wood",       "Harris",      "Clarke",   "Jackson",    "Turner",        "Hill",
    "Cooper",     "Ward",        "Moore",    "Baker",      "Harrison",      "King",
    "Allen",      "Mitchell",    "Carter",   "Shaw",       "Parker",        "Bennett",
    "Cook",       "Marshall",    "Bailey",   "Barker",     "Holmes",        "Mason",
    "Knight",     "Butler",      "Barnes",   "Fletcher",   "Pearson",       "Dixon",
    "Hunt",       "Palmer",      "Webb",     "Chapman",    "Foster",        "Simpson",
    "Ashworth",   "Braithwaite", "Birkett",  "Copley",     "Dawlish",       "Fairclough",
    "Greenhalgh", "Hawksworth",  "Heslop",   "Ibbotson",   "Kettlewell",    "Lathbury",
    "Metcalfe",   "Nuttall",     "Ormerod",  "Penhaligon", "Postlethwaite", "Ramsbottom",
    "Sedgwick",   "Tranter",     "Trelawny", "Ullyett",    "Wetherby",      "Woolcott"};

constexpr Name kMuslimSouthAsianWomen[] = {
    "Aisha",    "Amina", "Farah", "Fatima",  "Humaira", "Khadija", "Maryam", "Nadia",  "Nasreen",
    "Rukhsana", "Sadia", "Saima", "Shaheen", "Shazia",  "Tahira",  "Yasmin", "Zainab", "Rabina"};
constexpr Name kMuslimSouthAsianMen[] = {"Abdul", "Adeel",  "Ahmed",    "Arshad", "Asif",
                                         "Bilal", "Faisal", "Habibur",  "Hamza",  "Imran",
                                         "Javed", "Kamran", "Mohammed", "Nadeem", "Shafiq",
                                         "Tariq", "Waseem", "Yusuf",    "Zahid"};
constexpr Name kMuslimSouthAsianFamilies[] = {
    "Ahmed",   "Akhtar", "Ali",    "Siddiqui", "Bhatti", "Chowdhury", "Hussain",
    "Iqbal",   "Islam",  "Khan",   "Mahmood",  "Malik",  "Miah",      "Mirza",
    "Qureshi", "Rahman", "Rashid", "Saeed",    "Sheikh", "Uddin"};

constexpr Name kIndianWomen[] = {"Amrit",     "Anjali", "Bhavna", "Deepa",    "Gurpreet", "Harjit",
                                 "Jasbir",    "Kavita", "Kiran",  "Manjit",   "Meena",    "Nisha",
                                 "Parminder", "Priya",  "Rekha",  "Sangeeta", "Sunita",   "Usha"};
constexpr Name kIndianMen[] = {"Ajay",    "Amarjit",  "Ashok",  "Balbir",  "Bharat", "Dinesh",
                               "Gurdeep", "Harpreet", "Jagtar", "Kamal",   "Mahesh", "Nitin",
                               "Rajesh",  "Ranjit",   "Sanjay", "Sukhdev", "Suresh", "Vikram"};
constexpr Name kIndianFamilies[] = {"Bains",  "Chauhan", "Desai", "Dhaliwal", "Gill",
                                    "Grewal", "Gupta",   "Joshi", "Mehta",    "Nair",
                                    "Parmar", "Patel",   "Rai",   "Reddy",    "Sandhu",
                                    "Shah",   "Sharma",  "Sidhu", "Singh",    "Solanki"};

constexpr Name kWestAfricanWomen[] = {"Abena",     "Adaeze",   "Adwoa",   "Akosua", "Ama",
                                      "Chidinma",  "Efua",     "Folake",  "Ifeoma", "Ngozi",
                                      "Oluwaseun", "Temitope", "Yetunde", "Yaa"};
constexpr Name kWestAfricanMen[] = {"Adebayo",   "Chukwuemeka", "Emeka", "Ikechukwu", "Kofi",
                                    "Kojo",      "Kwabena",     "Kwame", "Obinna",    "Olumide",
                                    "Oluwatobi", "Segun",       "Tunde", "Yaw"};
constexpr Name kWestAfricanFamilies[] = {"Adeyemi", "Agyeman", "Amponsah",     "Asante",  "Balogun",
                                         "Boateng", "Eze",     "Kamara",       "Mensah",  "Nwosu",
                                         "Obi",     "Okafor",  "Okonkwo",      "Oladipo", "Osei",
                                         "Owusu",   "Sesay",   "Williams-Cole"};

constexpr Name kCaribbeanWomen[] = {"Beverley", "Claudette", "Cynthia", "Dionne", "Donna",
                                    "Hyacinth", "Joy",       "Marcia",  "Marva",  "Paulette",
                                    "Sandra",   "Shanice",   "Sonia",   "Yvonne"};
constexpr Name kCaribbeanMen[] = {"Anton", "Carlton", "Delroy",  "Desmond", "Devon",
                                  "Errol", "Fitzroy", "Leroy",   "Marlon",  "Neville",
                                  "Rohan", "Trevor",  "Winston", "Wesley"};
constexpr Name kCaribbeanFamilies[] = {
    "Alleyne", "Baptiste", "Blackwood", "Braithwaite", "Campbell",  "Charles",
    "Clarke",  "Francis",  "Gordon",    "Grant",       "Henry",     "Joseph",
    "Lindo",   "McKenzie", "Reid",      "Samuels",     "St Hilaire"};

constexpr Name kEasternEuropeanWomen[] = {
    "Agnieszka", "Alina",     "Beata",      "Danuta", "Elżbieta", "Ewa",    "Ioana", "Jolanta",
    "Katarzyna", "Magdalena", "Małgorzata", "Monika", "Rasa",     "Simona", "Zofia"};
constexpr Name kEasternEuropeanMen[] = {"Adrian",    "Andrei", "Bartosz", "Grzegorz", "Jan",
                                        "Krzysztof", "Łukasz", "Marek",   "Marius",   "Paweł",
                                        "Piotr",     "Radu",   "Tomasz",  "Vytautas", "Wojciech"};
constexpr Name kEasternEuropeanFamilies[] = {"Dąbrowicz", "Ionescu",  "Jankauskas", "Kaczmarek",
                                             "Kowalczyk", "Kozak",    "Lisiecki",   "Majewicz",
                                             "Marinescu", "Mazur",    "Nowak",      "Petrauskas",
                                             "Popescu",   "Szymczak", "Wójcik",     "Zając"};

constexpr Name kIrishWomen[] = {"Aoife",  "Bernadette", "Bridget", "Ciara",   "Deirdre",
                                "Eileen", "Kathleen",   "Maeve",   "Maureen", "Niamh",
                                "Noreen", "Oonagh",     "Róisín",  "Sinéad",  "Siobhán"};
constexpr Name kIrishMen[] = {"Brendan",  "Cathal", "Ciarán", "Conor",   "Declan",
                              "Diarmuid", "Dermot", "Eamonn", "Fergus",  "Finbar",
                              "Gerard",   "Kevin",  "Liam",   "Pádraig", "Seán"};
constexpr Name kIrishFamilies[] = {"Brennan",    "Byrne",    "Connolly",  "Doherty", "Doyle",
                                   "Fitzgerald", "Flanagan", "Gallagher", "Kelly",   "Kennedy",
                                   "McCarthy",   "McGrath",  "Murphy",    "O'Brien", "O'Connor",
                                   "O'Sullivan", "Quinn",    "Ryan",      "Walsh"};

constexpr Name kEastAsianWomen[] = {"Alice", "Grace", "Hui",  "Jing",   "Linh", "Mei", "Michelle",
                                    "Ping",  "Susan", "Thuy", "Vivian", "Xiu",  "Ying"};
constexpr Name kEastAsianMen[] = {"Alan",    "Andy",     "Chi Wai", "David", "Jian", "Kin", "Minh",
                                  "Raymond", "Siu Ming", "Tuan",    "Wei",   "Wing", "Yong"};
constexpr Name kEastAsianFamilies[] = {"Chan",  "Cheung", "Chen", "Ho", "Lam",    "Lau",
                                       "Leung", "Li",     "Liu",  "Ng", "Nguyen", "Tan",
                                       "Tran",  "Wang",   "Wong", "Yip"};

constexpr Name kMediterraneanWomen[] = {"Ayşe",  "Androulla", "Carla",     "Elif",     "Eleni",
                                        "Emine", "Fatma",     "Francesca", "Inês",     "Maria",
                                        "Nazlı", "Sevgi",     "Stavroula", "Theodora", "Zeynep"};
constexpr Name kMediterraneanMen[] = {"Ahmet",   "Andreas", "António",    "Costas",   "Emre",
                                      "Giorgio", "Hakan",   "João",       "Kyriacos", "Marco",
                                      "Mehmet",  "Nicos",   "Panayiotis", "Serkan",   "Yiannis"};
constexpr Name kMediterraneanFamilies[] = {"Aydın",       "Christodoulou", "Costa",  "Demir",
                                           "Ferreira",    "Georgiou",      "Kaya",   "Kyriacou",
                                           "Michaelides", "Moretti",       "Öztürk", "Pereira",
                                           "Rossi",       "Savva",         "Silva",  "Yılmaz"};

constexpr std::pair<Name, Name> kShortNames[] = {
    {"Abdul", "Abs"},         {"Alexander", "Alex"},    {"Andrew", "Andy"},
    {"Angharad", "Angie"},    {"Anthony", "Tony"},      {"Benjamin", "Ben"},
    {"Bernadette", "Bernie"}, {"Catherine", "Cathy"},   {"Christopher", "Chris"},
    {"Christine", "Chris"},   {"Chukwuemeka", "Emeka"}, {"Dafydd", "Dai"},
    {"Daniel", "Dan"},        {"Deborah", "Debbie"},    {"Edward", "Ted"},
    {"Elizabeth", "Liz"},     {"Gareth", "Gaz"},        {"Geoffrey", "Geoff"},
    {"Gillian", "Gill"},      {"Gwenllian", "Gwenno"},  {"Jacqueline", "Jackie"},
    {"Jennifer", "Jenny"},    {"Jonathan", "Jon"},      {"Judith", "Judy"},
    {"Katarzyna", "Kasia"},   {"Kenneth", "Ken"},       {"Krzysztof", "Kris"},
    {"Llewelyn", "Llew"},     {"Magdalena", "Magda"},   {"Małgorzata", "Gosia"},
    {"Margaret", "Maggie"},   {"Matthew", "Matt"},      {"Michael", "Mike"},
    {"Mohammed", "Mo"},       {"Myfanwy", "Myf"},       {"Nicholas", "Nick"},
    {"Oluwaseun", "Seun"},    {"Oluwatobi", "Tobi"},    {"Panayiotis", "Panos"},
    {"Patricia", "Pat"},      {"Penelope", "Penny"},    {"Philip", "Phil"},
    {"Raymond", "Ray"},       {"Rebecca", "Becky"},     {"Rhiannon", "Rhi"},
    {"Richard", "Rick"},      {"Robert", "Bob"},        {"Samuel", "Sam"},
    {"Stephen", "Steve"},     {"Susan", "Sue"},         {"Temitope", "Temi"},
    {"Thomas", "Tom"},        {"Timothy", "Tim"},       {"Victoria", "Vicky"},
    {"William", "Bill"}};

}  // namespace

const NameStock& Stock(Community community) {
  static constexpr NameStock kStocks[kCommunities] = {
      {kWelshWomen, kWelshMen, kWelshFamilies},
      {kEnglishWomen, kEnglishMen, kEnglishFamilies},
      {kMuslimSouthAsianWomen, kMuslimSouthAsianMen, kMuslimSouthAsianFamilies},
      {kIndianWomen, kIndianMen, kIndianFamilies},
      {kWestAfricanWomen, kWestAfricanMen, kWestAfricanFamilies},
      {kCaribbeanWomen, kCaribbeanMen, kCaribbeanFamilies},
      {kEasternEuropeanWomen, kEasternEuropeanMen, kEasternEuropeanFamilies},
      {kIrishWomen, kIrishMen, kIrishFamilies},
      {kEastAsianWomen, kEastAsianMen, kEastAsianFamilies},
      {kMediterraneanWomen, kMediterraneanMen, kMediterraneanFamilies},
  };
  return kStocks[community];
}

absl::string_view ShortName(absl::string_view given) {
  for (const auto& [name, short_name] : kShortNames) {
    if (name == given) return short_name;
  }
  return {};
}

}  // namespace telemachus::sample
