// trainer: see trainer.hpp.
#include "trainer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <stdexcept>

#include "optimizer.hpp"
#include "schedule.hpp"

namespace oracle {
namespace {

std::array<bool, parameter_count> used_entries(int hidden_layers, bool learned_slope) {
  const bool two = hidden_layers == 2;
  return {true, true, true, two, two, true, true, learned_slope, learned_slope && two};
}

// Rounding errors of a coarser arithmetic, as noise of the size of their bounds.
class Rounding {
 public:
  Rounding(double roundoff, unsigned seed) : roundoff_(roundoff), words_(seed) {}

  void disturb(Gradient& gradient) {
    if (roundoff_ == 0) return;
    for (std::size_t k = 0; k < gradient.mean.size(); ++k) {
      gradient.mean[k] += next() * gradient.size[k];
    }
  }

  // What a step left alone is not rounded: dead networks stay as they are.
  void disturb(Values& after, const Values& before) {
    if (roundoff_ == 0) return;
    for (std::size_t k = 0; k < after.size(); ++k) {
      if (after[k] != before[k]) after[k] *= 1 + next();
    }
  }

 private:
  double next() { return roundoff_ * (2 * (double(words_() >> 11) * 0x1p-53) - 1); }

  double roundoff_;
  std::mt19937_64 words_;
};

class Training {
 public:
  explicit Training(const Problem& problem)
      : problem_(problem),
        activation_(problem.activation),
        loss_(problem.loss, problem.output),
        optimizer_(problem.optimizer, problem.weight_decay, problem.decay_biases),
        rounding_(problem.roundoff, problem.roundoff_seed),
        at_(start_of(problem)) {}

  Result run() {
    result_.first = judge(problem_.rows, at_, activation_, loss_);
    see_state(0);
    for (long epoch = 0; epoch < problem_.epochs; ++epoch) {
      const double lr = problem_.lr * schedule_factor(problem_.schedule, epoch, problem_.epochs);
      for (const std::vector<Row>& batch : batches(epoch)) step(batch, lr);
      see_state(epoch + 1);
    }
    result_.last = judge(problem_.rows, at_, activation_, loss_);
    conclude();
    return result_;
  }

 private:
  std::vector<std::vector<Row>> batches(long epoch) const {
    if (!problem_.row_order && problem_.batch_size == 0) return {problem_.rows};
    std::vector<int> order;
    if (problem_.row_order) order = problem_.row_order(epoch);
    for (std::size_t i = 0; !problem_.row_order && i < problem_.rows.size(); ++i) {
      order.push_back(int(i));
    }
    const std::size_t size =
        problem_.batch_size == 0 ? order.size() : std::size_t(problem_.batch_size);
    std::vector<std::vector<Row>> all;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i % size == 0) all.emplace_back();
      all.back().push_back(problem_.rows.at(std::size_t(order[i])));
    }
    return all;
  }

  Layers layers_of_step() const {
    if (!activation_.drawn() || !problem_.rrelu_slope) return layers_of(activation_, at_);
    return layers_of(activation_, at_,
                     {problem_.rrelu_slope(steps_, 0), problem_.rrelu_slope(steps_, 1)});
  }

  void step(const std::vector<Row>& batch, double lr) {
    const Layers layers = layers_of_step();
    Gradient g = mean_gradient(batch, at_, layers, loss_);
    rounding_.disturb(g);
    result_.closest.kink = std::min(result_.closest.kink, nearest_kink(batch, at_, layers, loss_));
    for (double value : g.mean) result_.largest = std::max(result_.largest, std::fabs(value));
    const double factor = clip_factor(g.mean, problem_.clip_norm);
    for (double& value : g.mean) value *= factor;
    const auto used = used_entries(at_.hidden_layers, activation_.learned());
    Values after = optimizer_.step(pack(at_), g.mean, lr, used);
    rounding_.disturb(after, pack(at_));
    at_ = unpack(after, at_.hidden_layers);
    ++steps_;
  }

  void see_state(long t) {
    const Death death = judge_death(problem_.rows, at_, activation_);
    result_.dead_at.push_back(death.dead);
    result_.closest.death = std::min(result_.closest.death, death.edge);
    if (death.dead && result_.first_death < 0) result_.first_death = t;
    if (!death.dead) result_.death_epoch = -1;
    if (death.dead && result_.death_epoch < 0) result_.death_epoch = t;
    for (double value : pack(at_)) result_.largest = std::max(result_.largest, std::fabs(value));
    if (problem_.observe) problem_.observe(t, at_);
  }

  bool diverged() const {
    for (double value : pack(at_)) {
      if (!std::isfinite(value)) return true;
    }
    return !std::isfinite(result_.last.loss);
  }

  void conclude() {
    Result& r = result_;
    const View &first = r.first, &last = r.last;
    r.final = at_;
    r.born_dead = first.dead;
    r.born_inactive = first.inactive;
    r.born_always_on = first.always_on;
    r.fires_at_start = first.fires;
    r.train_loss = last.loss;
    r.train_correct = last.correct;
    r.test_correct = count_correct(problem_.test_rows, at_, activation_, loss_);
    r.diverged = diverged();
    if (r.diverged) {
      r.first_death = r.death_epoch = -1;
      return;
    }
    r.dead = last.dead;
    r.died = !first.dead && last.dead;
    r.transient = !first.dead && r.first_death >= 0 && !last.dead;
    r.revived = first.dead && !last.dead;
    r.inactive = last.inactive;
    r.always_on = last.always_on;
    r.saturated = last.saturated;
    r.constant_output = last.constant_output;
    r.zero_gradient = last.zero_gradient;
    r.fires_at_end = last.fires;
    r.solved = last.correct == int(problem_.rows.size());
    r.closest.classes = last.edge.classes;
    for (const Edge& edge : {first.edge, last.edge}) {
      r.closest.fires = std::min(r.closest.fires, edge.fires);
      r.closest.words = std::min({r.closest.words, edge.inactive, edge.saturated, edge.constant});
    }
  }

  const Problem& problem_;
  Activation activation_;
  Loss loss_;
  Optimizer optimizer_;
  Rounding rounding_;
  Parameters at_;
  long steps_ = 0;
  Result result_;
};

}  // namespace

Parameters start_of(const Problem& problem) {
  if (problem.rows.empty()) throw std::invalid_argument("oracle: no rows");
  const Activation activation(problem.activation);
  Parameters start = problem.start;
  start.slope1 = activation.learned() ? activation.negative_slope() : 0;
  start.slope2 = start.hidden_layers == 2 ? start.slope1 : 0;
  return start;
}

Result train(const Problem& problem) { return Training(problem).run(); }

std::vector<Parameters> trajectory(const Problem& problem) {
  std::vector<Parameters> path;
  Problem observed = problem;
  observed.observe = [&](long, const Parameters& at) { path.push_back(at); };
  train(observed);
  return path;
}

View look(const Problem& problem, const Parameters& at) {
  return judge(problem.rows, at, Activation(problem.activation),
               Loss(problem.loss, problem.output));
}

double loss(const Problem& problem, const Parameters& at) {
  return mean_loss(problem.rows, at, layers_of(Activation(problem.activation), at),
                   Loss(problem.loss, problem.output));
}

Parameters gradient(const Problem& problem, const Parameters& at) {
  const Layers layers = layers_of(Activation(problem.activation), at);
  const Loss loss(problem.loss, problem.output);
  return unpack(mean_gradient(problem.rows, at, layers, loss).mean, at.hidden_layers);
}

}  // namespace oracle
