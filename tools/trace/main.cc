#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "tools/trace/collector.h"
#include "tools/trace/picture.h"
#include "tools/trace/span_file.h"
#include "tools/trace/tree.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:4317", "collect: address to receive OTLP/gRPC on.");
ABSL_FLAG(std::string, file, "traces.jsonl", "The file of spans; FILE.1 is the one before it.");
ABSL_FLAG(int64_t, max_bytes, 128 << 20,
          "collect: size at which the file is put aside as FILE.1, in place of the last one.");
ABSL_FLAG(std::string, trace, "", "show: id of a trace, or its beginning; empty lists the newest.");
ABSL_FLAG(std::string, under, "", "show: only the first span of this name, and what it set off.");
ABSL_FLAG(int, limit, 20, "show: how many traces are listed.");
ABSL_FLAG(int, depth, 64, "show: levels of the tree; deeper spans are counted.");
ABSL_FLAG(int, fold, 4, "show: so many alike siblings in a row become one line; 0 folds none.");
ABSL_FLAG(int, width, 0, "show: columns; 0 takes those of the terminal, or 120.");
ABSL_FLAG(std::string, color, "auto", "show: auto, always or never.");

namespace telemachus::tools::trace {
namespace {

constexpr char kUsage[] =
    "receives and shows traces.\n\n"
    "  trace collect --listen 127.0.0.1:4317 --file traces.jsonl\n"
    "      Receives OTLP/gRPC and appends each span as a JSON line, until it is told to end.\n"
    "  trace show --file traces.jsonl\n"
    "      Lists the newest traces.\n"
    "  trace show --file traces.jsonl --trace 4bf92f35 [--depth 3] [--fold 0]\n"
    "      Draws a trace as a tree, with a bar for the time of each span.\n";

// Spans of one trace that are drawn at most.
constexpr size_t kSpansMax = 500'000;
// Levels drawn at most, whatever is asked for.
constexpr int kDepthMax = 256;

absl::Status Collect() {
  // Blocked before any thread is made, so that this one alone receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ASSIGN_OR_RETURN(const auto writer,
                   SpanWriter::Open(absl::GetFlag(FLAGS_file), absl::GetFlag(FLAGS_max_bytes)));
  ASSIGN_OR_RETURN(const auto collector, Collector::Start(absl::GetFlag(FLAGS_listen), *writer));
  std::cout << "receiving on port " << collector->port() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  return absl::OkStatus();
}

Paper ThePaper() {
  Paper paper;
  winsize size{};
  const bool is_terminal = ::isatty(STDOUT_FILENO) != 0;
  if (is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    paper.width = size.ws_col;
  }
  if (absl::GetFlag(FLAGS_width) > 0) paper.width = absl::GetFlag(FLAGS_width);
  const std::string color = absl::GetFlag(FLAGS_color);
  paper.colour = color == "always" || (color != "never" && is_terminal);
  return paper;
}

absl::Status List() {
  Summaries summaries;
  RETURN_IF_ERROR(
      ReadSpans(absl::GetFlag(FLAGS_file), "", [&](Line span) { summaries.Add(span); }));
  const size_t limit = static_cast<size_t>(std::max(absl::GetFlag(FLAGS_limit), 0));
  std::cout << DrawList(summaries.Newest(limit), ThePaper());
  return absl::OkStatus();
}

absl::Status ShowOne(const std::string& prefix) {
  std::vector<Line> spans;
  bool is_one = true;
  RETURN_IF_ERROR(ReadSpans(absl::GetFlag(FLAGS_file), prefix, [&](Line span) {
    if (!spans.empty() && spans.front().trace_id() != span.trace_id()) is_one = false;
    if (spans.size() < kSpansMax) spans.push_back(std::move(span));
  }));
  if (spans.empty()) return absl::NotFoundError("no trace has this id");
  if (!is_one) return absl::InvalidArgumentError("several traces have ids that begin so");
  View view;
  view.depth = std::clamp(absl::GetFlag(FLAGS_depth), 1, kDepthMax);
  view.fold = absl::GetFlag(FLAGS_fold);
  Tree tree = BuildTree(std::move(spans));
  if (const std::string under = absl::GetFlag(FLAGS_under); !under.empty()) {
    ASSIGN_OR_RETURN(tree, SeenFrom(std::move(tree), under));
  }
  std::cout << DrawTree(tree, view, ThePaper());
  return absl::OkStatus();
}

absl::Status Run(const std::vector<char*>& arguments) {
  const std::string verb = arguments.size() == 2 ? arguments[1] : "";
  if (verb == "collect") return Collect();
  if (verb != "show") return absl::InvalidArgumentError("say collect or show; --help tells more");
  const std::string trace = absl::GetFlag(FLAGS_trace);
  return trace.empty() ? List() : ShowOne(trace);
}

}  // namespace
}  // namespace telemachus::tools::trace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(telemachus::tools::trace::kUsage);
  absl::FlagsUsageConfig config;
  config.contains_help_flags = [](absl::string_view file) {
    return absl::StrContains(file, "tools/trace/");
  };
  absl::SetFlagsUsageConfig(config);
  const absl::Status status = telemachus::tools::trace::Run(absl::ParseCommandLine(argc, argv));
  if (status.ok()) return 0;
  std::cerr << "trace: " << std::string(status.message()) << "\n";
  return 1;
}
