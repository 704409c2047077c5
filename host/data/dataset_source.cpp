// How each data set reads or makes its rows.
#include "myriad/parts/dataset_source.hpp"

#include <cmath>
#include <filesystem>

#include "host/data/csv.hpp"
#include "host/data/dataset_fields.hpp"
#include "myriad/core/double_circle.hpp"
#include "myriad/core/double_normal.hpp"
#include "myriad/core/random.hpp"
#include "myriad/error.hpp"

namespace myriad {

namespace {

struct Centre {
  double x1;
  double x2;
};

struct Range {
  double low;
  double high;
};

Range feature_range(const DataSpec& spec, const DataFields& fields) {
  const Range range{fields.number("low"), fields.number("high")};
  if (!(range.low < range.high)) {
    throw UsageError("data set '" + spec.source + "': low must be below high");
  }
  return range;
}

char delimiter_of(const DataFields& fields) {
  const std::string text = fields.text("delimiter").value_or(",");
  const bool usable = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 &&
                      std::string("\"\r\n.+-0123456789").find(text[0]) == std::string::npos &&
                      text[0] != '\0';
  if (!usable) {
    throw UsageError("data set 'csv': delimiter is one character that no number or quote contains");
  }
  return text[0];
}

RawData named_rows() {
  RawData data;
  data.feature_names = {"x1", "x2"};
  return data;
}

std::uint64_t row_count(const DataFields& fields) {
  return static_cast<std::uint64_t>(fields.number("rows"));
}

double share(std::uint64_t i, std::uint64_t n) {
  return static_cast<double>(i) / static_cast<double>(n);
}

/// Rows of the class that comes first, and of the other: scikit-learn gives the second the odd row.
struct Halves {
  std::uint64_t first;
  std::uint64_t second;
};

Halves halves(std::uint64_t rows) { return {rows / 2, rows - rows / 2}; }

/// Classes take turns, so that a row keeps its class and its place when more rows are asked for.
RawData two_clouds(const DataFields& fields, const Centre& centre0, const Centre& centre1,
                   double sd) {
  const std::uint64_t rows = row_count(fields);
  RawData data = named_rows();
  data.samples.reserve(rows);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const Centre& centre = i % 2 == 0 ? centre0 : centre1;
    const NormalPair normal =
        normal_pair(random_words(fields.seed(), i, kDataStream, kFeatureDraw));
    data.samples.push_back({centre.x1 + sd * normal.first, centre.x2 + sd * normal.second,
                            static_cast<double>(i % 2)});
  }
  return data;
}

}  // namespace

RawData CsvData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  CsvOptions options;
  options.features = fields.texts("features");
  options.label = fields.text("label").value();
  options.positive = fields.text("positive");
  options.delimiter = delimiter_of(fields);
  const std::filesystem::path file(fields.text("file").value());
  return read_csv_file((std::filesystem::path(spec.directory) / file).string(), options);
}

RawData GateData::corners(const DataSpec& spec, unsigned truth) {
  const auto [low, high] = feature_range(spec, DataFields(spec));
  RawData data = named_rows();
  data.samples = {{low, low, 0}, {low, high, 0}, {high, low, 0}, {high, high, 0}};
  for (unsigned i = 0; i < 4; ++i) data.samples[i].label = (truth >> i & 1u) != 0 ? 1 : 0;
  return data;
}

RawData UniformData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const auto [low, high] = feature_range(spec, fields);
  const std::uint64_t rows = row_count(fields);
  const double width = high - low;
  RawData data = named_rows();
  data.samples.reserve(rows);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const Words words = random_words(fields.seed(), i, kDataStream, kFeatureDraw);
    const double x1 = low + width * static_cast<double>(uniform_open(words.word[0]));
    const double x2 = low + width * static_cast<double>(uniform_open(words.word[1]));
    data.samples.push_back({x1, x2, x1 + x2 > low + high ? 1.0 : 0.0});
  }
  return data;
}

RawData MoonsData::load(const DataSpec& spec) {
  const auto [first, second] = halves(row_count(DataFields(spec)));
  RawData data = named_rows();
  // Both ends of a half circle are rows; a class of one row stands at its beginning.
  const auto along = [](std::uint64_t i, std::uint64_t n) {
    return n < 2 ? circle_point(0) : circle_point(0.5 * share(i, n - 1));
  };
  for (std::uint64_t i = 0; i < first; ++i) {
    const CirclePoint at = along(i, first);
    data.samples.push_back({at.cosine, at.sine, 0});
  }
  for (std::uint64_t i = 0; i < second; ++i) {
    const CirclePoint at = along(i, second);
    data.samples.push_back({1.0 - at.cosine, 1.0 - at.sine - 0.5, 1});
  }
  return data;
}

RawData CirclesData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const double factor = fields.number("factor");
  const auto [first, second] = halves(row_count(fields));
  RawData data = named_rows();
  for (std::uint64_t i = 0; i < first; ++i) {
    const CirclePoint at = circle_point(share(i, first));
    data.samples.push_back({at.cosine, at.sine, 0});
  }
  for (std::uint64_t i = 0; i < second; ++i) {
    const CirclePoint at = circle_point(share(i, second));
    data.samples.push_back({at.cosine * factor, at.sine * factor, 1});
  }
  return data;
}

RawData GaussData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const double center = fields.number("center");
  return two_clouds(fields, {-center, -center}, {center, center},
                    std::sqrt(fields.number("variance")));
}

RawData SpiralData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const double radius = fields.number("radius"), turns = fields.number("turns");
  const auto [first, second] = halves(row_count(fields));
  RawData data = named_rows();
  const auto add_arm = [&](std::uint64_t n, double start, double label) {
    for (std::uint64_t i = 0; i < n; ++i) {
      const double r = share(i, n) * radius;
      const CirclePoint at = circle_point(turns * share(i, n) + start);
      data.samples.push_back({r * at.sine, r * at.cosine, label});
    }
  };
  add_arm(first, 0.0, 1);
  add_arm(second, 0.5, 0);
  return data;
}

RawData BlobsData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const auto [low, high] = feature_range(spec, fields);
  Centre centre[2];
  for (std::uint64_t k = 0; k < 2; ++k) {
    const Words words = random_words(fields.seed(), k, kDataStream, kCentreDraw);
    centre[k].x1 = low + (high - low) * uniform_double(words.word[0], words.word[1]);
    centre[k].x2 = low + (high - low) * uniform_double(words.word[2], words.word[3]);
  }
  return two_clouds(fields, centre[0], centre[1], fields.number("cluster_std"));
}

}  // namespace myriad
