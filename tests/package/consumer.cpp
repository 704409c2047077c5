// Trains 32 networks through the installed library and checks that they were counted.
#include <cstdio>
#include <memory>

#include "myriad/dataset.hpp"
#include "myriad/engine.hpp"
#include "myriad/registry.hpp"
#include "myriad/spec.hpp"
#include "myriad/version.hpp"

int main() {
  const myriad::Sweep sweep = myriad::parse_spec(
      "spec_version = 1\nname = \"consumer\"\nnetworks_per_cell = 32\n[base]\ndata = { source = \"xor\" }\n"
      "epochs = 5\n",
      "consumer.toml");
  const myriad::CellConfig& config = sweep.cells.at(0).config;
  const auto& scaler = myriad::parts(myriad::PartKind::preprocess).at(0);
  std::printf("myriad %s, %zu cell, first scaler %s\n", MYRIAD_VERSION, sweep.cells.size(), scaler.info.name);

  myriad::BoundPart none;
  none.id = myriad::part_id(myriad::PartKind::preprocess, "none");
  const auto data = std::make_shared<const myriad::Dataset>(
      myriad::prepare_dataset(config.data, none, {}, config.test_fraction));
  const myriad::CellJob job =
      myriad::make_cell_job(config, sweep.seed, sweep.networks_per_cell, data);
  const auto result = myriad::make_cpu_engine()->run(job, {0, 32}, sweep.keep);
  return result.summary.tally.networks == 32 ? 0 : 1;
}
