#ifndef TELEMACHUS_MATCHING_REQUEST_REQUEST_RECORD_H_
#define TELEMACHUS_MATCHING_REQUEST_REQUEST_RECORD_H_

#include <cstdint>

#include "common/access/caller.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/registry/v1/authority.pb.h"

// What is kept of a request.
namespace telemachus::matching {

// A request with what is not part of its message.
struct StoredRequest {
  // Complete, but for the challenge; `holder`, `hold_expire_time` and `etag` as they are now.
  v1::Request request;
  // Where its authority lay on the day of the request.
  access::Scope scope;
  // Who is responsible for it now, if its members have passed on; empty if not.
  access::Scope responsible = {};
  // Smaller goes first; see QueueRank().
  int queue_rank = 0;
  // The policy that governs it: the one in force on the day of the request.
  registry::v1::Policy policy;
  // How often approval was refused.
  int refusals = 0;
  int64_t version = 0;

  // Who looks after it now: what access asks.
  const access::Scope& Place() const { return responsible.authority.empty() ? scope : responsible; }
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_REQUEST_RECORD_H_
