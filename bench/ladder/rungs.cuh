// The same training written five times: with a library's matrix products, and then each time with one idea more, before
// myriad's own kernels (kernels/) add theirs.
// 2-1-1, ReLU, cross-entropy, full batch, plain gradient descent, in the textbook's formulas: so they agree with
// myriad's kernels within rounding, and not to the bit.
//   p     parameters of n networks: w1, w2, b, v, c; entry i of network k at p[i * n + k]
//   rows  count rows of x1, x2 and a label 0 or 1
//   rate  lr / count
#pragma once

#include "kernels/builtins.hpp"
#include "myriad/core/host_device.hpp"

namespace myriad::ladder {

struct LabelledRow {
  float x1, x2, y;
};

/// A network's parameters, or sums in their places.
struct Five {
  float w1 = 0, w2 = 0, b = 0, v = 0, c = 0;
};

MYRIAD_DEVICE Five load(const float* p, unsigned n, unsigned k) {
  return {p[k], p[n + k], p[2 * n + k], p[3 * n + k], p[4 * n + k]};
}

MYRIAD_DEVICE void store(float* p, unsigned n, unsigned k, const Five& f) {
  p[k] = f.w1;
  p[n + k] = f.w2;
  p[2 * n + k] = f.b;
  p[3 * n + k] = f.v;
  p[4 * n + k] = f.c;
}

/// One row: forward, backward, and its part of the gradient's sums.
MYRIAD_DEVICE void add_row(const LabelledRow& row, const Five& f, Five& sum) {
  const float z = f.w1 * row.x1 + f.w2 * row.x2 + f.b;
  const float h = z > 0 ? z : 0;
  const float d = 1 / (1 + expf(-(f.v * h + f.c))) - row.y;
  const float e = z > 0 ? d * f.v : 0;
  sum.w1 += e * row.x1;
  sum.w2 += e * row.x2;
  sum.b += e;
  sum.v += d * h;
  sum.c += d;
}

MYRIAD_DEVICE Five stepped(const Five& f, const Five& sum, float rate) {
  return {f.w1 - rate * sum.w1, f.w2 - rate * sum.w2, f.b - rate * sum.b, f.v - rate * sum.v, f.c - rate * sum.c};
}

/// Rung 0, library: a product of matrices gives every z, another one the sums of e x1, e x2 and e; this kernel is between
/// them. Matrices have n rows, one for each network, in columns: entry (k, i) at [i * n + k]. dh = d h.
MYRIAD_KERNEL void between_products(const LabelledRow* rows, unsigned count, const float* p, unsigned n, const float* z,
                                    float* e, float* d, float* dh) {
  const unsigned k = blockIdx.x * blockDim.x + threadIdx.x;
  if (k >= n) return;
  const float v = p[3 * n + k], c = p[4 * n + k];
  for (unsigned i = blockIdx.y; i < count; i += gridDim.y) {
    const unsigned long long at = static_cast<unsigned long long>(i) * n + k;
    const float h = z[at] > 0 ? z[at] : 0;
    d[at] = 1 / (1 + expf(-(v * h + c))) - rows[i].y;
    dh[at] = d[at] * h;
    e[at] = z[at] > 0 ? d[at] * v : 0;
  }
}

/// Rung 1, naive: a launch for each epoch, a thread for each network, parameters in global memory in between.
MYRIAD_KERNEL void one_epoch(const LabelledRow* rows, unsigned count, float rate, float* p, unsigned n) {
  const unsigned k = blockIdx.x * blockDim.x + threadIdx.x;
  if (k >= n) return;
  const Five f = load(p, n, k);
  Five sum;
  for (unsigned i = 0; i < count; ++i) add_row(rows[i], f, sum);
  store(p, n, k, stepped(f, sum, rate));
}

/// Rung 2, registers: all epochs in one launch, so that parameters never leave the thread.
MYRIAD_KERNEL void in_registers(const LabelledRow* rows, unsigned count, float rate, unsigned epochs, float* p,
                                unsigned n) {
  const unsigned k = blockIdx.x * blockDim.x + threadIdx.x;
  if (k >= n) return;
  Five f = load(p, n, k);
  for (unsigned epoch = 0; epoch < epochs; ++epoch) {
    Five sum;
    for (unsigned i = 0; i < count; ++i) add_row(rows[i], f, sum);
    f = stepped(f, sum, rate);
  }
  store(p, n, k, f);
}

/// Rung 3, shared rows, and rung 4, several networks: a block copies the rows once, and each row that a thread reads
/// serves the Networks that it has. Dynamic shared memory: count rows.
template <int Networks>
MYRIAD_KERNEL void shared_rows(const LabelledRow* rows, unsigned count, float rate, unsigned epochs, float* p,
                               unsigned n) {
  MYRIAD_DYNAMIC_SHARED(LabelledRow, near);
  for (unsigned i = threadIdx.x; i < count; i += blockDim.x) near[i] = rows[i];
  __syncthreads();
  const unsigned first = blockIdx.x * blockDim.x * Networks + threadIdx.x;
  Five f[Networks];
  MYRIAD_UNROLL
  for (int j = 0; j < Networks; ++j) {
    const unsigned k = first + j * blockDim.x;
    if (k < n) f[j] = load(p, n, k);
  }
  for (unsigned epoch = 0; epoch < epochs; ++epoch) {
    Five sum[Networks];
    for (unsigned i = 0; i < count; ++i) {
      const LabelledRow row = near[i];
      MYRIAD_UNROLL
      for (int j = 0; j < Networks; ++j) add_row(row, f[j], sum[j]);
    }
    MYRIAD_UNROLL
    for (int j = 0; j < Networks; ++j) f[j] = stepped(f[j], sum[j], rate);
  }
  MYRIAD_UNROLL
  for (int j = 0; j < Networks; ++j) {
    const unsigned k = first + j * blockDim.x;
    if (k < n) store(p, n, k, f[j]);
  }
}

}  // namespace myriad::ladder
