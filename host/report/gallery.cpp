// Single networks worth a look: chosen, trained again where the run kept none, and measured for a
// picture.
#include "host/report/gallery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "host/report/choice.hpp"
#include "host/report/report_model.hpp"
#include "myriad/error.hpp"
#include "myriad/registry.hpp"
#include "myriad/replay.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostCells = 4;  // chosen for their fates; rarer fates may add one each
constexpr std::uint64_t kMostCandidates = 256;    // trained again, per cell
constexpr std::uint64_t kMostKeptRows = 100'000;  // read, per cell
constexpr std::uint64_t kMostUpdates =
    60'000'000;  // network-sample updates of training again, per cell
constexpr std::size_t kMostPoints = 240;

struct Kind {
  const char* name;
  std::uint32_t all;  // flags that it has
  std::uint64_t ReportCell::*count;
};
constexpr std::array<Kind, 5> kFates = {{{"born dead", kBornDead | kDead, nullptr},
                                         {"died in training", kDied, &ReportCell::died},
                                         {"revived", kRevived, &ReportCell::revived},
                                         {"transient", kTransient, &ReportCell::transient},
                                         {"diverged", kDiverged, &ReportCell::diverged}}};

bool better(const Record& a, const Record& b) {
  if (a.train_correct != b.train_correct) return a.train_correct > b.train_correct;
  if (a.train_loss != b.train_loss) return a.train_loss < b.train_loss;
  return a.network < b.network;
}

const Record* find(const std::vector<Record>& records, std::uint64_t network) {
  for (const Record& record : records) {
    if (record.network == network) return &record;
  }
  return nullptr;
}

std::uint64_t occurs(const ReportCell& cell, const Kind& kind) {
  return kind.count == nullptr ? cell.stayed_dead() : cell.*kind.count;
}

/// How many networks of a cell may be trained again for the sake of a picture.
std::uint64_t affordable(const ReportCell& cell, const ReportModel& model) {
  const std::uint64_t each =
      std::max<std::uint64_t>(1, cell.epochs) * std::max(1u, cell.train_rows);
  return std::min({kMostCandidates, kMostUpdates / each, model.networks_per_cell});
}

/// The records to choose from.
std::vector<Record> candidates(const Result& result, const ReportModel& model,
                               const ReportCell& cell, GalleryCell& out) {
  const KeepRule& keep = result.sweep().keep;
  const bool whole = keep.kind == KeepRule::Kind::all ||
                     (keep.kind == KeepRule::Kind::first && keep.first >= affordable(cell, model));
  const std::uint64_t kept =
      keep.kind == KeepRule::Kind::first ? std::min(keep.first, cell.networks) : cell.networks;
  std::vector<Record> records;
  if (whole && kept <= kMostKeptRows) {
    records = result.kept(cell.index);
  } else if (const std::uint64_t networks = affordable(cell, model); networks > 0) {
    KeepRule all;
    all.kind = KeepRule::Kind::all;
    records = make_cpu_engine()->run(result.job(cell.index), {0, networks}, all).kept;
    out.retrained = true;
  }
  out.candidates = records.size();
  return records;
}

void copy_rows(const Dataset& dataset, GalleryCell& out) {
  const std::vector<Row>& rows = dataset.train.rows;
  out.rows = static_cast<std::uint32_t>(rows.size());
  const std::size_t drawn = std::min(rows.size(), kMostPoints);
  for (std::size_t i = 0; i < drawn; ++i) {
    const Row& row = rows[i * rows.size() / drawn];
    out.points.push_back({row.x1, row.x2, row.label > 0.5f});
  }
  for (int i = 0; i < 2; ++i)
    out.feature[i] = dataset.raw.feature_names.at(static_cast<std::size_t>(i));
  out.frame = frame_of(out.points);
}

/// Smallest and largest z over the corners of the frame.
Band z_range(const ActivationLine& line, const Frame& frame) {
  Band range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const double x1 : {frame.left, frame.right}) {
    for (const double x2 : {frame.bottom, frame.top}) {
      const double z = line.w1 * x1 + line.w2 * x2 + line.b;
      range = {std::min(range.low, z), std::max(range.high, z)};
    }
  }
  return range;
}

void measure(const Job& job, const Record& record, const Frame& frame, GalleryNetwork& network) {
  const auto line = [](const float* p) { return ActivationLine{p[0], p[1], p[2]}; };
  network.born = line(record.initial);
  if (!network.finite) return;
  network.end = line(record.final);
  const Band range = z_range(network.end, frame);
  network.line_in_frame = range.low <= 0 && range.high > 0;
  network.class_one = class_one_bands(job, record.final, range.low, range.high);
  for (Band& band : network.class_one) {  // beyond the picture nobody looks
    if (band.low <= range.low) band.low = -std::numeric_limits<double>::infinity();
    if (band.high >= range.high) band.high = std::numeric_limits<double>::infinity();
  }
}

