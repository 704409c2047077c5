// The part lists as data.
#include "myriad/registry.hpp"

#include <stdexcept>

#include "myriad/core/type_list.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/parts/dataset_source.hpp"
#include "myriad/parts/initializer.hpp"
#include "myriad/parts/loss.hpp"
#include "myriad/parts/optimizer.hpp"
#include "myriad/parts/preprocess.hpp"
#include "myriad/parts/schedule.hpp"

namespace myriad {
namespace {

template <class List>
std::vector<PartDescription> describe(List list) {
  std::vector<PartDescription> descriptions;
  for_each_type(list, [&](auto tag, int) {
    using Part = typename decltype(tag)::type;
    descriptions.push_back({Part::info, {Part::parameters.begin(), Part::parameters.end()}});
  });
  return descriptions;
}

bool is_among(std::string_view name, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == name) return true;
    if (end == std::string_view::npos) break;
    words.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

const std::vector<std::string>& part_kind_names() {
  static const std::vector<std::string> names = {"activations", "initializers", "optimizers", "losses",
                                                 "preprocess",  "datasets",     "schedules"};
  return names;
}

const std::vector<PartDescription>& parts(PartKind kind) {
  static const std::vector<PartDescription> all[] = {
      describe(Activations{}),   describe(Initializers{}),   describe(Optimizers{}), describe(Losses{}),
      describe(Preprocessors{}), describe(DatasetSources{}), describe(Schedules{})};
  return all[static_cast<int>(kind)];
}

int find_part(PartKind kind, std::string_view name) {
  const auto& list = parts(kind);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (name == list[i].info.name || is_among(name, list[i].info.aliases)) return static_cast<int>(i);
  }
  return -1;
}

int part_id(PartKind kind, std::string_view name) {
  const int id = find_part(kind, name);
  if (id < 0) throw std::logic_error("no part named " + std::string(name));
  return id;
}

}  // namespace myriad
