#include "tools/story/world.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "tools/register/record/seat.h"
#include "tools/register/sample/members.h"
#include "tools/register/sample/seats.h"

namespace telemachus::story {
namespace {

constexpr double kNewShare = 0.25;
constexpr size_t kFewestNew = 3;          // newly elected members that the story needs at home
constexpr size_t kFewestExperienced = 8;  // and mentors, there and next door
constexpr char kFirstChoice[] = "POW";    // home, where the input has it

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file.is_open()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  }
  return bytes.str();
}

absl::Status In(const std::string& path, const absl::Status& status) {
  return {status.code(), absl::StrCat(path, ": ", status.message())};
}

std::string NameOf(const record::Member& member) {
  const std::string& given =
      member.preferred_name.empty() ? member.given_name : member.preferred_name;
  return absl::StrCat(given, " ", member.family_name);
}

}  // namespace

absl::StatusOr<World> World::Make(const Options& options, Telling& telling) {
  ASSIGN_OR_RETURN(auto mint, issuer::TokenMint::Load(options.issuer_directory));
  World world(telling, std::move(mint), options.gateway);
  RETURN_IF_ERROR(world.Load(options));
  RETURN_IF_ERROR(world.ChooseScene());
  return world;
}

absl::Status World::Load(const Options& options) {
  ASSIGN_OR_RETURN(authorities_csv_, ReadFile(options.authorities_file));
  auto authorities = record::ReadAuthorities(authorities_csv_);
  if (!authorities.ok()) return In(options.authorities_file, authorities.status());
  authorities_ = *std::move(authorities);
  std::vector<record::Seat> seats;
  if (options.seats_file.empty()) {
    seats = sample::MakeSeats(authorities_, options.seed);
    seats_csv_ = record::WriteSeats(seats);
  } else {
    ASSIGN_OR_RETURN(seats_csv_, ReadFile(options.seats_file));
    auto read = record::ReadSeats(seats_csv_);
    if (!read.ok()) return In(options.seats_file, read.status());
    seats = *std::move(read);
  }
  ASSIGN_OR_RETURN(members_, sample::MakeMembers(authorities_, seats, options.seed, kNewShare));
  members_csv_ = record::WriteMembers(members_);
  return absl::OkStatus();
}

absl::Status World::ChooseScene() {
  // Councils with people enough for the story, by region.
  std::map<std::string, std::vector<record::Authority>> fit;
  for (const record::Authority& authority : authorities_) {
    if (authority.IsElected() && New(authority.code).size() >= kFewestNew &&
        Experienced(authority.code).size() >= kFewestExperienced) {
      fit[authority.region].push_back(authority);
    }
  }
  const record::Authority* home = nullptr;
  for (const auto& [region, councils] : fit) {
    if (councils.size() < 2) continue;
    for (const record::Authority& council : councils) {
      if (home == nullptr || council.code == kFirstChoice) home = &council;
    }
  }
  if (home == nullptr) {
    return absl::InvalidArgumentError(
        "the story needs two councils of one region with members enough");
  }
  home_ = *home;
  const auto& councils = fit[home_.region];
  neighbour_ = councils.front().code == home_.code ? councils.back() : councils.front();
  return absl::OkStatus();
}

std::vector<record::Member> World::New(const std::string& authority_code) const {
  std::vector<record::Member> found;
  for (const record::Member& member : members_) {
    if (member.authority_code == authority_code && member.IsNew()) found.push_back(member);
  }
  return found;
}

std::vector<record::Member> World::Experienced(const std::string& authority_code) const {
  std::vector<record::Member> found;
  for (const record::Member& member : members_) {
    if (member.authority_code == authority_code && !member.IsNew()) found.push_back(member);
  }
  return found;
}

absl::StatusOr<Actor*> World::Enter(const std::string& name, const std::string& subject) {
  const time::SystemClock clock;
  ASSIGN_OR_RETURN(std::string token, mint_.Mint({.subject = subject}, clock));
  return &actors_.emplace_back(*telling_, name, subject, std::move(token), gateway_);
}

absl::StatusOr<Actor*> World::Enter(const record::Member& member) {
  return Enter(NameOf(member), member.subject);
}

}  // namespace telemachus::story