GalleryCell cell_gallery(const Result& result, const ReportModel& model, std::size_t position) {
  const ReportCell& cell = model.cells[position];
  GalleryCell out;
  out.cell = position;
  const std::vector<Record> records = candidates(result, model, cell, out);
  if (records.empty()) return out;
  const CellJob job = result.job(cell.index);
  const CellConfig& config = result.sweep().cells.at(cell.index).config;
  copy_rows(*job.dataset, out);
  if (const auto& scaler =
          parts(PartKind::preprocess).at(static_cast<std::size_t>(config.preprocess.id));
      std::string(scaler.info.name) != "none") {
    out.preprocess = scaler.info.name;
  }
  out.second_layer = config.hidden_layers > 1;
  out.networks = picked_networks(records);
  for (GalleryNetwork& network : out.networks)
    measure(job.job, *find(records, network.network), out.frame, network);
  for (const Kind& kind : kFates) {
    const bool shown = std::any_of(records.begin(), records.end(), [&](const Record& r) {
      return (r.flags & kind.all) == kind.all;
    });
    if (!shown && occurs(cell, kind) > 0) out.missing.emplace_back(kind.name);
  }
  return out;
}

/// Cells whose fates differ most, and one more for each rarer fate that none of them has.
std::vector<std::size_t> cells_to_show(const ReportModel& model) {
  std::vector<std::size_t> cells = chosen_cells(model, kMostCells);
  for (const Kind& kind : kFates) {
    const auto has = [&](std::size_t i) { return occurs(model.cells[i], kind) > 0; };
    if (kind.count == &ReportCell::died || std::any_of(cells.begin(), cells.end(), has)) continue;
    std::size_t most = model.cells.size();
    for (std::size_t i = 0; i < model.cells.size(); ++i) {
      if (!model.cells[i].usable() || !has(i)) continue;
      if (most == model.cells.size() ||
          occurs(model.cells[i], kind) > occurs(model.cells[most], kind))
        most = i;
    }
    if (most < model.cells.size()) cells.push_back(most);
  }
  std::sort(cells.begin(), cells.end());
  return cells;
}

}  // namespace

std::vector<GalleryNetwork> picked_networks(const std::vector<Record>& records) {
  std::vector<const Record*> finite;
  for (const Record& record : records) {
    if ((record.flags & kDiverged) == 0) finite.push_back(&record);
  }
  std::sort(finite.begin(), finite.end(), [](auto a, auto b) { return better(*a, *b); });
  std::vector<GalleryNetwork> picked;
  const auto pick = [&](const Record& record, const char* kind) {
    const auto same = std::find_if(picked.begin(), picked.end(),
                                   [&](const auto& one) { return one.network == record.network; });
    if (same != picked.end()) {
      same->kind += std::string(", ") + kind;
      return;
    }
    GalleryNetwork one;
    one.network = record.network;
    one.kind = kind;
    one.fate = fate_text(record);
    one.finite = (record.flags & kDiverged) == 0;
    one.rows_right = record.train_correct;
    one.rows_firing = record.firing;
    one.loss = record.train_loss;
    picked.push_back(std::move(one));
  };
  if (!finite.empty()) {
    pick(*finite.front(), "best");
    pick(*finite[finite.size() / 2], "median");
  }
  for (const Kind& kind : kFates) {
    const auto first = std::find_if(records.begin(), records.end(), [&](const Record& record) {
      return (record.flags & kind.all) == kind.all;
    });
    if (first != records.end()) pick(*first, kind.name);
  }
  return picked;
}

Frame frame_of(const std::vector<GalleryCell::Point>& points) {
  Frame frame{0, 0, 0, 0};
  const auto stretch = [&](double GalleryCell::Point::*axis, double& low, double& high) {
    low = std::numeric_limits<double>::infinity();
    high = -low;
    for (const auto& point : points) {
      low = std::min(low, point.*axis);
      high = std::max(high, point.*axis);
    }
    if (!(high >= low)) low = high = 0;
    const double span = high > low ? high - low : std::max(1.0, std::fabs(high));
    // The origin belongs in the picture where it is near: the line of a unit without bias goes
    // through it.
    if (low > 0 && low <= 2 * span) low = 0;
    if (high < 0 && -high <= 2 * span) high = 0;
    const double margin = 0.12 * (high > low ? high - low : span);
    low -= margin;
    high += margin;
  };
  stretch(&GalleryCell::Point::x1, frame.left, frame.right);
  stretch(&GalleryCell::Point::x2, frame.bottom, frame.top);
  return frame;
}

std::vector<GalleryCell> gallery(const Result& result, const ReportModel& model) {
  std::vector<GalleryCell> cells;
  try {
    for (const std::size_t position : cells_to_show(model)) {
      GalleryCell cell = cell_gallery(result, model, position);
      if (!cell.networks.empty()) cells.push_back(std::move(cell));
    }
  } catch (const Error&) {  // report_model has said what could not be read
    return {};
  }
  return cells;
}

}  // namespace myriad::report
