// One block of threads on the CPU, for the stand-in: every thread is a fiber, and the fibers take
// turns, each running until it waits for others.
#pragma once

#include <ucontext.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define MYRIAD_STANDIN_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MYRIAD_STANDIN_ASAN 1
#endif
#endif
#if defined(MYRIAD_STANDIN_ASAN)
#include <sanitizer/common_interface_defs.h>
#endif

namespace myriad::standin {

#if defined(MYRIAD_STANDIN_ASAN)
constexpr bool kUnderAsan = true;
#else
constexpr bool kUnderAsan = false;
#endif

constexpr unsigned kWarp = 32;
constexpr unsigned kFullMask = 0xffffffffu;
constexpr std::size_t kStackBytes = 4 * 1024 * 1024;

/// A position in, or the extent of, a block or grid.
struct Index {
  unsigned x = 1, y = 1, z = 1;
  constexpr unsigned volume() const { return x * y * z; }
  /// The position number `i` within this extent, x running fastest.
  constexpr Index at(unsigned i) const { return {i % x, i / x % y, i / x / y}; }
};

/// What a kernel did that CUDA leaves undefined, and where.
struct KernelFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The order in which the threads of a block take their turns.
enum class LaneOrder { forward, reverse, shuffled };

struct LaunchShape {
  Index grid;
  Index block;
  std::size_t shared_bytes = 0;
  LaneOrder order = LaneOrder::forward;
};

/// Told to AddressSanitizer, which must know when the stack is another one.
namespace sanitizer {
inline void leave([[maybe_unused]] void** own_fake_stack, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t bytes) {
#if defined(MYRIAD_STANDIN_ASAN)
  __sanitizer_start_switch_fiber(own_fake_stack, bottom, bytes);
#endif
}
/// Where a death test looks; ASAN_OPTIONS may name a file.
inline void report_to_standard_error() {
#if defined(MYRIAD_STANDIN_ASAN)
  __sanitizer_set_report_path("stderr");
#endif
}
inline void arrive([[maybe_unused]] void* own_fake_stack, [[maybe_unused]] const void** from_bottom,
                   [[maybe_unused]] std::size_t* from_bytes) {
#if defined(MYRIAD_STANDIN_ASAN)
  __sanitizer_finish_switch_fiber(own_fake_stack, from_bottom, from_bytes);
#endif
}
}  // namespace sanitizer

/// Where a kernel calls a built-in. (Place needs a newer clang than some have.)
struct Place {
  const char* file = "";
  unsigned line = 0;
  static constexpr Place current(const char* file = __builtin_FILE(), unsigned line = __builtin_LINE()) {
    return {file, line};
  }
};

/// One thread of a block.
struct Fiber {
  enum class State { ready, at_barrier, at_warp, at_exchange, finished };
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  void* fake_stack = nullptr;  ///< AddressSanitizer's, while another fiber runs
  State state = State::ready;
  bool started = false;
  Place where;   ///< what it waits at
  unsigned mask = 0;            ///< the lanes it waits for
  std::uint64_t offered = 0;    ///< its value in an exchange that is not complete
  std::uint64_t exchanged = 0;  ///< its value in the last complete exchange

  bool waits_for_warp() const { return state == State::at_warp || state == State::at_exchange; }
};

/// A block while it runs: its fibers, its shared memory, and the scheduler among them.
class Block {
 public:
  Block(const LaunchShape& shape, unsigned number, const std::function<void()>& body);
  /// Runs all threads to their end. Throws KernelFault, or what the kernel threw.
  void run();

  void wait(Fiber::State state, unsigned mask, Place where);
  /// What lane `lane` of the running thread's warp brought to the last exchange.
  std::uint64_t exchanged(unsigned lane, Place where) const;
  void offer(std::uint64_t bits) { fibers_[current_].offered = bits; }
  unsigned lane() const { return current_ % kWarp; }
  void* shared() { return shared_.get(); }

 private:
  static void enter();
  void live();
  void start(unsigned thread);
  void resume(unsigned thread);
  void go_home();
  void take_turns();
  bool release();
  bool release_warps();
  bool warp_complete(unsigned thread) const;
  bool release_barrier();
  std::vector<unsigned> threads_that_wait(Fiber::State state) const;
  [[noreturn]] void stuck() const;
  void cancel() noexcept;

