// The C interface as a stranger uses it, mistakes included: ends with 0 when all of it keeps its word.
#include <myriad/myriad.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void check(int good, const char* what) {
  if (good) return;
  ++failures;
  fprintf(stderr, "not so: %s (last error: %s)\n", what, myriad_last_error());
}

static int stop_at_once(const myriad_progress* progress, void* context) {
  ++*(int*)context;
  check(progress->networks == 2000 && progress->cells == 2, "progress counts all networks and cells");
  return 1;
}

static int go_on(const myriad_progress* progress, void* context) {
  (void)progress;
  ++*(int*)context;
  return 0;
}

static void mistakes(void) {
  myriad_sweep* sweep = NULL;
  myriad_result* result = NULL;
  myriad_run_options options = {0};
  check(myriad_sweep_read("no such file", &sweep) == MYRIAD_INPUT_OUTPUT && sweep == NULL, "a missing file");
  check(strstr(myriad_last_error(), "no such file") != NULL, "the message names the file");
  check(myriad_sweep_parse("spec_version = 1\n[base]\nlrr = 1\n", "s.toml", &sweep) == MYRIAD_USAGE, "a bad key");
  check(strstr(myriad_last_error(), "s.toml:3:1") != NULL, "the message names the place");
  check(myriad_sweep_parse(NULL, "s.toml", &sweep) == MYRIAD_USAGE, "NULL for a text");
  check(myriad_sweep_read("sweep.toml", NULL) == MYRIAD_USAGE, "NULL for out");
  check(myriad_result_open("nowhere", &result) == MYRIAD_INPUT_OUTPUT && result == NULL, "a missing result");
  check(myriad_run(NULL, &options, NULL) == MYRIAD_USAGE, "no sweep");
  check(myriad_sweep_cells(NULL) == 0 && myriad_table_rows(NULL) == 0, "NULL is empty");
  myriad_sweep_free(NULL);
  myriad_result_free(NULL);
  myriad_table_free(NULL);
}

static void stopped_and_resumed(const myriad_sweep* sweep) {
  int calls = 0;
  myriad_outcome outcome = {0};
  myriad_run_options options = {0};
  check(myriad_run(sweep, &options, NULL) == MYRIAD_USAGE, "options without a size");
  options.size = sizeof options;
  check(myriad_run(sweep, &options, NULL) == MYRIAD_USAGE, "options without a directory");
  options.directory = "out-stranger";
  options.device = "tpu";
  check(myriad_run(sweep, &options, NULL) == MYRIAD_USAGE, "an unknown device");
  options.device = "cpu";
  options.chunk = 100;
  options.context = &calls;
  options.on_progress = stop_at_once;
  check(myriad_run(sweep, &options, &outcome) == MYRIAD_INTERRUPTED && calls >= 1, "a stop asked for");
  check(outcome.networks_run >= 100 && outcome.networks_run < 2000, "a stop keeps what is done");
  options.on_progress = go_on;
  const uint64_t before = outcome.networks_run;
  check(myriad_run(sweep, &options, &outcome) == MYRIAD_OK, "resuming");
  check(before + outcome.networks_run == 2000, "resuming computes only the rest");
}

static void tables(void) {
  myriad_result* result = NULL;
  myriad_table* table = NULL;
  myriad_entry entry;
  const char* text = NULL;
  check(myriad_result_open("out-stranger", &result) == MYRIAD_OK, "opening the result");
  check(myriad_result_cells(result) == 2, "two cells");
  check(myriad_result_table(result, "cels", MYRIAD_ALL_CELLS, &table) == MYRIAD_USAGE, "an unknown table");
  check(strstr(myriad_last_error(), "cells") != NULL, "the nearest name");
  check(myriad_result_table(result, "networks", 2, &table) == MYRIAD_USAGE, "an unknown cell");
  check(myriad_result_table(result, "cells", MYRIAD_ALL_CELLS, &table) == MYRIAD_OK, "table cells");
  check(myriad_result_findings(result, &text) == MYRIAD_OK && strlen(text) > 100, "findings");
  check(myriad_result_report(result, &text) == MYRIAD_OK && strncmp(text, "<!DOCTYPE", 9) == 0, "the page");
  myriad_result_free(result);
  check(myriad_table_rows(table) == 2, "the table outlives the result");
  const ptrdiff_t networks = myriad_table_find(table, "networks");
  check(networks >= 0 && myriad_table_find(table, "netwroks") == -1, "finding columns");
  check(strcmp(myriad_table_column(table, (size_t)networks), "networks") == 0, "naming columns");
  check(myriad_table_column(table, myriad_table_columns(table)) == NULL, "a column too far");
  check(myriad_table_entry(table, 0, (size_t)networks, &entry) == MYRIAD_OK &&
            entry.kind == MYRIAD_UNSIGNED && entry.whole == 1000 && entry.real == 1000.0, "a count");
  check(myriad_table_entry(table, 0, (size_t)myriad_table_find(table, "activation"), &entry) == MYRIAD_OK &&
            entry.kind == MYRIAD_TEXT && strcmp(entry.text, "relu") == 0, "a text");
  check(myriad_table_entry(table, 0, (size_t)myriad_table_find(table, "test_accuracy_mean"), &entry) ==
            MYRIAD_OK && entry.kind == MYRIAD_EMPTY && entry.text == NULL, "an empty entry");
  check(myriad_table_entry(table, 2, 0, &entry) == MYRIAD_USAGE, "a row too far");
  check(myriad_table_text(table, "yaml", &text) == MYRIAD_USAGE, "an unknown format");
  check(myriad_table_text(table, "csv", &text) == MYRIAD_OK && strncmp(text, "cell,activation,", 16) == 0, "CSV");
  myriad_table_free(table);
}

int main(void) {
  myriad_sweep* sweep = NULL;
  check(myriad_c_version() == MYRIAD_C_VERSION && strlen(myriad_version()) >= 5, "versions");
  check(strcmp(myriad_last_error(), "") == 0, "no error yet");
  mistakes();
  check(myriad_sweep_read("sweep.toml", &sweep) == MYRIAD_OK, "reading a spec");
  check(myriad_sweep_set(sweep, "epochs", "-1") == MYRIAD_USAGE, "a bad value");
  check(myriad_sweep_set(sweep, "epochs", "50") == MYRIAD_OK, "a value");
  check(myriad_sweep_set(sweep, "epochs", "20") == MYRIAD_OK, "a value in place of another");
  check(myriad_sweep_axis(sweep, "activation", "relu,elu") == MYRIAD_OK, "an axis");
  check(myriad_sweep_set_networks(sweep, 0) == MYRIAD_USAGE, "no networks");
  check(myriad_sweep_set_networks(sweep, 1000) == MYRIAD_OK, "networks");
  check(myriad_sweep_set_seed(sweep, UINT64_MAX) == MYRIAD_OK, "the largest seed");
  check(myriad_sweep_cells(sweep) == 2 && myriad_sweep_networks_per_cell(sweep) == 1000, "the sweep's size");
  check(strcmp(myriad_sweep_name(sweep), "library") == 0, "the sweep's name");
  stopped_and_resumed(sweep);
  tables();
  myriad_sweep_free(sweep);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
