// CUDA runtime calls that throw, and device memory that frees itself.
#pragma once

#include <cstddef>
#include <string>

#include <cuda_runtime_api.h>

#include "myriad/error.hpp"

namespace myriad {

/// Throws DeviceError naming the call and CUDA's own words unless `error` is success.
inline void check_cuda(cudaError_t error, const char* call) {
  if (error == cudaSuccess) return;
  throw DeviceError(std::string(call) + ": " + cudaGetErrorString(error) + " (CUDA error " +
                    std::to_string(static_cast<int>(error)) + ")");
}

/// An array in device memory; grows, never shrinks; not copyable.
template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { cudaFree(data_); }

  /// Room for at least `count` entries; what was in it is lost when it grows.
  T* reserve(std::size_t count) {
    if (count > capacity_) {
      cudaFree(data_);
      data_ = nullptr;
      capacity_ = 0;
      check_cuda(cudaMalloc(reinterpret_cast<void**>(&data_), count * sizeof(T)), "cudaMalloc");
      capacity_ = count;
    }
    return data_;
  }

  /// Copies `count` entries from the host; the pointer to them (null when there are none).
  const T* upload(const T* from, std::size_t count, cudaStream_t stream) {
    if (count == 0) return nullptr;
    T* to = reserve(count);
    check_cuda(cudaMemcpyAsync(to, from, count * sizeof(T), cudaMemcpyHostToDevice, stream),
               "cudaMemcpyAsync to the device");
    return to;
  }

  T* data() const { return data_; }

 private:
  T* data_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace myriad
