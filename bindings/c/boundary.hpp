// What every function of the C interface does with what goes wrong: nothing is thrown across.
#pragma once

#include <exception>
#include <new>
#include <string>

#include "myriad/error.hpp"
#include "myriad/myriad.h"

namespace myriad::c {

/// The calling thread's last error.
std::string& last_error();

/// Notes an error; returns its code.
int failed(int code, const char* what) noexcept;

/// Runs `body`, which returns a code, and turns what it throws into a code and a text.
template <class Body>
int guarded(Body&& body) noexcept {
  try {
    return body();
  } catch (const Error& error) {
    return failed(static_cast<int>(error.code()), error.what());
  } catch (const std::bad_alloc&) {
    return failed(MYRIAD_INTERNAL, "out of memory");
  } catch (const std::exception& error) {
    return failed(MYRIAD_INTERNAL, error.what());
  } catch (...) {
    return failed(MYRIAD_INTERNAL, "an error of unknown kind");
  }
}

/// Throws UsageError with the argument's name for NULL.
template <class Pointer>
Pointer given(Pointer pointer, const char* name) {
  if (pointer == nullptr) throw UsageError(std::string(name) + " is NULL");
  return pointer;
}

}  // namespace myriad::c
