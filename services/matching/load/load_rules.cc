#include "matching/load/load_rules.h"

namespace telemachus::matching {
namespace {

v1::MentorLoad::State StateOf(int places, int taken) {
  if (taken < places) return v1::MentorLoad::STATE_ROOM;
  return taken == places ? v1::MentorLoad::STATE_FULL : v1::MentorLoad::STATE_OVER;
}

programme::v1::Text MeaningOf(v1::MentorLoad::State state) {
  programme::v1::Text text;
  switch (state) {
    case v1::MentorLoad::STATE_ROOM:
      text.set_welsh("Mae gennych le, a gallwch gael eich cynnig i aelodau eraill.");
      text.set_english("You have room, and can be offered to more members.");
      break;
    case v1::MentorLoad::STATE_FULL:
      text.set_welsh("Mae eich lleoedd yn llawn. Ni chewch eich cynnig i neb newydd nes bod lle.");
      text.set_english("Your places are full. You are offered to nobody new until there is room.");
      break;
    default:
      text.set_welsh(
          "Mae mwy o aelodau gyda chi nag sydd gennych o leoedd nawr. Nid oes dim yn newid iddyn "
          "nhw. Ni chewch eich cynnig i neb newydd nes bod lle.");
      text.set_english(
          "More members are with you than you now have places. Nothing changes for them. You are "
          "offered to nobody new until there is room.");
  }
  return text;
}

}  // namespace

v1::MentorLoad LoadOf(const std::string& name, int places, int taken) {
  v1::MentorLoad load;
  load.set_name(name);
  load.set_places(places);
  load.set_taken(taken);
  load.set_state(StateOf(places, taken));
  *load.mutable_meaning() = MeaningOf(load.state());
  return load;
}

}  // namespace telemachus::matching
