// activation: value and derivative of each activation, its flat sets and its kinks, in double.
//
// Names, arguments and derivatives at kinks are PyTorch 1.13.1's, with one exception: at z = -3 and
// z = 3 hardswish takes the slopes of its straight sides, 0 and 1. PyTorch's backward has -1/2 at
// -3, inside the set where the function is constant.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace oracle {

// A closed interval on which the activation is constant by its formula.
struct FlatSet {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool holds(double z) const { return z >= low && z <= high; }
  // Negative inside, positive outside, 0 on an edge.
  double distance(double z) const;
};

struct Formula;

class Activation {
 public:
  // As in a spec: "elu(alpha=2)". rrelu begins with the mean of its slopes.
  explicit Activation(const std::string& text);

  double value(double z) const;
  double slope(double z) const;  // d value / dz
  // The same function with another slope for z <= 0: leaky_relu, prelu, rrelu only.
  Activation with_slope(double negative_slope) const;

  const std::string& name() const { return name_; }
  bool learned() const { return name_ == "prelu"; }  // its slope is a parameter of each layer
  bool drawn() const { return name_ == "rrelu"; }    // its slope is drawn in each step
  double negative_slope() const { return arguments_.at(0); }
  const std::vector<FlatSet>& flat_sets() const { return flat_sets_; }
  // Where the slope jumps (softplus's switch to a straight line is none: it jumps by e^-20).
  const std::vector<double>& kinks() const { return kinks_; }

 private:
  void find_sets();

  const Formula* formula_;
  std::string name_;
  std::vector<double> arguments_;
  std::vector<FlatSet> flat_sets_;
  std::vector<double> kinks_;
};

// Every name, without aliases, in the order of the table.
std::vector<std::string> activation_names();

}  // namespace oracle
