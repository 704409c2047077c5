// The small training whose digest is golden.
#include "host/engine/golden.hpp"

#include <memory>

#include "myriad/registry.hpp"

namespace myriad {

CellJob golden_cell() {
  auto data = std::make_shared<Dataset>();
  data->train.rows = {{2.1f, 1.2f, 0, 0}, {4.3f, 2.7f, 0, 0}, {0.9f, 1.1f, 0, 0},
                      {1.3f, 2.2f, 1, 0}, {3.1f, 4.7f, 1, 0}};
  data->train.class0 = 3;
  data->test.rows = {{1.7f, 1.9f, 0, 0}, {2.3f, 2.9f, 1, 0}};
  data->test.class0 = 1;
  CellConfig config;
  config.hidden_layers = 2;
  config.activation = {part_id(PartKind::activation, "tanh"), {}};
  config.optimizer = {part_id(PartKind::optimizer, "sgd"), {0.9, 0.1, 1.0}};
  config.init.weight_init = {part_id(PartKind::initializer, "normal"), {0.0, 1.0}};
  config.init.bias_init = {part_id(PartKind::initializer, "uniform"), {-0.3, 0.5}};
  config.init.output_weight_init = {part_id(PartKind::initializer, "xavier_uniform"), {1.0}};
  config.init.output_bias_init = {part_id(PartKind::initializer, "zeros"), {}};
  config.lr = 0.3;
  config.epochs = 100;
  config.weight_decay = 0.001;
  return make_cell_job(config, 2020, kGoldenNetworks, std::move(data));
}

}  // namespace myriad
