// CUDA calls that throw; streams and device memory that free themselves.
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <string>

#include "kernels/cuda_calls.hpp"
#include "myriad/error.hpp"

namespace myriad {

/// The one place where a call's code is looked at. `call`: its name for people. Throws std::bad_alloc when the device is
/// out of memory, so that fewer networks are tried, and DeviceError for anything else.
inline void check_cuda(const CudaCalls& calls, int code, const char* call) {
  if (code == 0) return;
  calls.forget_error();
  if (code == kCudaOutOfMemory) throw std::bad_alloc();
  throw DeviceError(std::string(call) + ": " + calls.error_text(code) + " (CUDA error " + std::to_string(code) +
                    "); what was committed is safe: run the same command again, on another device if this one is lost");
}

/// A stream of the current device.
class CudaStream {
 public:
  explicit CudaStream(const CudaCalls& calls) : calls_(calls) {
    check_cuda(calls_, calls_.create_stream(&stream_), "cudaStreamCreate");
  }
  CudaStream(const CudaStream&) = delete;
  CudaStream& operator=(const CudaStream&) = delete;
  ~CudaStream() { calls_.destroy_stream(stream_); }
  operator void*() const { return stream_; }

 private:
  const CudaCalls& calls_;
  void* stream_ = nullptr;
};

/// An array in device memory; grows, never shrinks; not copyable.
template <class T>
class DeviceArray {
 public:
  explicit DeviceArray(const CudaCalls& calls) : calls_(calls) {}
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { release(); }

  /// Room for at least `count` entries; what was in it is lost when it grows.
  T* reserve(std::size_t count) {
    if (count > capacity_) {
      release();
      if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_alloc();
      void* memory = nullptr;
      check_cuda(calls_, calls_.allocate(&memory, count * sizeof(T)), "cudaMalloc");
      data_ = static_cast<T*>(memory);
      capacity_ = count;
    }
    return data_;
  }

  /// Copies `count` entries from the host; the pointer to them (null when there are none).
  const T* upload(const T* from, std::size_t count, void* stream) {
    if (count == 0) return nullptr;
    T* to = reserve(count);
    check_cuda(calls_, calls_.upload(to, from, count * sizeof(T), stream), "copying to the device");
    return to;
  }

  void release() {
    if (data_ != nullptr) calls_.release(data_);
    data_ = nullptr;
    capacity_ = 0;
  }

  T* data() const { return data_; }

 private:
  const CudaCalls& calls_;
  T* data_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace myriad
