// Loaded before the program: leaves the processor's floating-point state as a careless library would, with
// subnormals flushed to zero, and with the rounding mode of FLUSH_ROUNDING (0 nearest, 1 down, 2 up, 3 to zero).
#include <stdlib.h>
#include <xmmintrin.h>

__attribute__((constructor)) static void set_state(void) {
  const char* rounding = getenv("FLUSH_ROUNDING");
  const unsigned mode = rounding != NULL ? (unsigned)atoi(rounding) : 0;
  _mm_setcsr(_mm_getcsr() | 0x8040u | (mode & 3u) << 13);  // FTZ, DAZ, rounding
}
