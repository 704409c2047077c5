// Summaries of cells: adding networks, merging parts, text for the store, and the means and standard
// deviations that leave integer sums with one rounding.
#include "myriad/summary.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

#include "host/text/decimal.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

using Natural = boost::multiprecision::uint1024_t;

constexpr std::uint64_t kLow32 = 0xffffffffu;

// Moves what a limb holds above 32 bits into the next one; the last limb keeps everything.
void carry(ExactSum& sum) {
  for (int i = 0; i + 1 < ExactSum::limbs; ++i) {
    sum.limb[i + 1] += sum.limb[i] >> 32;
    sum.limb[i] &= kLow32;
  }
}

void carry(Tally& tally) {
  carry(tally.train_loss);
  carry(tally.mean_activation);
  tally.train_correct_squared_high += tally.train_correct_squared_low >> 32;
  tally.train_correct_squared_low &= kLow32;
  tally.test_correct_squared_high += tally.test_correct_squared_low >> 32;
  tally.test_correct_squared_low &= kLow32;
}

void count(std::vector<std::uint64_t>& bins, std::uint32_t bin) {
  if (bins.size() <= bin) bins.resize(bin + std::size_t{1});
  ++bins[bin];
}

void add(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  if (to.size() < from.size()) to.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

bool same_counts(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  const auto& shorter = a.size() < b.size() ? a : b;
  const auto& longer = a.size() < b.size() ? b : a;
  return std::equal(shorter.begin(), shorter.end(), longer.begin()) &&
         std::all_of(longer.begin() + static_cast<std::ptrdiff_t>(shorter.size()), longer.end(),
                     [](std::uint64_t n) { return n == 0; });
}

// numerator / denominator * 2^exponent, rounded to nearest, ties to even. Both at most 2^900.
double quotient(Natural numerator, Natural denominator, int exponent) {
  if (numerator == 0) return 0;
  const int top = static_cast<int>(msb(numerator)) - static_cast<int>(msb(denominator));
  const int shift = 55 - top;  // the quotient then has 55 or 56 bits: 53, a rounding bit and more
  if (shift >= 0) numerator <<= shift;
  if (shift < 0) denominator <<= -shift;
  Natural whole, rest;
  divide_qr(numerator, denominator, whole, rest);
  auto bits = static_cast<std::uint64_t>(whole);
  if (rest != 0) bits |= 1;  // 55 bits at least, so the last one only breaks ties
  return std::ldexp(static_cast<double>(bits), exponent - shift);
}

MeanAndSd accuracy(std::uint64_t n, std::uint64_t sum, std::uint64_t low, std::uint64_t high,
                   std::uint32_t rows) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  MeanAndSd result{kNone, kNone};
  if (n == 0 || rows == 0) return result;
  const Natural terms = n, total = sum, squares = (Natural(high) << 32) + low, scale = rows;
  result.mean = quotient(total, terms * scale, 0);
  if (n == 1) return result;
  const Natural spread = terms * squares - total * total;
  result.sd = std::sqrt(quotient(spread, terms * (terms - 1) * scale * scale, 0));
  return result;
}

[[noreturn]] void damaged() { throw InputOutputError("a stored summary is damaged"); }

// Reads the text form: words separated by single spaces, one line per part.
class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  void expect(std::string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) damaged();
    at_ += word.size();
  }
  bool at_line_end() const { return at_ < text_.size() && text_[at_] == '\n'; }
  std::uint64_t number() {
    const std::size_t end = std::min(text_.find_first_of(" :\n", at_), text_.size());
    const auto value = parse_decimal(std::string_view(text_).substr(at_, end - at_));
    if (!value) damaged();
    at_ = end;
    return *value;
  }
  void finish() const {
    if (at_ != text_.size()) damaged();
  }

 private:
  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

void Summary::insert(const Record& record, int parameters, std::uint32_t train_rows,
                     std::uint32_t test_rows, int checkpoints) {
  tally = tally + Tally::of(record, parameters);
  for_each_bin(record, train_rows, test_rows, [this](Metric metric, std::uint32_t bin) {
    count(histogram[static_cast<std::size_t>(metric)], bin);
  });
  if (dead_at.size() < static_cast<std::size_t>(checkpoints)) {
    dead_at.resize(static_cast<std::size_t>(checkpoints));
  }
  if ((record.flags & kDiverged) != 0) return;
  for (int k = 0; k < checkpoints; ++k) {
    dead_at[static_cast<std::size_t>(k)] += record.dead_at >> k & 1u;
  }
}

void Summary::merge(const Summary& other) {
  Tally theirs = other.tally;
  carry(tally);
  carry(theirs);
  tally = tally + theirs;
  carry(tally);
  for (std::size_t m = 0; m < histogram.size(); ++m) add(histogram[m], other.histogram[m]);
  add(dead_at, other.dead_at);
}

