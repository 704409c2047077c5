// Cells made by hand for tests: a configuration with defaults, rows of an oracle, one call to train.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "myriad/engine.hpp"
#include "oracle/rows.hpp"
#include "part_fixture.hpp"

namespace myriad {

/// ReLU, plain gradient descent, torch_linear starts.
inline CellConfig cell_config(const std::string& activation = "relu") {
  CellConfig config;
  config.activation = call_part(PartKind::activation, activation);
  config.optimizer = call_part(PartKind::optimizer, "sgd");
  config.init.weight_init = config.init.bias_init = initializer("torch_linear");
  config.init.output_weight_init = config.init.output_bias_init = initializer("torch_linear");
  return config;
}

inline Split split_of(const std::vector<oracle::Row>& rows) {
  Split split;
  for (const int label : {0, 1}) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const oracle::Row& row = rows[i];
      if (row.label != label) continue;
      split.source_row.push_back(static_cast<std::uint32_t>(i));
      split.rows.push_back({static_cast<float>(row.x1), static_cast<float>(row.x2),
                            static_cast<float>(label), 0.0f});
      split.class0 += label == 0;
    }
  }
  return split;
}

inline std::shared_ptr<const Dataset> dataset_of(const std::vector<oracle::Row>& train,
                                                 const std::vector<oracle::Row>& test = {}) {
  auto data = std::make_shared<Dataset>();
  data->train = split_of(train);
  data->test = split_of(test);
  return data;
}

inline KeepRule keep_all() { return KeepRule{KeepRule::Kind::all, 0}; }

inline std::vector<Record> train_all(Engine& engine, const CellConfig& config,
                                     const std::shared_ptr<const Dataset>& data, std::uint64_t networks,
                                     std::uint64_t seed = 7) {
  const CellJob cell = make_cell_job(config, seed, networks, data);
  return engine.run(cell, {0, networks}, keep_all()).kept;
}

/// Equal to the bit in every field.
inline bool same_record(const Record& a, const Record& b) {
  bool same = a.network == b.network && a.dead_at == b.dead_at && a.flags == b.flags &&
              a.death_epoch == b.death_epoch && a.first_death == b.first_death &&
              a.last_death == b.last_death && a.train_correct == b.train_correct &&
              a.test_correct == b.test_correct && a.born_firing == b.born_firing &&
              a.firing == b.firing && to_bits(a.mean_activation) == to_bits(b.mean_activation) && to_bits(a.train_loss) == to_bits(b.train_loss);
  for (int i = 0; i < kMaxParameters; ++i) {
    same = same && to_bits(a.initial[i]) == to_bits(b.initial[i]) &&
           to_bits(a.final[i]) == to_bits(b.final[i]);
  }
  return same;
}

}  // namespace myriad
