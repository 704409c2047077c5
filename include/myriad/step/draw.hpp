// The start of a network: its parameters, drawn from its number.
#pragma once

#include "myriad/core/random.hpp"
#include "myriad/parts/initializer.hpp"
#include "myriad/step/job.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// One entry, by the initialiser's number. -0 becomes +0: -0 + +0 = +0 would unfreeze a dead network.
template <class... Is>
MYRIAD_HD float draw_entry(TypeList<Is...>, const GroupDraw& g, const Words& words, int entry,
                           std::uint64_t network) {
  float x = 0.0f;
  int id = 0;
  ((id++ == g.initializer ? (x = Is::draw(g.constant, words, entry, network), 0) : 0), ...);
  return x == 0.0f ? 0.0f : x;
}

/// The initial parameters of one network, into lane `k` of `p`.
template <class T, int Layers>
MYRIAD_HD void draw_network(const Job& job, std::uint64_t network, int k, Parameters<T, Layers>& p) {
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    // Constant positions, so that a GPU keeps parameters in registers: group g holds entries [first, …).
    int g = 0;
    while (g + 1 < job.groups && job.group[g + 1].first <= i) ++g;
    const GroupDraw& group = job.group[g];
    const int entry = i - group.first;
    const Words words =
        random_words(job.seed, network, group.stream, static_cast<std::uint32_t>(entry));
    set_lane(p.at[i], k, draw_entry(Initializers{}, group, words, entry, network));
  }
}

}  // namespace myriad
