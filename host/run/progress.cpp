// How far a run is, as a share and as JSON: for the command line, Python and whoever else shows it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "myriad/run.hpp"

namespace myriad {

double share_done(const RunProgress& progress) {
  double share = 0;
  if (progress.updates > 0) {
    share = progress.updates_done / progress.updates;
  } else if (progress.networks > 0) {
    share = static_cast<double>(progress.networks_done) / static_cast<double>(progress.networks);
  }
  return std::clamp(share, 0.0, 1.0);
}

std::string to_json(const RunProgress& progress) {
  nlohmann::ordered_json line;
  line["cell"] = progress.cell;
  line["cells_done"] = progress.cells_done;
  line["cells"] = progress.cells;
  line["networks_done"] = progress.networks_done;
  line["networks"] = progress.networks;
  line["share"] = share_done(progress);
  line["seconds"] = progress.seconds;
  line["updates_per_second"] = progress.rate;
  line["eta_seconds"] = nullptr;
  if (progress.eta_seconds >= 0) line["eta_seconds"] = progress.eta_seconds;
  return line.dump();
}

}  // namespace myriad
