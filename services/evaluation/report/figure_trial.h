#ifndef TELEMACHUS_EVALUATION_REPORT_FIGURE_TRIAL_H_
#define TELEMACHUS_EVALUATION_REPORT_FIGURE_TRIAL_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "evaluation/report/disclosure_rules.h"
#include "evaluation/report/figure_bounds.h"

// Whether the common figure of several authorities may be shown. Pure.
namespace telemachus::evaluation {

// Tries figures for the root of a tree of sums, whose leaves are authorities.
class FigureTrial {
 public:
  FigureTrial(const DisclosureRule& rule, int64_t staleness, SumNode tree)
      : rule_(rule), staleness_(staleness), tree_(std::move(tree)) {}

  // Whether `figure` may be shown: it exposes nobody, and that others would be withheld does not
  // either. Both follow from figures alone, the tried one and those below: so neither that it is
  // shown nor that it is not says more than the figures do.
  bool MayShow(int64_t figure) { return !IsBad(figure) && !SilenceTells(); }

 private:
  struct Leaf {
    SumNode* node;
    SumNode* parent;
    Bounds concluded;  // by the public
  };
  static void CollectLeaves(SumNode& node, SumNode& parent, std::vector<Leaf>& leaves);

  void Try(int64_t figure);
  // Whether the public would learn of a suppressed count, or the officers of an authority, who know
  // its exact count, whatever that is.
  bool IsBad(int64_t figure);
  bool IsBadWithOwn(const Leaf& leaf);
  // Whether a withheld figure tells which ones it can have been.
  bool SilenceTells();
  // The furthest bad figure, going from a bad one towards a good one.
  int64_t LastBad(int64_t bad, int64_t good);

  const DisclosureRule& rule_;
  const int64_t staleness_;
  SumNode tree_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_FIGURE_TRIAL_H_
