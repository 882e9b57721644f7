#ifndef TELEMACHUS_MATCHING_MATCH_MATCH_RECORD_H_
#define TELEMACHUS_MATCHING_MATCH_MATCH_RECORD_H_

#include <cstdint>

#include "common/access/caller.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/programme/v1/codes.pb.h"

// What is kept of a match.
namespace telemachus::matching {

// A match with what is not part of its message.
struct StoredMatch {
  // Without what depends on who reads it: names, contact, etag as it is now.
  v1::Match match;
  // The mentee's authority, region and nation on the day of the request.
  access::Scope scope;
  // Who is responsible for it now, if that authority's members have passed on; empty if not.
  access::Scope responsible = {};
  // How far the mentor's seat lay from the mentee's, as found at acceptance.
  programme::v1::Reach source = programme::v1::REACH_UNSPECIFIED;
  // Whether a place of the mentor is taken for it.
  bool holds_place = false;
  int64_t version = 0;

  // Who looks after it now: what access asks.
  const access::Scope& Place() const { return responsible.authority.empty() ? scope : responsible; }
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_MATCH_MATCH_RECORD_H_
