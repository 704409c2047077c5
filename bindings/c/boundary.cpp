// The last error of each thread.
#include "bindings/c/boundary.hpp"

namespace myriad::c {

std::string& last_error() {
  thread_local std::string text;
  return text;
}

int failed(int code, const char* what) noexcept {
  try {
    last_error() = what;
  } catch (...) {
    last_error().clear();  // no memory for the text: the code must do
  }
  return code;
}

}  // namespace myriad::c

const char* myriad_last_error(void) { return myriad::c::last_error().c_str(); }
