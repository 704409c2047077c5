// Data sets: where rows come from. Each says which fields `data = { source = "…", … }` may hold;
// the bodies that read or make the rows are in host/data/dataset_source.cpp. Host only.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "myriad/core/type_list.hpp"
#include "myriad/dataset.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// Draws of kDataStream under data.seed; the counter is a row's number in its source, from 0,
/// unless said otherwise. So a row does not depend on how many rows there are, or on which were
/// taken out.
enum DataDraw : std::uint32_t {
  kFeatureDraw = 0,     ///< the features of a row made at random
  kLabelNoiseDraw = 1,  ///< word 0: whether the label is flipped
  kNoiseDraw = 2,       ///< a normal for each feature
  kImbalanceDraw = 3,   ///< word 0: its rank among the rows of class 1
  kCentreDraw = 4,      ///< of blobs; the counter is the class
};

namespace detail {

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();
inline constexpr double kMaxGeneratedRows = 16'777'216;

/// A source's own fields, then those of every data set. load_data() applies noise, imbalance,
/// label_noise and offset, in this order, so no source does.
template <std::size_t own>
constexpr std::array<Parameter, own + 5> with_fields_of_all(
    const std::array<Parameter, own>& fields) {
  std::array<Parameter, own + 5> all{};
  for (std::size_t i = 0; i < own; ++i) all[i] = fields[i];
  all[own] = {"seed",
              "of everything random in the data: rows made, noise, the test split",
              ParameterKind::integer,
              0,
              0,
              0x1p53};
  all[own + 1] = {"noise",
                  "standard deviation of Gaussian noise added to both features",
                  ParameterKind::real,
                  0,
                  0,
                  kUnbounded};
  all[own + 2] = {"label_noise",
                  "probability with which each row's label is flipped",
                  ParameterKind::real,
                  0,
                  0,
                  1};
  all[own + 3] = {"imbalance",
                  "share of the rows of class 1 that is taken out",
                  ParameterKind::real,
                  0,
                  0,
                  1,
                  false,
                  true};
  all[own + 4] = {"offset", "added to both features, before preprocessing", ParameterKind::real, 0};
  return all;
}

constexpr Parameter rows_field(double least) {
  return {"rows", "how many", ParameterKind::integer, 100, least, kMaxGeneratedRows};
}

}  // namespace detail

/// What a source says where it has nothing to say.
struct SourceDefaults {
  static constexpr bool random = false;  ///< whether its rows depend on the seed before any noise
};

/// A file of rows: see host/data/csv.hpp for what is accepted.
struct CsvData : SourceDefaults {
  static constexpr PartInfo info{
      "csv", "", "two feature columns and a label column of a file, in file order",
      "Rows of a CSV file. Labels are 0 or 1, or `positive` names the text that is class 1."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 5>{{
      {"file", "its name, relative to the spec", ParameterKind::text},
      {"features", "the two columns by name, or by position counted from 0", ParameterKind::texts,
       detail::kNoNumber, 2, 2, false, false, "", false, true},
      {"label", "the label's column, by name or position", ParameterKind::text, detail::kNoNumber,
       -detail::kUnbounded, detail::kUnbounded, false, false, "", false, true},
      {"positive", "the label text of class 1; every other text is class 0", ParameterKind::text,
       detail::kNoNumber, detail::kNoNumber, detail::kNoNumber, false, false, "", true},
      {"delimiter", "one character between fields; a comma if left out", ParameterKind::text,
       detail::kNoNumber, detail::kNoNumber, detail::kNoNumber, false, false, "", true},
  }});
  static RawData load(const DataSpec& spec);
};

/// Four rows, (low, low), (low, high), (high, low), (high, high); bit i of `truth` labels row i.
struct GateData : SourceDefaults {
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 2>{{
      {"low", "the feature value that stands for 0", ParameterKind::real, 0},
      {"high", "the feature value that stands for 1", ParameterKind::real, 1},
  }});

 protected:
  static RawData corners(const DataSpec& spec, unsigned truth);
};

struct XorData : GateData {
  static constexpr PartInfo info{"xor", "",
                                 "label = x1 xor x2 on the four corners of [low, high]^2",
                                 "Exclusive or: the smallest data set that no line separates."};
  static RawData load(const DataSpec& spec) { return corners(spec, 0b0110); }
};

struct AndData : GateData {
  static constexpr PartInfo info{"and", "",
                                 "label = x1 and x2 on the four corners of [low, high]^2",
                                 "Conjunction: one corner against three."};
  static RawData load(const DataSpec& spec) { return corners(spec, 0b1000); }
};

struct OrData : GateData {
  static constexpr PartInfo info{"or", "", "label = x1 or x2 on the four corners of [low, high]^2",
                                 "Disjunction: three corners against one."};
  static RawData load(const DataSpec& spec) { return corners(spec, 0b1110); }
};

