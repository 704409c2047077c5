// Learning rate, weight decay, loss and output.
#include "host/spec/spec_training.hpp"

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "myriad/parts/loss.hpp"
#include "myriad/parts/optimizer.hpp"
#include "myriad/registry.hpp"

namespace myriad {
namespace {

struct OptimizerDefaults {
  std::string name;
  double lr = 0;
  double weight_decay = 0;
};

OptimizerDefaults defaults_of(const PartCall& optimizer) {
  OptimizerDefaults defaults;
  visit_type(Optimizers{}, optimizer.id, [&](auto tag) {
    using Optimizer = typename decltype(tag)::type;
    defaults = {Optimizer::info.name, Optimizer::default_lr, Optimizer::default_weight_decay};
  });
  return defaults;
}

const Assignment* assignment_of(const CellDraft& draft, const char* key) {
  return draft.by_key[key_position(key)];
}

/// The names of the losses that see the output's value, for a message.
std::string value_losses() {
  std::string names;
  for_each_type(Losses{}, [&](auto tag, int) {
    using Loss = typename decltype(tag)::type;
    if (Loss::sees_value) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", Loss::info.name);
  });
  return names;
}

void check_loss(const CellDraft& draft, Complaints& complaints) {
  if (draft.config.output != "linear") return;
  const Assignment* output = assignment_of(draft, "output");
  if (output == nullptr || !output->setting) return;
  visit_type(Losses{}, draft.config.loss.id, [&](auto tag) {
    using Loss = typename decltype(tag)::type;
    if (Loss::sees_value) return;
    complaints.add(output->value->place,
                   fmt::format("a linear output has no logit, which {} is a loss of", Loss::info.name),
                   fmt::format("loss = one of {}, or output = \"sigmoid\"", value_losses()));
  });
}

}  // namespace

std::vector<ImpliedValue> complete_training(CellDraft& draft) {
  std::vector<ImpliedValue> implied;
  const OptimizerDefaults defaults = defaults_of(draft.config.optimizer);
  const auto imply = [&](const char* key, double value, double& to) {
    if (draft.given(key) || !(value >= 0) || value == to) return;
    to = value;
    implied.push_back({key, shortest_text(value), shortest_text(value), "optimizer"});
  };
  imply("lr", defaults.lr, draft.config.lr);
  imply("weight_decay", defaults.weight_decay, draft.config.weight_decay);
  return implied;
}

void check_training(const CellDraft& draft, Complaints& complaints) {
  const OptimizerDefaults defaults = defaults_of(draft.config.optimizer);
  const Assignment* optimizer = assignment_of(draft, "optimizer");
  if (optimizer != nullptr && optimizer->setting && !draft.given("lr") && !(defaults.lr >= 0)) {
    complaints.add(optimizer->value->inside(0, optimizer->value->text.size()),
                   fmt::format("{} has no learning rate that its authors agree on", defaults.name),
                   "give one: lr = 1e-4, say");
  }
  check_loss(draft, complaints);
}

}  // namespace myriad
