// myriad for C and for every language that can call C: read a spec, run it, read its tables.
//
// Functions that can fail return 0 (MYRIAD_OK) or the exit code that the program `myriad` would end with; then
// myriad_last_error() says what, where and what to do, and `*out` is left as it was. Texts are UTF-8 and end
// with a zero byte. Texts that a function returns belong to the object they came from and live until it is freed.
// No function prints, exits, raises a signal or lets a C++ exception out.
//
// Threads: any function may be called from any thread. An object may be read (a const pointer) by several
// threads at once; while one thread changes or frees it no other may use it. myriad_last_error() is per thread.
// Several runs at once are safe in different directories; a second run in the same directory gets
// MYRIAD_INPUT_OUTPUT.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MYRIAD_API __attribute__((visibility("default")))
#else
#define MYRIAD_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// Raised when a function or struct changes its meaning or goes away; it is the library's soname too.
#define MYRIAD_C_VERSION 0

enum {
  MYRIAD_OK = 0,
  MYRIAD_SOME_CELLS_FAILED = 1,  // the run is complete, but some cells could not be computed
  MYRIAD_USAGE = 2,              // a bad argument or a mistake in the spec
  MYRIAD_NO_DEVICE = 3,          // the device asked for is not there
  MYRIAD_INPUT_OUTPUT = 4,       // a file, a disk, a data file with mistakes in it
  MYRIAD_OTHER_SPEC = 5,         // the directory holds another spec's result
  MYRIAD_INTERNAL = 70,          // out of memory, or a bug
  MYRIAD_INTERRUPTED = 130       // on_progress asked for a stop; the same call resumes the run
};

typedef struct myriad_sweep myriad_sweep;    // a spec, expanded into cells
typedef struct myriad_result myriad_result;  // a run's directory, opened for reading
typedef struct myriad_table myriad_table;    // rows and named columns

// The library's version, "0.1.0".
MYRIAD_API const char* myriad_version(void);
// MYRIAD_C_VERSION of the library that is loaded.
MYRIAD_API int myriad_c_version(void);
// What the last failed call of this thread had to say; "" before the first. Valid until this thread's next
// failing call.
MYRIAD_API const char* myriad_last_error(void);

// ---- specs ----

// Reads a spec file. MYRIAD_USAGE with every mistake in it at once, MYRIAD_INPUT_OUTPUT when it cannot be read.
MYRIAD_API int myriad_sweep_read(const char* file, myriad_sweep** out);
// Parses a spec's text. `name` stands for the file in messages, and relative data files start at its folder.
MYRIAD_API int myriad_sweep_parse(const char* text, const char* name, myriad_sweep** out);
// One value for a key, as `--set key=value`. On failure the sweep stays as it was; so with the next three.
MYRIAD_API int myriad_sweep_set(myriad_sweep* sweep, const char* key, const char* value);
// The values of an axis, as `--axis key=a,b,c`.
MYRIAD_API int myriad_sweep_axis(myriad_sweep* sweep, const char* key, const char* values);
// Networks per cell, at least 1.
MYRIAD_API int myriad_sweep_set_networks(myriad_sweep* sweep, uint64_t networks);
MYRIAD_API int myriad_sweep_set_seed(myriad_sweep* sweep, uint64_t seed);
MYRIAD_API const char* myriad_sweep_name(const myriad_sweep* sweep);
MYRIAD_API uint64_t myriad_sweep_cells(const myriad_sweep* sweep);
MYRIAD_API uint64_t myriad_sweep_networks_per_cell(const myriad_sweep* sweep);
MYRIAD_API void myriad_sweep_free(myriad_sweep* sweep);  // NULL is allowed, as in each *_free

// ---- runs ----

typedef struct myriad_progress {
  uint64_t networks_done, networks;  // over all cells, resumed ones included
  uint32_t cell;                     // at work now, from 0
  uint32_t cells_done, cells;
  double updates_per_second;         // network-sample updates
  double seconds;
  double eta_seconds;                // -1: not known yet
} myriad_progress;