struct NandData : GateData {
  static constexpr PartInfo info{"nand", "",
                                 "label = not (x1 and x2) on the four corners of [low, high]^2",
                                 "The labels of `and` the other way round."};
  static RawData load(const DataSpec& spec) { return corners(spec, 0b0111); }
};

/// Row i has the features low + (high - low) u from words 0 and 1 of its draw.
struct UniformData : SourceDefaults {
  static constexpr PartInfo info{
      "uniform", "random_uniform",
      "x1, x2 independent and uniform on (low, high); label = 1 if x1 + x2 > low + high, else 0",
      "Random rows that a line separates: the diagonal of the square."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 3>{{
      detail::rows_field(1),
      {"low", "lower end of both features", ParameterKind::real, 0},
      {"high", "upper end of both features", ParameterKind::real, 1},
  }});
  static constexpr bool random = true;
  static RawData load(const DataSpec& spec);
};

/// floor(rows / 2) rows of class 0 along the outer half circle, then the others along the inner
/// one.
struct MoonsData : SourceDefaults {
  static constexpr PartInfo info{
      "moons", "make_moons",
      "class 0: (cos t, sin t); class 1: (1 - cos t, 1/2 - sin t); t in equal steps over [0, pi]",
      "Two half circles that reach into each other. As scikit-learn's make_moons, not shuffled."};
  static constexpr auto parameters =
      detail::with_fields_of_all(std::array<Parameter, 1>{{detail::rows_field(2)}});
  static RawData load(const DataSpec& spec);
};

/// floor(rows / 2) rows of class 0 around the outer circle, then the others around the inner one.
struct CirclesData : SourceDefaults {
  static constexpr PartInfo info{
      "circles", "make_circles",
      "class 0: (cos t, sin t); class 1: factor (cos t, sin t); t in equal steps over [0, 2 pi)",
      "A circle inside a circle. As scikit-learn's make_circles, not shuffled."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 2>{{
      detail::rows_field(2),
      {"factor", "radius of the inner circle", ParameterKind::real, 0.8, 0, 1, false, true},
  }});
  static RawData load(const DataSpec& spec);
};

/// Row i belongs to class i mod 2; its draw makes the two normals.
struct GaussData : SourceDefaults {
  static constexpr PartInfo info{
      "gauss", "gaussians",
      "class 0 normal about (-center, -center), class 1 about (center, center), both of `variance`",
      "Two round clouds. As TensorFlow Playground's Gaussian data without noise; its noise p sets "
      "the variance 0.5 + 7 p."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 3>{{
      detail::rows_field(2),
      {"center", "distance of each centre from both axes", ParameterKind::real, 2},
      {"variance", "of each feature within a class", ParameterKind::real, 0.5, 0},
  }});
  static constexpr bool random = true;
  static RawData load(const DataSpec& spec);
};

/// floor(rows / 2) rows of class 1, then those of class 0 on the same spiral turned by pi.
struct SpiralData : SourceDefaults {
  static constexpr PartInfo info{
      "spiral", "spirals",
      "r (sin t, cos t), r = radius i/n, t = 2 pi turns i/n, i < n rows of a class; class 0 at t + "
      "pi",
      "Two arms wound about each other. As TensorFlow Playground's spiral without noise."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 3>{{
      detail::rows_field(2),
      {"radius", "at the end of an arm", ParameterKind::real, 5, 0, detail::kUnbounded, true},
      {"turns", "of each arm", ParameterKind::real, 1.75, 0, 1000, true},
  }});
  static RawData load(const DataSpec& spec);
};

/// Row i belongs to class i mod 2; its draw makes the two normals.
struct BlobsData : SourceDefaults {
  static constexpr PartInfo info{"blobs", "make_blobs",
                                 "class k normal about c_k with standard deviation cluster_std; "
                                 "c_0, c_1 uniform on (low, high)^2",
                                 "Two round clouds at places drawn from the seed. As "
                                 "scikit-learn's make_blobs with two centers "
                                 "and center_box = (low, high)."};
  static constexpr auto parameters = detail::with_fields_of_all(std::array<Parameter, 4>{{
      detail::rows_field(2),
      {"cluster_std", "standard deviation of each feature within a class", ParameterKind::real, 1,
       0},
      {"low", "lower end of both features of the centres", ParameterKind::real, -10},
      {"high", "upper end of both features of the centres", ParameterKind::real, 10},
  }});
  static constexpr bool random = true;
  static RawData load(const DataSpec& spec);
};

/// Every data set; a position in this list is a part's id.
using DatasetSources = TypeList<CsvData, XorData, UniformData, AndData, OrData, NandData, MoonsData,
                                CirclesData, GaussData, SpiralData, BlobsData>;

}  // namespace myriad
