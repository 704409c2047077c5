// What a run shows while it works, on standard error.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "myriad/run.hpp"

namespace myriad::cli {

enum class ProgressMode { bar, plain, json, none };

/// Two forms of one state; to_json() is the third. A bar is at most `width` columns wide and has no line end.
std::string bar_line(const RunProgress& progress, int width);
std::string plain_line(const RunProgress& progress);

/// Decides what to show when: a bar ten times a second, plain lines every 30 s or 5 %, JSON once a
/// second; the end always. Time is RunProgress::seconds.
class ProgressPrinter {
 public:
  using Write = std::function<void(std::string_view)>;
  ProgressPrinter(ProgressMode mode, int width, Write write);

  void update(const RunProgress& progress);
  /// Leaves the cursor on a fresh line; call before any other message.
  void finish();

 private:
  bool due(const RunProgress& progress) const;

  ProgressMode mode_;
  int width_;
  Write write_;
  bool shown_ = false;      ///< anything yet
  bool line_open_ = false;  ///< a bar without its line end
  double last_seconds_ = 0;
  double last_share_ = 0;
};

}  // namespace myriad::cli
