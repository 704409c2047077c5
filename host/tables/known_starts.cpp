// What decides how networks start, as text, beside what follows from it.
#include "host/tables/known_starts.hpp"

#include <fmt/format.h>

#include "myriad/theory.hpp"

namespace myriad {
namespace {

void add(std::string& text, const PartCall& call) {
  text += fmt::format("{}", call.id);
  for (const double a : call.arguments) text += fmt::format(" {:a}", a);
  text += ';';
}

/// Everything that decides how networks start, but for the data.
std::string start_text(const CellConfig& config) {
  const Initialization& init = config.init;
  std::string text = fmt::format("{} {:d} {:d};", config.hidden_layers, init.bias_init_given,
                                 init.output_bias_init_given);
  add(text, config.activation);
  for (const PartCall* call :
       {&init.weight_init, &init.bias_init, &init.output_weight_init, &init.output_bias_init}) {
    add(text, *call);
  }
  for (const auto& [group, call] : init.by_group) {
    text += group;
    add(text, call);
  }
  return text;
}

}  // namespace

std::optional<double> KnownStarts::of(Theory theory, const CellConfig& config, const Dataset& dataset) {
  const auto [place, is_new] = known_.try_emplace({&dataset, theory, start_text(config)});
  if (is_new) place->second = theory(config, dataset);
  return place->second;
}

std::optional<double> KnownStarts::born_dead(const CellConfig& config, const Dataset& dataset) {
  return of(born_dead_theory, config, dataset);
}

std::optional<double> KnownStarts::born_inactive(const CellConfig& config, const Dataset& dataset) {
  return of(born_inactive_theory, config, dataset);
}

std::optional<double> KnownStarts::born_always_on(const CellConfig& config, const Dataset& dataset) {
  return of(born_always_on_theory, config, dataset);
}

}  // namespace myriad
