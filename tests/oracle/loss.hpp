// loss: the loss of one row as a function of the network's output o, and its derivative, in double.
//
// output "sigmoid": bce_with_logits, hinge and squared_hinge see the logit o (the hinges with
// labels -1 and +1); mse, mae and huber see p = 1 / (1 + e^-o) and labels 0 and 1; class 1 iff o >=
// 0. output "linear": mse, mae and huber see o itself; class 1 iff o >= 0.5. The other three are
// errors. At kinks as in PyTorch: the slope of |e| at 0 is 0, the hinge's at a margin of exactly 1
// is 0.
#pragma once

#include <string>
#include <vector>

namespace oracle {

class Loss {
 public:
  explicit Loss(const std::string& text, const std::string& output = "sigmoid");

  double value(double o, int label) const;
  double slope(double o, int label) const;  // d value / do
  double threshold() const { return linear_ ? 0.5 : 0; }
  int predicted(double o) const { return o >= threshold() ? 1 : 0; }
  // Where the slope jumps, as values of o.
  const std::vector<double>& kinks(int label) const { return kinks_[label == 1]; }

 private:
  enum class Kind { bce_with_logits, mse, mae, hinge, squared_hinge, huber };

  double error(double e) const;        // of mse, mae, huber: what e = prediction - label costs
  double error_slope(double e) const;  // and its derivative

  Kind kind_;
  double delta_ = 0;  // huber's
  bool linear_;
  std::vector<double> kinks_[2];
};

std::vector<std::string> loss_names();

}  // namespace oracle
