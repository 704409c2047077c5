// How each data set reads or makes its rows.
#include "myriad/parts/dataset_source.hpp"

#include <filesystem>

#include "host/csv.hpp"
#include "host/dataset_fields.hpp"
#include "myriad/core/random.hpp"
#include "myriad/error.hpp"

namespace myriad {

namespace {

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

RawData XorData::load(const DataSpec& spec) {
  const auto [low, high] = feature_range(spec, DataFields(spec));
  RawData data;
  data.feature_names = {"x1", "x2"};
  data.samples = {{low, low, 0}, {low, high, 1}, {high, low, 1}, {high, high, 0}};
  return data;
}

RawData UniformData::load(const DataSpec& spec) {
  const DataFields fields(spec);
  const auto [low, high] = feature_range(spec, fields);
  const auto rows = static_cast<std::uint64_t>(fields.number("rows"));
  const double width = high - low;
  RawData data;
  data.feature_names = {"x1", "x2"};
  data.samples.reserve(rows);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const Words words = random_words(fields.seed(), i, kDataStream, 0);
    const double x1 = low + width * static_cast<double>(uniform_open(words.word[0]));
    const double x2 = low + width * static_cast<double>(uniform_open(words.word[1]));
    data.samples.push_back({x1, x2, x1 + x2 > low + high ? 1.0 : 0.0});
  }
  return data;
}

}  // namespace myriad
