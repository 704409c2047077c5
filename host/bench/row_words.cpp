// How much arithmetic a row takes.
#include "host/bench/row_words.hpp"

#include "myriad/step/train.hpp"

namespace myriad {
namespace {

template <int Layers, class Activation, class Loss>
void run_one_epoch(const Job& job, Activation phi, Loss loss) {
  Parameters<Counted, Layers> p;
  for (int i = 0; i < Parameters<Counted, Layers>::count; ++i) p.at[i] = Counted(0.25f);
  for (int l = 0; l < Layers; ++l) p.own[l] = Counted(0.25f);
  OptimizerState<kMaxSlots, Counted, Layers> state;
  begin_state<kMaxSlots, Counted, Layers>(job, state);
  const float inverse_rows = 1.0f / static_cast<float>(job.train.count);
  words_gone_through = {};
  auto g = gradient<Counted, Layers>(job.train, p, inverse_rows, phi, loss);
  step_parameters<kMaxSlots, Counted, Layers>(job, 0, 0, g.of, state, p, phi);
}

/// With the parts that the engines would take.
template <int Layers>
void run_one_epoch(const Job& job) {
  visit_special(
      job, [&](auto phi, auto loss) { run_one_epoch<Layers>(job, phi, loss); },
      [&] {
        run_one_epoch<Layers>(job, AnyActivation<Activations>{job.activation.id, job.activation.argument},
                              JobLoss{job.loss.id, job.loss.argument, job.linear_output});
      });
}

}  // namespace

RowWords count_row_words(const CellJob& cell) {
  if (cell.job.hidden_layers == 1) {
    run_one_epoch<1>(cell.job);
  } else {
    run_one_epoch<2>(cell.job);
  }
  const WordCounts counts = words_gone_through;
  const auto each = [&](std::uint64_t words) {
    return static_cast<double>(words) / static_cast<double>(cell.job.train.count);
  };
  return {each(counts.multiply_add), each(counts.divide), each(counts.choose), each(counts.integer)};
}

}  // namespace myriad
