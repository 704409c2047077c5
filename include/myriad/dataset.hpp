// Rows ready for training: read or made once on the host, in double, then rounded once to float and
// shared by every engine.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "myriad/parts/part.hpp"
#include "myriad/step/row.hpp"

namespace myriad {

/// Arguments of a data set by name: numbers, texts or lists of texts (`data = { source = "csv", …
/// }`).
using FieldValue = std::variant<double, std::string, std::vector<std::string>>;

/// What `data = {…}` says. `fields` holds only what was given; defaults come from the data set's
/// part.
struct DataSpec {
  std::string source = "xor";
  std::map<std::string, FieldValue> fields;
  std::string directory;  ///< relative file names start here
};

/// One row in double, before or after preprocessing. The label is 0 or 1.
struct Sample {
  double x1 = 0;
  double x2 = 0;
  double label = 0;
};

/// A data set as it was read or generated, in file order.
struct RawData {
  std::vector<Sample> samples;
  std::vector<std::string> feature_names;  ///< two
  std::uint64_t content_hash = 0;          ///< of the file's bytes, or of the rows made
};

/// Reads or makes the data, then adds Gaussian noise to both features (`noise`), takes out rows of
/// class 1 (`imbalance`), flips labels (`label_noise`) and moves both features (`offset`), in this
/// order. A file in which every row has the same label is accepted. Throws InputError (exit 4: a bad file, with
/// file:line:column of every mistake), InputOutputError (a file that cannot be read) or UsageError
/// (an unknown source, a field that is unknown, missing, of the wrong type or out of range; no row of
/// class 1 left; a row that fits no float).
RawData load_data(const DataSpec& spec);

/// One split in the order of its sums: class 0 first, then class 1, each in file order.
struct Split {
  std::vector<Row> rows;
  std::vector<std::uint32_t> source_row;  ///< position in RawData, for `export --table data`
  std::uint32_t class0 = 0;               ///< rows of class 0
};

/// Data after the split and the scaler.
struct Dataset {
  RawData raw;
  Split train;
  Split test;                  ///< empty when test_fraction = 0
  std::vector<double> fitted;  ///< the scaler's constants, in the order of fitted_names()
};

/// "x1.mean", "x1.scale", …: what a preprocessor fits, in the order of Dataset::fitted. Empty for one
/// that fits nothing, and for a number that is none of a preprocessor.
std::vector<std::string> fitted_names(int preprocessor);

/// Splits (ceil(n * test_fraction) test rows, drawn once from data.seed, not stratified), fits the
/// scaler on the training rows, scales both splits in double, rounds once. `preprocess_arguments`
/// has one entry per parameter of the preprocessor. Throws what load_data() throws, and UsageError
/// when no training row is left, the preprocessor cannot take a row or its arguments, or a scaled
/// value does not fit a float.
Dataset prepare_dataset(const DataSpec& spec, const BoundPart& preprocess,
                        const std::vector<double>& preprocess_arguments, double test_fraction);

}  // namespace myriad