std::string Summary::to_text() const {
  Tally plain = tally;
  carry(plain);
  std::string text = "tally";
  const std::uint64_t* word = &plain.networks;
  for (int i = 0; i < Tally::words; ++i) text += ' ' + std::to_string(word[i]);
  text += '\n';
  for (std::size_t m = 0; m < histogram.size(); ++m) {
    text += metric_name(static_cast<Metric>(m));
    for (std::size_t bin = 0; bin < histogram[m].size(); ++bin) {
      const std::uint64_t n = histogram[m][bin];
      if (n != 0) text += ' ' + std::to_string(bin) + ':' + std::to_string(n);
    }
    text += '\n';
  }
  text += "dead_at";
  std::size_t checkpoints = dead_at.size();
  while (checkpoints > 0 && dead_at[checkpoints - 1] == 0) --checkpoints;  // as equality does
  for (std::size_t k = 0; k < checkpoints; ++k) text += ' ' + std::to_string(dead_at[k]);
  return text += '\n';
}

Summary Summary::from_text(const std::string& text) {
  Summary result;
  Reader reader(text);
  reader.expect("tally");
  std::uint64_t* word = &result.tally.networks;
  for (int i = 0; i < Tally::words; ++i) {
    reader.expect(" ");
    word[i] = reader.number();
  }
  reader.expect("\n");
  for (std::size_t m = 0; m < result.histogram.size(); ++m) {
    auto& bins = result.histogram[m];
    reader.expect(metric_name(static_cast<Metric>(m)));
    while (!reader.at_line_end()) {
      reader.expect(" ");
      const std::uint64_t bin = reader.number();
      reader.expect(":");
      if (bin < bins.size() || bin >= kHistogramBins) damaged();  // ascending, and within bounds
      bins.resize(bin);
      bins.push_back(reader.number());
    }
    reader.expect("\n");
  }
  reader.expect("dead_at");
  while (!reader.at_line_end()) {
    reader.expect(" ");
    result.dead_at.push_back(reader.number());
    if (result.dead_at.size() > kMaxCheckpoints) damaged();
  }
  reader.expect("\n");
  reader.finish();
  return result;
}

bool operator==(const Summary& a, const Summary& b) {
  Tally left = a.tally, right = b.tally;
  carry(left);
  carry(right);
  if (!std::equal(&left.networks, &left.networks + Tally::words, &right.networks)) return false;
  for (std::size_t m = 0; m < a.histogram.size(); ++m) {
    if (!same_counts(a.histogram[m], b.histogram[m])) return false;
  }
  return same_counts(a.dead_at, b.dead_at);
}

double mean_of(const ExactSum& sum, std::uint64_t count) {
  if (count == 0) return std::numeric_limits<double>::quiet_NaN();
  Natural total = 0;
  for (int i = ExactSum::limbs - 1; i >= 0; --i) total = (total << 32) + sum.limb[i];
  return quotient(total, Natural(count), -149);
}

MeanAndSd train_accuracy(const Tally& t, std::uint32_t rows) {
  return accuracy(t.networks - t.flag[Summary::kDivergedIndex], t.train_correct,
                  t.train_correct_squared_low, t.train_correct_squared_high, rows);
}

MeanAndSd test_accuracy(const Tally& t, std::uint32_t rows) {
  return accuracy(t.networks - t.flag[Summary::kDivergedIndex], t.test_correct,
                  t.test_correct_squared_low, t.test_correct_squared_high, rows);
}

BinEdges bin_edges(Metric metric, std::uint32_t bin, std::uint32_t rows) {
  switch (metric) {
    case Metric::train_correct:
    case Metric::test_correct:
      if (rows <= kCountBins) return {double(bin), double(bin)};
      return {double(bin) * rows / kCountBins, (double(bin) + 1) * rows / kCountBins};
    case Metric::death_epoch: {
      if (bin < 16) return {double(bin), double(bin) + 1};
      const int scale = static_cast<int>((bin - 16) / 8) + 1;  // a bin of this octave: 2^scale epochs
      const double eighth = 8 + (bin - 16) % 8;
      return {std::ldexp(eighth, scale), std::ldexp(eighth + 1, scale)};
    }
    case Metric::train_loss:
    case Metric::mean_activation:
      break;
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (bin == kHistogramBins - 1) return {kInfinity, kInfinity};
  return {from_bits(bin << 20), from_bits((bin + 1) << 20)};
}

const char* metric_name(Metric metric) {
  static constexpr const char* kNames[kMetrics] = {"train_correct", "test_correct", "death_epoch",
                                                   "train_loss", "mean_activation"};
  return kNames[static_cast<int>(metric)];
}

}  // namespace myriad
