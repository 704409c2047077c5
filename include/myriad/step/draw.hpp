// The start of a network: its parameters, drawn from its number.
#pragma once

#include "myriad/core/random.hpp"
#include "myriad/parts/initializer_law.hpp"
#include "myriad/step/job.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// The stream of a layer's weights, from that of its weights or its bias: they are neighbours.
MYRIAD_HD constexpr std::uint32_t weight_stream(std::uint32_t stream) { return stream & ~1u; }
static_assert(weight_stream(Shape<2>::group[1].stream) == Shape<2>::group[0].stream &&
              weight_stream(Shape<2>::group[3].stream) == Shape<2>::group[2].stream &&
              weight_stream(Shape<2>::group[5].stream) == Shape<2>::group[4].stream &&
              weight_stream(Shape<2>::group[4].stream) == Shape<2>::group[4].stream);

template <class D>
MYRIAD_HD bool is_drawn_by(const GroupDraw& g) {
  return g.law == static_cast<std::int32_t>(D::kind);
}

/// One entry of a group, drawn by the group's law. -0 becomes +0: -0 + +0 = +0 would unfreeze a dead
/// network.
template <class... Ds>
MYRIAD_HD float draw_entry(TypeList<Ds...>, std::uint64_t seed, std::uint64_t network,
                           const GroupDraw& g, int entry) {
  const bool random = ((Ds::words > 0 && is_drawn_by<Ds>(g)) || ...);
  const bool shares = ((Ds::shares && is_drawn_by<Ds>(g)) || ...);
  EntrySource source{};
  source.network = network;
  source.entry = entry;
  if (random) source.own = random_words(seed, network, g.stream, static_cast<std::uint32_t>(entry));
  if (shares) source.first = random_words(seed, network, weight_stream(g.stream), 0);
  float x = 0.0f;
  ((is_drawn_by<Ds>(g) ? (x = Ds::draw(g.constant, source), 0) : 0), ...);
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
    set_lane(p.at[i], k, draw_entry(Draws{}, job.seed, network, group, i - group.first));
  }
}

}  // namespace myriad
