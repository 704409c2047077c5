// The readers of everything that comes from elsewhere, one function each.
#include "fuzz/targets.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/data/csv.hpp"
#include "host/data/dataset_bytes.hpp"
#include "host/spec/cell_text.hpp"
#include "host/store/run_fields.hpp"
#include "host/store/store.hpp"
#include "myriad/compare.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "myriad/spec.hpp"
#include "myriad/summary.hpp"
#include "temporary_directory.hpp"

namespace myriad::fuzz {
namespace {

constexpr std::uint64_t kMostCells = 1000;  // of a spec whose identities are looked at

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

void print_all(const Result& result) {
  for (const Table& table : {cells_table(result), networks_table(result), survival_table(result),
                             histogram_table(result), data_table(result, 0), comparisons_table(result)}) {
    to_text(table, TableFormat::csv);
  }
}

}  // namespace

void feed_spec(const std::string& bytes) {
  try {
    const Sweep sweep = parse_spec(bytes, "fuzz.toml");
    require(!sweep.cells.empty() && sweep.networks_per_cell > 0, "a sweep of nothing");
    if (sweep.cells.size() > kMostCells) return;
    for (const Cell& cell : sweep.cells) {
      require(to_text(cell_from_text(to_text(cell))) == to_text(cell), "a cell does not survive its text");
    }
    spec_hash(sweep);
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "a refusal without a word");
  }
}

void feed_csv(const std::string& bytes) {
  const auto choice = static_cast<unsigned char>(bytes.empty() ? 0 : bytes[0]);
  CsvOptions options;
  options.features = (choice & 1) != 0 ? std::vector<std::string>{"0", "1"} : std::vector<std::string>{"a", "b"};
  options.label = (choice & 2) != 0 ? "2" : "y";
  options.delimiter = (choice & 4) != 0 ? ';' : ',';
  if ((choice & 8) != 0) options.positive = "yes";
  std::istringstream in(bytes.substr(bytes.empty() ? 0 : 1));
  try {
    const RawData data = read_csv(in, "fuzz.csv", options);
    require(!data.samples.empty(), "a data set of no rows");
    for (const auto& sample : data.samples) {
      require(std::isfinite(static_cast<float>(sample.x1)) && std::isfinite(static_cast<float>(sample.x2)) &&
                  (sample.label == 0 || sample.label == 1),
              "a row that should have been refused");
    }
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "a refusal without a word");
  }
}

void feed_result(const std::string& bytes) {
  static const fixture::TemporaryDirectory scratch;
  std::filesystem::remove(scratch / "sweep.db-journal");
  std::ofstream(scratch / "sweep.db", std::ios::binary) << bytes;
  try {
    print_all(Result::open(scratch.path()));
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "a refusal without a word");
  }
}

void feed_row(const std::string& bytes) {
  if (bytes.empty()) return;
  const std::string rest = bytes.substr(1);
  try {
    switch (static_cast<unsigned char>(bytes[0]) % 7) {
      case 0: dataset_from_bytes(rest); break;
      case 1: cell_from_text(rest); break;
      case 2: Summary::from_text(rest); break;
      case 3: overrides_from_text(rest); break;
      case 4: keep_rule_from_text(rest); break;
      case 5: run_of(nlohmann::json::parse(rest)); break;
      default: parse_threshold(rest); break;
    }
  } catch (const Error&) {
  } catch (const nlohmann::json::exception&) {  // the store's reader turns these into its own
  }
}

}  // namespace myriad::fuzz
