#ifndef TELEMACHUS_TOOLS_STORY_WORLD_H_
#define TELEMACHUS_TOOLS_STORY_WORLD_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/issuer/token_mint.h"
#include "tools/register/record/authority.h"
#include "tools/register/record/member.h"
#include "tools/story/actor.h"
#include "tools/story/telling.h"

namespace telemachus::story {

// What the story is told with.
struct Options {
  std::string gateway;           // address
  std::string issuer_directory;  // of the local issuer
  std::string authorities_file;
  std::string seats_file;  // empty: seats are invented
  uint64_t seed = 7;
};

// The register's files and the people of the story, as they come on.
class World {
 public:
  // Reads or invents the register; INVALID_ARGUMENT that names the file if it cannot be read.
  static absl::StatusOr<World> Make(const Options& options, Telling& telling);

  // Somebody with a token of their own.
  absl::StatusOr<Actor*> Enter(const std::string& name, const std::string& subject);
  absl::StatusOr<Actor*> Enter(const record::Member& member);

  const std::string& authorities_csv() const { return authorities_csv_; }
  const std::string& seats_csv() const { return seats_csv_; }
  const std::string& members_csv() const { return members_csv_; }
  const std::vector<record::Member>& members() const { return members_; }
  // The authority in which the story plays, and another one of its region.
  const record::Authority& home() const { return home_; }
  const record::Authority& neighbour() const { return neighbour_; }
  // Members of an authority: newly elected, or experienced; in the order of their keys.
  std::vector<record::Member> New(const std::string& authority_code) const;
  std::vector<record::Member> Experienced(const std::string& authority_code) const;
  Telling& telling() { return *telling_; }

  // Resource names as they become known.
  std::string home_name, neighbour_name, region, nation, course;
  Actor* staff = nullptr;
  Actor* officer = nullptr;
  Actor* adviser = nullptr;
  Actor* committee = nullptr;
  Actor* stranger = nullptr;
  Actor* mentee = nullptr;
  Actor* rival = nullptr;
  Actor* mentor = nullptr;
  std::vector<Actor*> mentors;
  std::string request, match, agreement;

 private:
  World(Telling& telling, issuer::TokenMint mint, std::string gateway)
      : telling_(&telling), mint_(std::move(mint)), gateway_(std::move(gateway)) {}
  absl::Status Load(const Options& options);
  absl::Status ChooseScene();

  Telling* telling_;
  issuer::TokenMint mint_;
  std::string gateway_;
  std::string authorities_csv_, seats_csv_, members_csv_;
  std::vector<record::Authority> authorities_;
  std::vector<record::Member> members_;
  record::Authority home_, neighbour_;
  std::deque<Actor> actors_;
};

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_WORLD_H_