  struct Cancelled {};

  Index extent_;
  LaneOrder order_;
  std::minstd_rand random_;
  const std::function<void()>& body_;
  std::unique_ptr<unsigned char[]>
      shared_;  ///< exactly the bytes asked for: the sanitizer sees its end
  std::vector<Fiber> fibers_;
  unsigned current_ = 0;
  std::exception_ptr failure_;
  bool cancelled_ = false;
  ucontext_t home_;
  void* home_fake_stack_ = nullptr;
  const void* home_bottom_ = nullptr;
  std::size_t home_bytes_ = 0;
};

/// The block that runs on this processor thread.
inline constinit thread_local Block* running = nullptr;

}  // namespace myriad::standin

inline constinit thread_local myriad::standin::Index threadIdx, blockIdx, blockDim, gridDim;

namespace myriad::standin {

inline std::string place(const Place& where) {
  return std::string(where.file) + ":" + std::to_string(where.line);
}

inline bool same_place(const Place& a, const Place& b) {
  return a.line == b.line && std::strcmp(a.file, b.file) == 0;
}

inline Block::Block(const LaunchShape& shape, unsigned number, const std::function<void()>& body)
    : extent_(shape.block),
      order_(shape.order),
      random_(number + 1),
      body_(body),
      shared_(new unsigned char[shape.shared_bytes]),
      fibers_(shape.block.volume()) {
  std::fill_n(shared_.get(), shape.shared_bytes, static_cast<unsigned char>(0xff));
}

/// The first function of every fiber. It never returns: a finished fiber is not resumed.
inline void Block::enter() {
  Block& block = *running;
  sanitizer::arrive(nullptr, &block.home_bottom_, &block.home_bytes_);
  block.live();
  block.go_home();
  std::terminate();
}

/// The whole life of a thread; an exception must not leave its fiber.
inline void Block::live() {
  try {
    body_();
  } catch (const Cancelled&) {
  } catch (...) {
    failure_ = std::current_exception();
  }
  fibers_[current_].state = Fiber::State::finished;
}

inline void Block::start(unsigned thread) {
  Fiber& fiber = fibers_[thread];
  fiber.started = true;
  fiber.stack.reset(new char[kStackBytes]);
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = fiber.stack.get();
  fiber.context.uc_stack.ss_size = kStackBytes;
  fiber.context.uc_link = nullptr;
  makecontext(&fiber.context, &Block::enter, 0);
}

inline void Block::resume(unsigned thread) {
  if (!fibers_[thread].started) start(thread);
  Fiber& fiber = fibers_[thread];
  current_ = thread;
  threadIdx = extent_.at(thread);
  sanitizer::leave(&home_fake_stack_, fiber.stack.get(), kStackBytes);
  swapcontext(&home_, &fiber.context);
  sanitizer::arrive(home_fake_stack_, nullptr, nullptr);
}

inline void Block::go_home() {
  Fiber& fiber = fibers_[current_];
  const bool finished = fiber.state == Fiber::State::finished;
  sanitizer::leave(finished ? nullptr : &fiber.fake_stack, home_bottom_, home_bytes_);
  swapcontext(&fiber.context, &home_);
  sanitizer::arrive(fiber.fake_stack, &home_bottom_, &home_bytes_);
}

inline void Block::wait(Fiber::State state, unsigned mask, Place where) {
  Fiber& fiber = fibers_[current_];
  if (state != Fiber::State::at_barrier && (mask >> lane() & 1u) == 0) {
    throw KernelFault(place(where) + ": a lane that its own mask does not name");
  }
  fiber.state = state;
  fiber.mask = mask;
  fiber.where = where;
  go_home();
  if (cancelled_) throw Cancelled{};
}

inline std::uint64_t Block::exchanged(unsigned lane, Place where) const {
  const Fiber& self = fibers_[current_];
  if (lane >= kWarp || (self.mask >> lane & 1u) == 0) {
    throw KernelFault(place(where) + ": reads a lane outside its mask");
  }
  return fibers_[current_ / kWarp * kWarp + lane].exchanged;
}

inline void Block::run() {
  try {
    do {
      take_turns();
    } while (release());
  } catch (...) {
    cancel();
    throw;
  }
}

/// Every thread that can run does so once, until it waits or ends.
inline void Block::take_turns() {
  std::vector<unsigned> turn = threads_that_wait(Fiber::State::ready);
  if (order_ == LaneOrder::reverse) std::reverse(turn.begin(), turn.end());
  if (order_ == LaneOrder::shuffled) std::shuffle(turn.begin(), turn.end(), random_);
  for (const unsigned thread : turn) {
    resume(thread);
    if (failure_) std::rethrow_exception(failure_);
  }
}

/// Lets those go on whose wait is over; false when all threads have ended.
inline bool Block::release() {
  if (release_warps() || release_barrier()) return true;
  if (threads_that_wait(Fiber::State::finished).size() == fibers_.size()) return false;
  stuck();
}

inline bool Block::release_warps() {
  std::vector<unsigned> complete;
  for (unsigned thread = 0; thread < fibers_.size(); ++thread) {
    if (fibers_[thread].waits_for_warp() && warp_complete(thread)) complete.push_back(thread);
  }
  for (const unsigned thread : complete) {
    fibers_[thread].exchanged = fibers_[thread].offered;
    fibers_[thread].state = Fiber::State::ready;
  }
  return !complete.empty();
}

/// Whether every lane that `thread` waits for waits at the same place with the same mask. As in
/// CUDA,
/// __syncwarp() waits for no lane that has ended; an exchange with such a lane is a fault.
inline bool Block::warp_complete(unsigned thread) const {
  const Fiber& self = fibers_[thread];
  for (unsigned lane = 0; lane < kWarp; ++lane) {
    if ((self.mask >> lane & 1u) == 0) continue;
    const unsigned other = thread / kWarp * kWarp + lane;
    const bool absent = other >= fibers_.size() || fibers_[other].state == Fiber::State::finished;
    if (absent && self.state == Fiber::State::at_exchange) {
      throw KernelFault(place(self.where) + ": the mask names an absent lane");
    }
    if (absent) continue;
    const Fiber& peer = fibers_[other];
    if (peer.state != self.state || peer.mask != self.mask || !same_place(peer.where, self.where)) {
      return false;
    }
  }
  return true;
}

inline bool Block::release_barrier() {
  const std::vector<unsigned> waiting = threads_that_wait(Fiber::State::at_barrier);
  const std::size_t ended = threads_that_wait(Fiber::State::finished).size();
  if (waiting.empty() || waiting.size() + ended < fibers_.size()) return false;
  const Place& where = fibers_[waiting.front()].where;
  if (ended > 0) throw KernelFault(place(where) + ": a barrier that exited threads did not reach");
  for (const unsigned thread : waiting) {
    if (!same_place(fibers_[thread].where, where)) {
      throw KernelFault(place(where) + ": a divergent barrier; others wait at " +
                        place(fibers_[thread].where));
    }
    fibers_[thread].state = Fiber::State::ready;
  }
  return true;
}

inline std::vector<unsigned> Block::threads_that_wait(Fiber::State state) const {
  std::vector<unsigned> threads;
  for (unsigned thread = 0; thread < fibers_.size(); ++thread) {
    if (fibers_[thread].state == state) threads.push_back(thread);
  }
  return threads;
}

inline void Block::stuck() const {
  const auto waiting = std::find_if(fibers_.begin(), fibers_.end(), [](const Fiber& fiber) {
    return fiber.state != Fiber::State::finished;
  });
  throw KernelFault(place(waiting->where) + ": deadlock: what is waited for here never comes");
}

/// Unwinds the stacks of all threads that have begun, so that whatever they own is released.
inline void Block::cancel() noexcept {
  cancelled_ = true;
  for (unsigned thread = 0; thread < fibers_.size(); ++thread) {
    const Fiber& fiber = fibers_[thread];
    if (fiber.started && fiber.state != Fiber::State::finished) resume(thread);
  }
}

}  // namespace myriad::standin
