// Loaded before the C library: from call FAIL_MALLOC_AT on (counted from 1), FAIL_MALLOC_COUNT allocations get no
// memory; only those of FAIL_MALLOC_LEAST bytes or more count. Counting begins when the program's own main does: what the
// loader does before is not ours.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);
extern void* __libc_memalign(size_t, size_t);

static long calls, first, last;
static size_t least;
static int counting;

static int fails(size_t size) {
  if (!__atomic_load_n(&counting, __ATOMIC_RELAXED) || size < least) return 0;
  const long call = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
  if (call < first || call > last) return 0;
  errno = ENOMEM;
  return 1;
}

void* malloc(size_t size) { return fails(size) ? NULL : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return fails(count * size) ? NULL : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return fails(size) ? NULL : __libc_realloc(old, size); }
void* aligned_alloc(size_t align, size_t size) { return fails(size) ? NULL : __libc_memalign(align, size); }
void* memalign(size_t align, size_t size) { return fails(size) ? NULL : __libc_memalign(align, size); }
int posix_memalign(void** to, size_t align, size_t size) {
  *to = fails(size) ? NULL : __libc_memalign(align, size);
  return *to == NULL ? ENOMEM : 0;
}

static void tell(void) {
  char text[64];
  const int length = snprintf(text, sizeof text, "allocations: %ld\n", calls);
  if (getenv("FAIL_MALLOC_TELL") != NULL && write(2, text, (size_t)length) < 0) return;
}

static int (*real_main)(int, char**, char**);

static int counted_main(int argc, char** argv, char** environment) {
  const char* at = getenv("FAIL_MALLOC_AT");
  const char* count = getenv("FAIL_MALLOC_COUNT");
  const char* bytes = getenv("FAIL_MALLOC_LEAST");
  least = bytes != NULL ? strtoul(bytes, NULL, 10) : 0;
  first = at != NULL ? atol(at) : 0x7fffffffffffffff;
  last = count != NULL ? first + atol(count) - 1 : first;
  atexit(tell);
  __atomic_store_n(&counting, 1, __ATOMIC_RELAXED);
  const int status = real_main(argc, argv, environment);
  __atomic_store_n(&counting, 0, __ATOMIC_RELAXED);
  return status;
}

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void* stack_end) {
  int (*next)(int (*)(int, char**, char**), int, char**, void (*)(void), void (*)(void), void (*)(void), void*) =
      (int (*)(int (*)(int, char**, char**), int, char**, void (*)(void), void (*)(void), void (*)(void), void*))
          dlsym(RTLD_NEXT, "__libc_start_main");
  real_main = main;
  return next(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}
