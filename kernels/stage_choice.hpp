// Whether a job is trained in stages (kernels/stage_kernel.cuh).
#pragma once

#include "myriad/core/type_list.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/stillness.hpp"

namespace myriad {

/// Its networks can come to stand still, there are kernels for it, and enough epochs to gain something.
inline bool trains_in_stages(const Job& job) {
  constexpr std::uint32_t few_epochs = 16;
  if (job.optimizer_slots != 0 || job.batch_rows != 0 || !has_special_loss(job) || job.epochs < few_epochs) return false;
  bool staged = false;
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised && A::flat_sets > 0) staged = may_freeze(job, OneActivation<A>{0, job.activation.argument});
  });
  return staged;
}

}  // namespace myriad
