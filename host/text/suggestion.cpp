// Damerau-Levenshtein distance over short names, and the names that others give to the same things.
#include "host/text/suggestion.hpp"

#include <algorithm>
#include <utility>

namespace myriad {
namespace {

constexpr std::size_t kLongestName = 64;  // nobody mistypes more; keeps hostile names cheap

std::string folded(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return result;
}

/// What other tools, books and people call the same thing: folded name, ours.
constexpr std::pair<std::string_view, std::string_view> kElsewhere[] = {
    {"activation_function", "activation"}, {"bce", "bce_with_logits"},       {"bias", "bias_init"},
    {"bias_initializer", "bias_init"},     {"binary_crossentropy", "bce_with_logits"},
    {"criterion", "loss"},                 {"cross_entropy", "bce_with_logits"},
    {"dataset", "data"},                   {"eta", "lr"},                    {"glorot", "xavier_uniform"},
    {"gpu", "cuda"},                       {"grad_clip", "clip_norm"},       {"he", "kaiming_normal"},
    {"init", "weight_init"},               {"initializer", "weight_init"},   {"iterations", "epochs"},
    {"kernel_initializer", "weight_init"}, {"l2", "weight_decay"},           {"learning_rate", "lr"},
    {"lr_scheduler", "schedule"},          {"max_norm", "clip_norm"},        {"momentum", "sgd"},
    {"n", "rows"},                         {"n_samples", "rows"},            {"samples", "rows"},
    {"networks", "networks_per_cell"},     {"nonlinearity", "activation"},   {"normalization", "preprocess"},
    {"nvidia", "cuda"},                    {"replicates", "networks_per_cell"}, {"scaler", "preprocess"},
    {"scaling", "preprocess"},             {"test_size", "test_fraction"}};

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  const std::string wanted = folded(name);
  for (const auto& [elsewhere, ours] : kElsewhere) {
    if (wanted != elsewhere) continue;
    const auto known = std::find(candidates.begin(), candidates.end(), ours);
    if (known != candidates.end()) return *known;
  }
  std::size_t best = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::optional<std::string> nearest;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, folded(candidate));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  if (nearest || wanted.find_first_not_of('_') + 2 > wanted.size()) return nearest;
  const auto longer = std::find_if(candidates.begin(), candidates.end(), [&](const std::string& candidate) {
    return folded(candidate).starts_with(wanted);
  });
  return longer == candidates.end() ? nearest : std::optional<std::string>(*longer);
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::optional<std::string> nearest = nearest_name(name, candidates);
  return nearest ? "did you mean '" + *nearest + "'? " : "";
}

}  // namespace myriad
