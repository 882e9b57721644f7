#include <cstdint>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "tools/register/record/authority.h"
#include "tools/register/record/member.h"
#include "tools/register/record/seat.h"
#include "tools/register/sample/members.h"
#include "tools/register/sample/mentors.h"
#include "tools/register/sample/seats.h"

ABSL_FLAG(std::string, authorities, "tools/register/authorities.csv",
          "file of authorities to read");
ABSL_FLAG(std::string, seats, "", "file of seats to read");
ABSL_FLAG(std::string, members, "", "file of members to read");
ABSL_FLAG(std::string, out, "", "file to write");
ABSL_FLAG(uint64_t, seed, 1, "the same seed and input give the same file");
ABSL_FLAG(double, new_share, 0.25, "share of each council elected at the latest election");
ABSL_FLAG(double, share, 0.12, "share of the experienced members who offer to mentor");

namespace telemachus {
namespace {

constexpr char kUsage[] =
    R"(Makes a register of invented members for real councils. Nobody in it exists.

  register seats   --out=FILE [--authorities=FILE] [--seed=N]
  register members --out=FILE --seats=FILE [--authorities=FILE] [--seed=N] [--new_share=S]
  register mentors --out=FILE --members=FILE [--seed=N] [--share=S]

seats    invents wards and seats for each authority that is elected and has not ended.
         Dates are dd/mm/yyyy. Party codes are those of the Electoral Commission; no code:
         independent, or vacant; a code that begins with XP: an invented local party.
members  invents one member for each seat that is not vacant. key is the council's own and
         permanent, subject the login, elected_date the first election (perhaps to a council
         since replaced), preferred_name filled where it is not the given name. Dates are
         yyyy-mm-dd; roles are separated by semicolons.
mentors  invents what a share of the experienced members offer as mentors. Lists are
         separated by semicolons; remote and willing are true or false.

All files are UTF-8 CSV with a header row. Other files with the same columns will do.)";

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file.is_open() || bytes.fail()) {
    return absl::NotFoundError(absl::StrCat("cannot read '", path, "', or it is empty"));
  }
  return bytes.str();
}

// An error that says in which file it is.
absl::Status In(const std::string& path, const absl::Status& status) {
  return {status.code(), absl::StrCat(path, ": ", status.message())};
}

template <typename Records>
absl::StatusOr<Records> Load(const std::string& path,
                             absl::StatusOr<Records> (*read)(absl::string_view)) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  absl::StatusOr<Records> records = read(bytes);
  if (!records.ok()) return In(path, records.status());
  return records;
}

absl::StatusOr<std::string> Make(absl::string_view verb) {
  const uint64_t seed = absl::GetFlag(FLAGS_seed);
  if (verb == "mentors") {
    ASSIGN_OR_RETURN(const auto members, Load(absl::GetFlag(FLAGS_members), record::ReadMembers));
    ASSIGN_OR_RETURN(const auto mentors,
                     sample::MakeMentors(members, seed, absl::GetFlag(FLAGS_share)));
    return sample::WriteMentors(mentors);
  }
  if (verb != "seats" && verb != "members") {
    return absl::InvalidArgumentError("the verbs are seats, members and mentors; see --help");
  }
  ASSIGN_OR_RETURN(const auto authorities,
                   Load(absl::GetFlag(FLAGS_authorities), record::ReadAuthorities));
  if (verb == "seats") return record::WriteSeats(sample::MakeSeats(authorities, seed));
  ASSIGN_OR_RETURN(const auto seats, Load(absl::GetFlag(FLAGS_seats), record::ReadSeats));
  ASSIGN_OR_RETURN(const auto members,
                   sample::MakeMembers(authorities, seats, seed, absl::GetFlag(FLAGS_new_share)));
  return record::WriteMembers(members);
}

absl::Status Run(const std::vector<char*>& arguments) {
  if (arguments.size() != 2) return absl::InvalidArgumentError("give one verb; see --help");
  const std::string path = absl::GetFlag(FLAGS_out);
  if (path.empty()) return absl::InvalidArgumentError("--out is missing; see --help");
  ASSIGN_OR_RETURN(const std::string text, Make(arguments[1]));
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) return absl::UnavailableError(absl::StrCat("cannot write '", path, "'"));
  return absl::OkStatus();
}

}  // namespace
}  // namespace telemachus

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(telemachus::kUsage);
  absl::FlagsUsageConfig usage;
  usage.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "register/main.cc");
  };
  absl::SetFlagsUsageConfig(usage);
  const absl::Status status = telemachus::Run(absl::ParseCommandLine(argc, argv));
  if (status.ok()) return 0;
  std::cerr << "register: " << status.message() << '\n';
  return 1;
}
