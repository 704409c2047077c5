// Small cells in which every part of the registry takes its turn: for tests that compare engines.
#pragma once

#include <string>
#include <vector>

#include "cell_fixture.hpp"

namespace myriad {

constexpr std::uint64_t kCaseNetworks = 70;

struct PartCase {
  std::string name;
  CellJob cell;
};

/// Every third row to train on, every fifth of the rest to test with.
inline std::shared_ptr<const Dataset> iris_split() {
  const std::vector<oracle::Row> rows = oracle::iris_petals();
  std::vector<oracle::Row> train, test;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 3 == 0) {
      train.push_back(rows[i]);
    } else if (i % 5 == 0) {
      test.push_back(rows[i]);
    }
  }
  return dataset_of(train, test);
}

/// A part with its defaults; 0.5, 1.5 … where an argument has none.
inline PartCall with_defaults(PartKind kind, const PartDescription& part) {
  PartCall call{part_id(kind, part.info.name), {}};
  double given = 0.5;
  for (const Parameter& p : part.parameters) {
    const bool whole = p.kind == ParameterKind::integer;
    call.arguments.push_back(p.required() ? (whole ? given + 1.5 : given) : p.fallback);
    if (p.required()) given += 1;
  }
  return call;
}

class PartCases {
 public:
  PartCases() : iris_(iris_split()), xor_(dataset_of(oracle::xor_rows())) {
    add_activations();
    add_optimizers();
    add_losses();
    add_schedules();
    add_initializers();
    add_batches();
  }
  std::vector<PartCase> all;

 private:
  static CellConfig base(int layers) {
    CellConfig config = cell_config();
    config.hidden_layers = layers;
    config.lr = 0.3;
    config.epochs = 30;
    return config;
  }

  void add(const std::string& name, const CellConfig& config) {
    const auto& data = config.hidden_layers == 1 || config.batch_size ? iris_ : xor_;
    all.push_back({name + (config.hidden_layers == 1 ? "" : ", two layers"),
                   make_cell_job(config, 11, kCaseNetworks, data)});
  }

  void add_activations() {
    for (const PartDescription& part : parts(PartKind::activation)) {
      for (const int layers : {1, 2}) {
        CellConfig config = base(layers);
        config.activation = with_defaults(PartKind::activation, part);
        add(part.info.name, config);
        config.optimizer = call_part(PartKind::optimizer, "sgd", {0.9, 0.1, 0.0});
        config.weight_decay = 0.003;
        add(std::string(part.info.name) + " with momentum", config);
      }
    }
  }

  void add_optimizers() {
    for (const PartDescription& part : parts(PartKind::optimizer)) {
      for (const char* activation : {"relu", "tanh", "prelu"}) {
        CellConfig config = base(1 + (all.size() % 2 == 0));
        config.activation = call_part(PartKind::activation, activation);
        config.optimizer = with_defaults(PartKind::optimizer, part);
        config.lr = 0.02;
        config.weight_decay = 0.01;
        config.decay_biases = config.hidden_layers == 1;
        add(std::string(part.info.name) + " on " + activation, config);
      }
    }
    CellConfig config = base(1);
    config.optimizer = call_part(PartKind::optimizer, "rmsprop", {0.9, 1e-8, 0.5, 1});
    config.lr = 0.02;
    add("rmsprop with everything", config);
  }

  void add_losses() {
    for (const PartDescription& part : parts(PartKind::loss)) {
      for (const char* output : {"sigmoid", "linear"}) {
        const std::string name = part.info.name;
        const bool sees_value = name == "mse" || name == "mae" || name == "huber";
        if (std::string(output) == "linear" && !sees_value) continue;
        CellConfig config = base(1);
        config.loss = with_defaults(PartKind::loss, part);
        config.output = output;
        config.activation = call_part(PartKind::activation, all.size() % 3 == 0 ? "elu" : "relu");
        add(name + ", " + output, config);
      }
    }
  }

  void add_schedules() {
    for (const PartDescription& part : parts(PartKind::schedule)) {
      CellConfig config = base(1);
      config.schedule = with_defaults(PartKind::schedule, part);
      config.clip_norm = 0.05;
      add(std::string(part.info.name) + " and clipping", config);
    }
  }

  void add_initializers() {
    for (const PartDescription& part : parts(PartKind::initializer)) {
      const std::string name = part.info.name;
      CellConfig config = base(1);
      config.init.weight_init = part.info.variadic ? PartCall{part_id(PartKind::initializer, name), {0.3, -0.2}}
                                                   : with_defaults(PartKind::initializer, part);
      if (name == "lattice") config.init.weight_init.arguments[0] = 9;
      add("start " + name, config);
    }
  }

  void add_batches() {
    for (const char* shuffle : {"none", "shared", "per_network"}) {
      for (const char* activation : {"relu", "rrelu", "gelu"}) {
        CellConfig config = base(1 + (all.size() % 2 == 0));
        config.activation = call_part(PartKind::activation, activation);
        config.optimizer = call_part(PartKind::optimizer, all.size() % 3 == 0 ? "adam" : "sgd");
        config.lr = 0.05;
        config.epochs = 8;
        config.batch_size = 7;
        config.shuffle = shuffle;
        add(std::string("batches ") + shuffle + ", " + activation, config);
      }
    }
  }

  std::shared_ptr<const Dataset> iris_, xor_;
};

}  // namespace myriad
