// optimizer: the update rules of PyTorch 1.13.1 (torch.optim, the loop over single tensors), and
// Lion.
//
//   sgd(momentum=0, dampening=0, nesterov=false)      the first buffer is the gradient, undamped
//   adam, adamw(beta1=0.9, beta2=0.999, eps=1e-8)     p -= lr mhat / (sqrt(vhat) + eps)
//   rmsprop(alpha=0.99, eps=1e-8, momentum=0, centered=false)
//   adagrad(lr_decay=0, initial_accumulator_value=0, eps=1e-10)
//   nadam(beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=0.004)
//   lion(beta1=0.9, beta2=0.99)                       Chen et al. 2023 (arXiv 2302.06675)
//
// NAdam keeps a peculiarity of 1.13.1: the product of the momenta up to the next step contains the
// current mu twice. Weight decay is added to the gradient (coupled), except that adamw and lion
// multiply the parameter by 1 - lr decay first; left out it is 0.01 for adamw and 0 for the others.
#pragma once

#include <optional>
#include <string>

#include "parameters.hpp"
#include "part.hpp"

namespace oracle {

// The optimiser of one network. Its state begins at zero.
class Optimizer {
 public:
  Optimizer(const std::string& text, std::optional<double> weight_decay, bool decay_biases);

  // One step. Entries that the network does not use (used[k] false) keep their values.
  Values step(const Values& values, const Values& gradient, double lr,
              const std::array<bool, parameter_count>& used);

 private:
  double argument(const char* name) const;
  double update(std::size_t k, double value, double slope, double lr);
  double sgd(std::size_t k, double slope);
  double adam(std::size_t k, double slope);
  double rmsprop(std::size_t k, double slope);
  double adagrad(std::size_t k, double slope);
  double nadam(std::size_t k, double slope);
  double lion(std::size_t k, double slope);

  Part part_;
  double weight_decay_;
  bool decay_biases_;
  bool decoupled_;
  long steps_ = 0;
  double momenta_ = 1;  // nadam's product of mu up to this step
  Values first_{}, second_{}, third_{};
};

// The factor that torch.nn.utils.clip_grad_norm_ multiplies all gradients with; 1 for limit 0.
double clip_factor(const Values& gradient, double limit);

}  // namespace oracle
