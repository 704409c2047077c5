// The progress bar, its plain form, and when each form is shown.
#include "host/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/text/number.hpp"
#include "host/cli/quantity.hpp"

namespace myriad::cli {
namespace {

constexpr double kBarSeconds = 0.1;
constexpr double kJsonSeconds = 1;
constexpr double kPlainSeconds = 30;
constexpr double kPlainShare = 0.05;

bool finished(const RunProgress& progress) {
  return progress.networks > 0 && progress.networks_done >= progress.networks;
}

/// Rounded down, so that 100 % means done.
int percent(const RunProgress& progress) { return static_cast<int>(share_done(progress) * 100); }

std::string figures(const RunProgress& progress) {
  std::string text =
      fmt::format("cell {}/{}", std::min(progress.cells_done + 1, progress.cells), progress.cells);
  if (progress.rate > 0) text += fmt::format("  {} updates/s", short_text(progress.rate));
  if (finished(progress)) {
    text += fmt::format("  in {}", duration_text(progress.seconds));
  } else if (progress.eta_seconds >= 0) {
    text += fmt::format("  {} left", duration_text(progress.eta_seconds));
  }
  return text;
}

}  // namespace

std::string bar_line(const RunProgress& progress, int width) {
  const std::string tail = fmt::format(" {:3d} %  {}", percent(progress), figures(progress));
  const int room =
      std::min(40, width - static_cast<int>(tail.size()) - 3);  // brackets, last column
  if (room < 5) return tail.substr(1, static_cast<std::size_t>(std::max(0, width - 1)));
  const int full = static_cast<int>(share_done(progress) * room);
  return fmt::format("[{}{}]{}", std::string(static_cast<std::size_t>(full), '#'),
                     std::string(static_cast<std::size_t>(room - full), '.'), tail);
}

std::string plain_line(const RunProgress& progress) {
  return fmt::format("{:3d} %  {} of {} networks  {}\n", percent(progress),
                     grouped_text(progress.networks_done), grouped_text(progress.networks),
                     figures(progress));
}

ProgressPrinter::ProgressPrinter(ProgressMode mode, int width, Write write)
    : mode_(mode), width_(width), write_(std::move(write)) {}

bool ProgressPrinter::due(const RunProgress& progress) const {
  if (finished(progress)) return true;
  const double waited = progress.seconds - last_seconds_;
  switch (mode_) {
    case ProgressMode::bar:
      return !shown_ || waited >= kBarSeconds;
    case ProgressMode::json:
      return !shown_ || waited >= kJsonSeconds;
    case ProgressMode::plain:
      return waited >= kPlainSeconds || share_done(progress) - last_share_ >= kPlainShare;
    case ProgressMode::none:
      break;
  }
  return false;
}

void ProgressPrinter::update(const RunProgress& progress) {
  if (mode_ == ProgressMode::none || !due(progress)) return;
  if (mode_ == ProgressMode::bar) {
    write_("\r" + bar_line(progress, width_) + "\x1b[K");
    line_open_ = true;
  } else {
    write_(mode_ == ProgressMode::json ? to_json(progress) + '\n' : plain_line(progress));
  }
  shown_ = true;
  last_seconds_ = progress.seconds;
  last_share_ = share_done(progress);
}

void ProgressPrinter::finish() {
  if (line_open_) write_("\n");
  line_open_ = false;
}

}  // namespace myriad::cli
