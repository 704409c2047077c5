// A prepared data set as bytes and back: numbers as their little-endian bit patterns, each list after
// its length.
#include "host/data/dataset_bytes.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "myriad/error.hpp"

namespace myriad {
namespace {

class Writer {
 public:
  void word(std::uint64_t x, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(x >> 8 * i & 0xffu);
  }
  void add(std::uint64_t x) { word(x, 8); }
  void add(std::uint32_t x) { word(x, 4); }
  void add(double x) { word(std::bit_cast<std::uint64_t>(x), 8); }
  void add(float x) { word(std::bit_cast<std::uint32_t>(x), 4); }
  void add(const std::string& text) {
    add(std::uint64_t{text.size()});
    bytes_ += text;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(const std::string& bytes) : bytes_(bytes) {}

  std::uint64_t word(int bytes) {
    need(static_cast<std::uint64_t>(bytes));
    std::uint64_t x = 0;
    for (int i = 0; i < bytes; ++i) x |= std::uint64_t{static_cast<unsigned char>(bytes_[at_++])} << 8 * i;
    return x;
  }
  void get(std::uint64_t& x) { x = word(8); }
  void get(std::uint32_t& x) { x = static_cast<std::uint32_t>(word(4)); }
  void get(double& x) { x = std::bit_cast<double>(word(8)); }
  void get(float& x) { x = std::bit_cast<float>(static_cast<std::uint32_t>(word(4))); }
  void get(std::string& text) {
    const std::uint64_t size = length(1);
    text = bytes_.substr(at_, size);
    at_ += size;
  }
  // A number of entries of at least `entry_bytes` each, so that damage cannot ask for all memory.
  std::uint64_t length(std::uint64_t entry_bytes) {
    const std::uint64_t n = word(8);
    if (n > (bytes_.size() - at_) / entry_bytes) fail();
    return n;
  }
  void finish() const {
    if (at_ != bytes_.size()) fail();
  }
  // What does not hold is damage.
  static void require(bool holds) {
    if (!holds) fail();
  }

 private:
  [[noreturn]] static void fail() { throw InputOutputError("a stored data set is damaged"); }
  void need(std::uint64_t n) const {
    if (bytes_.size() - at_ < n) fail();
  }
  const std::string& bytes_;
  std::size_t at_ = 0;
};

void add(Writer& to, const Split& split) {
  to.add(std::uint64_t{split.rows.size()});
  for (std::size_t i = 0; i < split.rows.size(); ++i) {
    to.add(split.rows[i].x1);
    to.add(split.rows[i].x2);
    to.add(split.rows[i].label);
    to.add(split.source_row.at(i));
  }
  to.add(split.class0);
}

// `samples`: the rows of the file that its own come from.
void get(Reader& from, Split& split, std::size_t samples) {
  const std::uint64_t n = from.length(16);
  split.rows.resize(n);
  split.source_row.resize(n);
  for (std::uint64_t i = 0; i < n; ++i) {
    split.rows[i] = {};
    from.get(split.rows[i].x1);
    from.get(split.rows[i].x2);
    from.get(split.rows[i].label);
    from.get(split.source_row[i]);
  }
  from.get(split.class0);
  Reader::require(split.class0 <= n);
  for (std::uint64_t i = 0; i < n; ++i) {
    const Row& row = split.rows[i];
    Reader::require(split.source_row[i] < samples && std::isfinite(row.x1) && std::isfinite(row.x2));
    Reader::require(row.label == (i < split.class0 ? 0.0f : 1.0f));
  }
}

}  // namespace

std::string to_bytes(const Dataset& dataset) {
  Writer to;
  to.add(std::uint64_t{dataset.raw.samples.size()});
  for (const Sample& sample : dataset.raw.samples) {
    to.add(sample.x1);
    to.add(sample.x2);
    to.add(sample.label);
  }
  to.add(std::uint64_t{dataset.raw.feature_names.size()});
  for (const auto& name : dataset.raw.feature_names) to.add(name);
  to.add(dataset.raw.content_hash);
  add(to, dataset.train);
  add(to, dataset.test);
  to.add(std::uint64_t{dataset.fitted.size()});
  for (const double x : dataset.fitted) to.add(x);
  return to.take();
}

Dataset dataset_from_bytes(const std::string& bytes) {
  Reader from(bytes);
  Dataset dataset;
  dataset.raw.samples.resize(from.length(24));
  for (Sample& sample : dataset.raw.samples) {
    from.get(sample.x1);
    from.get(sample.x2);
    from.get(sample.label);
  }
  dataset.raw.feature_names.resize(from.length(8));
  for (auto& name : dataset.raw.feature_names) from.get(name);
  from.get(dataset.raw.content_hash);
  Reader::require(dataset.raw.feature_names.size() == 2);
  get(from, dataset.train, dataset.raw.samples.size());
  Reader::require(!dataset.train.rows.empty());
  get(from, dataset.test, dataset.raw.samples.size());
  dataset.fitted.resize(from.length(8));
  for (double& x : dataset.fitted) from.get(x);
  from.finish();
  return dataset;
}

}  // namespace myriad
