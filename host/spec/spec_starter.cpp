// The spec that `myriad init` writes: small enough to run at once, with everything else in comments.
#include "myriad/spec.hpp"

namespace myriad {

std::string starter_spec() {
  return R"toml(# A sweep for myriad: `myriad plan` shows what it would do, `myriad run … -o DIR` does it.
spec_version = 1
name = "starter"
seed = 2020                      # everything random derives from it; above 2^63-1 in quotes
networks_per_cell = "16k"        # replicates of each cell: 65_536, "1M", "4G"
keep = "none"                    # rows of single networks to keep: none, all, dead, first(1000)

[base]                           # one value per key; what is not here has its default
data = { source = "xor" }
# data = { source = "csv", file = "points.csv", features = ["x1", "x2"], label = "class" }
test_fraction = 0.0              # held-out share of the rows
shape = "2-1-1"                  # two inputs, one hidden unit, one output; or "2-1-1-1"
activation = "relu"
weight_init = "uniform(-0.05, 0.05)"
output_weight_init = "uniform(-0.05, 0.05)"
# bias_init = "zeros"            # also output_bias_init, and hidden.0.bias_init for one layer
preprocess = "none"
loss = "bce_with_logits"
optimizer = "sgd"                # "sgd(momentum=0.9, nesterov=true)"
lr = 0.1
epochs = 2000                    # 0: initialise and evaluate only
batch_size = "full"
weight_decay = 0.0

[grid]                           # every value with every other; the last axis moves fastest
activation = ["relu", "leaky_relu(0.01)"]
preprocess = ["none", "standard_scaler"]
# lr = { logspace = [0.01, 1.0], n = 5 }  # also linspace; both ends are included
# data.offset = [0.0, 1.0]                # any field of data can be an axis

# [[zip]]                        # axes that move together, crossed with the grid
# weight_init = ["uniform(-0.05, 0.05)", "kaiming_normal"]
# output_weight_init = ["uniform(-0.05, 0.05)", "xavier_normal"]

# [random]                       # n more cells, these keys drawn, the others from [base]
# n = 100
# lr = { log_uniform = [1e-4, 1.0] }      # also uniform, int_uniform, choice

[[cell]]                         # one more cell, over [base]
name = "torch default"
weight_init = "torch_linear"     # sets the biases too
output_weight_init = "torch_linear"
)toml";
}

}  // namespace myriad
