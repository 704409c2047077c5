// Everything the report says anything about, as plain values: built from a Result in one place, so
// that pages and sentences can be made, and tested, from a few numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "host/report/gallery.hpp"
#include "myriad/result.hpp"

namespace myriad::report {

/// Networks alive at an epoch, of those that did not diverge.
struct SurvivalPoint {
  std::uint64_t epoch = 0;
  std::uint64_t alive = 0;
};

/// Networks whose share of training rows right lies in [low, high] (equal where a bin is one
/// count).
struct AccuracyBin {
  double low = 0;
  double high = 0;
  std::uint64_t count = 0;
};

/// The kept networks that were dead at the end and whose output could be worked out (ReLU only).
struct DeadAnswers {
  std::uint64_t networks = 0;
  std::uint64_t class1 = 0;  ///< answer class 1 for every row
  double p_low = 0;          ///< range of the constant output sigmoid(o)
  double p_high = 0;
};

/// One bit per network of a cell, where the fate of every network is stored.
struct FateBits {
  std::vector<std::uint64_t> dead, finite;
};

struct ReportCell {
  std::uint32_t index = 0;
  std::string name;                 ///< of a [[cell]] table; may be empty
  std::vector<std::string> values;  ///< of the model's varied keys, in their order
  std::vector<bool> from_base;      ///< that value comes from [base] or a default
  std::vector<bool> from_zip;       ///< that value comes from a [[zip]]
  std::optional<std::string> error;

  std::uint64_t networks = 0;                                          ///< done
  std::uint64_t born_dead = 0, born_inactive = 0, born_always_on = 0;  ///< over all networks
  std::uint64_t diverged = 0;
  std::uint64_t dead = 0, died = 0, transient = 0, revived = 0;  ///< over networks - diverged
  std::uint64_t inactive = 0, always_on = 0, solved = 0;
  std::uint64_t constant_output = 0, zero_gradient = 0;  ///< at the end, dead or not
  std::uint64_t dead_and_constant = 0, dead_and_zero_gradient = 0;
  std::uint64_t permanent = 0, returns = 0;  ///< of the dead: for ever, or only for now

  std::optional<double> born_dead_theory;  ///< of the starts that the cell has
  bool start_is_certain = false;           ///< a lattice: the count is known, not only its mean
  std::uint32_t train_rows = 0, class1_rows = 0, test_rows = 0;  ///< 0: the data could not be read
  bool classifies_by_sigmoid = true;  ///< the loss pulls a constant output to the share of class 1
  bool plain_descent = false;  ///< SGD without momentum and decay: nothing dead can come back
  bool zero_bias = false;      ///< every hidden bias starts at 0
  std::optional<double> gamma;  ///< how far from 0 the rows lie, in standard deviations
  std::optional<double> best_linear_accuracy;  ///< what the best line gets right; empty for many rows

  double train_accuracy_mean = std::numeric_limits<double>::quiet_NaN();
  double train_accuracy_sd = std::numeric_limits<double>::quiet_NaN();
  double test_accuracy_mean = std::numeric_limits<double>::quiet_NaN();
  double train_loss_mean = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t digest = 0;
  std::uint64_t epochs = 0;

  std::vector<SurvivalPoint> survival;
  std::vector<AccuracyBin> accuracy;
  DeadAnswers dead_answers;
  FateBits fates;  ///< empty unless the fate of every network is stored

  std::uint64_t finite() const { return networks - diverged; }
  std::uint64_t stayed_dead() const { return dead - died; }  ///< born dead and dead at the end
  std::uint64_t born_dead_diverged() const { return born_dead - stayed_dead() - revived; }
  std::uint64_t alive_throughout() const { return finite() - dead - revived - transient; }
  bool usable() const { return !error && networks > 0; }
};

struct ReportModel {
  std::string name;
  std::uint64_t seed = 0;
  std::uint64_t networks_per_cell = 0;
  std::string keep;
  std::vector<std::string> varied_keys;
  std::vector<ReportCell> cells;
  Manifest manifest;
  std::string directory;
  std::string remaking_command;    ///< makes the result again
  std::string spec_text;
  std::vector<std::string> notes;  ///< what could not be read or worked out
  std::vector<GalleryCell> gallery;  ///< of pages only: sentences say nothing of single networks
};

/// Reads everything out of a result. Data that cannot be read again ends up in `notes`.
ReportModel report_model(const Result& result);

}  // namespace myriad::report