// Called between chunks (about half a second of work each) on the thread that called myriad_run(). Not 0: stop
// here; what is done is kept.
typedef int (*myriad_progress_function)(const myriad_progress* progress, void* context);

typedef struct myriad_run_options {
  size_t size;            // sizeof(myriad_run_options) of the caller; fields beyond it have their defaults
  const char* directory;  // created if need be, its parents are not; resumed if it holds this spec's result
  const char* device;     // NULL: "auto"; cpu, cuda, cuda:N, all, reference
  const char* isa;        // NULL: "auto"; baseline, avx2, avx512
  int threads;            // 0: one per processor
  uint64_t chunk;         // networks between two calls of on_progress; 0: about half a second of work
  uint64_t shard_index;   // this share of every cell's networks: 0 <= shard_index < shard_count
  uint64_t shard_count;   // 0 and 1: all of them
  myriad_progress_function on_progress;  // may be NULL
  void* context;                         // for on_progress
} myriad_run_options;

typedef struct myriad_outcome {
  uint64_t networks_run;  // computed by this call; 0 when nothing was left to do
  double updates;         // network-sample updates of this call
  double seconds;
  uint32_t cells_failed;
} myriad_outcome;

// Runs or resumes a sweep. MYRIAD_OK, MYRIAD_SOME_CELLS_FAILED and MYRIAD_INTERRUPTED fill `outcome` (which may
// be NULL); anything else was found out before a network was computed, or left the run resumable.
MYRIAD_API int myriad_run(const myriad_sweep* sweep, const myriad_run_options* options,
                          myriad_outcome* outcome);

// ---- results ----

#define MYRIAD_ALL_CELLS UINT32_MAX

MYRIAD_API int myriad_result_open(const char* directory, myriad_result** out);
MYRIAD_API uint32_t myriad_result_cells(const myriad_result* result);
// A table of `myriad export`: cells, networks, data (one cell), survival, histogram, theory, comparisons,
// diagnostics, preprocessing. The table outlives the result.
MYRIAD_API int myriad_result_table(const myriad_result* result, const char* name, uint32_t cell,
                                   myriad_table** out);
// The sentences that `myriad run` ends with, and the page report.html. Made at the first call; so these two
// count as changes of the result.
MYRIAD_API int myriad_result_findings(myriad_result* result, const char** out);
MYRIAD_API int myriad_result_report(myriad_result* result, const char** out);
MYRIAD_API void myriad_result_free(myriad_result* result);

// ---- tables ----

enum { MYRIAD_EMPTY = 0, MYRIAD_UNSIGNED = 1, MYRIAD_SIGNED = 2, MYRIAD_REAL = 3, MYRIAD_TEXT = 4 };

typedef struct myriad_entry {
  int kind;          // which of the fields below holds it; MYRIAD_EMPTY: none
  uint64_t whole;    // MYRIAD_UNSIGNED: a count
  int64_t integer;   // MYRIAD_SIGNED
  double real;       // MYRIAD_REAL; may be NaN or infinite. The other kinds of number are in it too, rounded
  const char* text;  // MYRIAD_TEXT; else NULL
} myriad_entry;

MYRIAD_API size_t myriad_table_rows(const myriad_table* table);
MYRIAD_API size_t myriad_table_columns(const myriad_table* table);
// The name of column 0 <= column < columns, else NULL.
MYRIAD_API const char* myriad_table_column(const myriad_table* table, size_t column);
// The position of a column, or -1.
MYRIAD_API ptrdiff_t myriad_table_find(const myriad_table* table, const char* column);
// MYRIAD_USAGE beyond the last row or column.
MYRIAD_API int myriad_table_entry(const myriad_table* table, size_t row, size_t column, myriad_entry* out);
// The whole table as "csv", "json" or "markdown"; made anew at each call, which counts as a change.
MYRIAD_API int myriad_table_text(myriad_table* table, const char* format, const char** out);
MYRIAD_API void myriad_table_free(myriad_table* table);

#ifdef __cplusplus
}
#endif
