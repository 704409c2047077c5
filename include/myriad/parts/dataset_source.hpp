// Data sets: where rows come from. Each says which fields `data = { source = "…", … }` may hold;
// the bodies that read or make the rows are in host/dataset_source.cpp. Host only.
#pragma once

#include <array>
#include <limits>

#include "myriad/core/type_list.hpp"
#include "myriad/dataset.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

// Fields of every data set. load_data() applies noise and offset, in this order, so no source does.

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kMaxGeneratedRows = 16'777'216;

inline constexpr Parameter kSeedField{
    "seed",
    "of everything random in the data: rows made, flipped labels, the test split",
    ParameterKind::integer,
    0,
    0,
    0x1p53};
inline constexpr Parameter kNoiseField{
    "noise", "probability with which each row's label is flipped", ParameterKind::real, 0, 0, 1};
inline constexpr Parameter kOffsetField{"offset", "added to both features, before preprocessing",
                                        ParameterKind::real, 0};

/// A file of rows: see host/csv.hpp for what is accepted.
struct CsvData {
  static constexpr PartInfo info{
      "csv", "", "two feature columns and a label column of a file, in file order",
      "Rows of a CSV file. Labels are 0 or 1, or `positive` names the text that is class 1."};
  static constexpr std::array<Parameter, 8> parameters{{
      {"file", "its name, relative to the spec", ParameterKind::text},
      {"features", "the two columns by name, or by position counted from 0", ParameterKind::texts,
       kNoNumber, 2, 2},
      {"label", "the label's column, by name or position", ParameterKind::text},
      {"positive", "the label text of class 1; every other text is class 0", ParameterKind::text,
       kNoNumber, kNoNumber, kNoNumber, false, false, "", true},
      {"delimiter", "one character between fields; a comma if left out", ParameterKind::text,
       kNoNumber, kNoNumber, kNoNumber, false, false, "", true},
      kSeedField,
      kNoiseField,
      kOffsetField,
  }};
  static RawData load(const DataSpec& spec);
};

/// Four rows, (low, low), (low, high), (high, low), (high, high), labels 0, 1, 1, 0.
struct XorData {
  static constexpr PartInfo info{"xor", "",
                                 "label = x1 xor x2 on the four corners of [low, high]^2",
                                 "Exclusive or: the smallest data set that no line separates."};
  static constexpr std::array<Parameter, 5> parameters{{
      {"low", "the feature value that stands for 0", ParameterKind::real, 0},
      {"high", "the feature value that stands for 1", ParameterKind::real, 1},
      kSeedField,
      kNoiseField,
      kOffsetField,
  }};
  static RawData load(const DataSpec& spec);
};

/// Row i has the features low + (high - low) u from words 0 and 1 of draw 0 of kDataStream, key
/// seed.
struct UniformData {
  static constexpr PartInfo info{
      "uniform", "random_uniform",
      "x1, x2 independent and uniform on (low, high); label = 1 if x1 + x2 > low + high, else 0",
      "Random rows that a line separates: the diagonal of the square."};
  static constexpr std::array<Parameter, 6> parameters{{
      {"rows", "how many", ParameterKind::integer, 100, 1, kMaxGeneratedRows},
      {"low", "lower end of both features", ParameterKind::real, 0},
      {"high", "upper end of both features", ParameterKind::real, 1},
      kSeedField,
      kNoiseField,
      kOffsetField,
  }};
  static RawData load(const DataSpec& spec);
};

/// Every data set; a position in this list is a part's id.
using DatasetSources = TypeList<CsvData, XorData, UniformData>;

}  // namespace myriad
