// From a data set's description to the rows that networks see: load, split, scale, round once.
#include "myriad/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "host/text/content_hash.hpp"
#include "host/data/dataset_fields.hpp"
#include "myriad/core/double_normal.hpp"
#include "myriad/core/random.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/dataset_source.hpp"
#include "myriad/parts/preprocess.hpp"

namespace myriad {

namespace {

/// Position of each row in its source, since random words go by it.
using Origins = std::vector<std::size_t>;

void add_noise(std::vector<Sample>& samples, double sd, std::uint64_t seed) {
  if (sd == 0) return;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const NormalPair normal = normal_pair(random_words(seed, i, kDataStream, kNoiseDraw));
    samples[i].x1 += sd * normal.first;
    samples[i].x2 += sd * normal.second;
  }
}

/// Takes out round(share * n1) of the n1 rows of class 1 (halves upwards): those with the smallest
/// random words, ties by row.
void unbalance(std::vector<Sample>& samples, Origins& origins, double share, std::uint64_t seed) {
  std::vector<std::pair<std::uint32_t, std::size_t>> order;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].label != 1) continue;
    order.emplace_back(random_words(seed, i, kDataStream, kImbalanceDraw).word[0], i);
  }
  const auto count =
      static_cast<std::size_t>(std::floor(static_cast<double>(order.size()) * share + 0.5));
  if (count == 0) return;
  if (count >= order.size()) {
    throw UsageError("imbalance leaves no row of class 1 of " + std::to_string(order.size()));
  }
  std::sort(order.begin(), order.end());
  std::vector<bool> taken(samples.size(), false);
  for (std::size_t i = 0; i < count; ++i) taken[order[i].second] = true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (taken[i]) continue;
    samples[kept] = samples[i];
    origins[kept++] = i;
  }
  samples.resize(kept);
  origins.resize(kept);
}

void flip_labels(std::vector<Sample>& samples, const Origins& origins, double probability,
                 std::uint64_t seed) {
  if (probability == 0) return;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Words words = random_words(seed, origins[i], kDataStream, kLabelNoiseDraw);
    const double u = static_cast<double>(uniform_open(words.word[0]));
    if (u < probability) samples[i].label = 1 - samples[i].label;
  }
}

std::uint64_t hash_of(const std::vector<Sample>& samples) {
  ContentHash hash;
  for (const Sample& sample : samples) {
    for (const double number : {sample.x1, sample.x2, sample.label}) {
      char bytes[sizeof number];
      std::memcpy(bytes, &number, sizeof number);
      hash.insert({bytes, sizeof bytes});
    }
  }
  return hash.value();
}

/// Which rows are held out: the ceil(n * fraction) with the smallest random words, ties by row.
std::vector<bool> choose_test_rows(std::size_t rows, double fraction, std::uint64_t seed) {
  if (!(fraction >= 0 && fraction < 1))
    throw UsageError("test_fraction must be at least 0 and below 1");
  const auto count = static_cast<std::size_t>(std::ceil(static_cast<double>(rows) * fraction));
  if (count >= rows) {
    throw UsageError("test_fraction leaves no training row of " + std::to_string(rows));
  }
  std::vector<bool> held_out(rows, false);
  if (count == 0) return held_out;
  std::vector<std::pair<std::uint32_t, std::size_t>> order(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    order[i] = {random_words(seed, i, kTestSplitStream, 0).word[0], i};
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < count; ++i) held_out[order[i].second] = true;
  return held_out;
}

[[noreturn]] void refuse_row(std::size_t row, const std::string& why) {
  throw UsageError("row " + std::to_string(row) + " of the data, counted from 0: " + why);
}

/// A row as floats; UsageError when it does not fit.
Row rounded(const Sample& scaled, std::size_t row) {
  const Row out{static_cast<float>(scaled.x1), static_cast<float>(scaled.x2),
                static_cast<float>(scaled.label), 0};
  if (!std::isfinite(out.x1) || !std::isfinite(out.x2)) {
    refuse_row(row, "it does not fit float32 after noise, offset and preprocessing");
  }
  return out;
}

Split make_split(const std::vector<Sample>& scaled, const std::vector<bool>& held_out, bool test) {
  Split split;
  for (const double label : {0.0, 1.0}) {
    for (std::size_t i = 0; i < scaled.size(); ++i) {
      if (held_out[i] != test || scaled[i].label != label) continue;
      split.rows.push_back(rounded(scaled[i], i));
      split.source_row.push_back(static_cast<std::uint32_t>(i));
    }
    if (label == 0.0) split.class0 = static_cast<std::uint32_t>(split.rows.size());
  }
  return split;
}

}  // namespace

std::vector<std::string> fitted_names(int preprocessor) {
  std::vector<std::string> names;
  visit_type(Preprocessors{}, preprocessor, [&](auto tag) {
    const auto& found = decltype(tag)::type::fitted_names;
    names.assign(found.begin(), found.end());
  });
  return names;
}

RawData load_data(const DataSpec& spec) {
  const DataFields fields(spec);
  RawData data;
  visit_type(DatasetSources{}, find_dataset_source(spec.source),
             [&](auto tag) { data = decltype(tag)::type::load(spec); });
  Origins origins(data.samples.size());
  std::iota(origins.begin(), origins.end(), std::size_t{0});
  add_noise(data.samples, fields.number("noise"), fields.seed());
  unbalance(data.samples, origins, fields.number("imbalance"), fields.seed());
  flip_labels(data.samples, origins, fields.number("label_noise"), fields.seed());
  const double offset = fields.number("offset");
  for (std::size_t i = 0; i < data.samples.size(); ++i) {
    data.samples[i].x1 += offset;
    data.samples[i].x2 += offset;
    rounded(data.samples[i], i);  // throws when the raw row fits no float
  }
  if (data.content_hash == 0) data.content_hash = hash_of(data.samples);
  return data;
}

Dataset prepare_dataset(const DataSpec& spec, const BoundPart& preprocess,
                        const std::vector<double>& preprocess_arguments, double test_fraction) {
  Dataset dataset;
  dataset.raw = load_data(spec);
  const std::vector<Sample>& samples = dataset.raw.samples;
  const std::vector<bool> held_out =
      choose_test_rows(samples.size(), test_fraction, DataFields(spec).seed());
  std::vector<Sample> train;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!held_out[i]) train.push_back(samples[i]);
  }
  std::vector<Sample> scaled(samples.size());
  if (preprocess.id < 0 || preprocess.id >= Preprocessors::size)
    throw UsageError("no such preprocessor");
  visit_type(Preprocessors{}, preprocess.id, [&](auto tag) {
    using Preprocessor = typename decltype(tag)::type;
    if (preprocess_arguments.size() != Preprocessor::parameters.size()) {
      throw UsageError(std::string(Preprocessor::info.name) + " needs one argument per parameter");
    }
    const double* arguments = preprocess_arguments.data();
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (const char* refusal = Preprocessor::refusal(samples[i])) refuse_row(i, refusal);
    }
    dataset.fitted = Preprocessor::fit(train, arguments);
    std::transform(samples.begin(), samples.end(), scaled.begin(), [&](const Sample& sample) {
      return Preprocessor::apply(sample, dataset.fitted, arguments);
    });
  });
  dataset.train = make_split(scaled, held_out, false);
  dataset.test = make_split(scaled, held_out, true);
  return dataset;
}

}  // namespace myriad
