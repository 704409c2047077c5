// The readers of everything that comes from elsewhere, one function each.
#include "fuzz/targets.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "host/data/csv.hpp"
#include "host/data/dataset_bytes.hpp"
#include "host/spec/cell_text.hpp"
#include "host/store/run_fields.hpp"
#include "host/store/store.hpp"
#include "myriad/compare.hpp"
#include "myriad/engine.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "myriad/spec.hpp"
#include "myriad/summary.hpp"
#include "temporary_directory.hpp"

namespace myriad::fuzz {
namespace {

constexpr std::uint64_t kMostCells = 1000;   // of a spec whose identities are looked at
constexpr std::uint64_t kMostEpochs = 1000;  // of a cell that is made ready
constexpr char kJob = 7;                     // the first byte of a cell and its data set
constexpr std::string_view kJournalMagic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

void print_all(const Result& result) {
  for (const Table& table : {cells_table(result), networks_table(result), survival_table(result),
                             histogram_table(result), data_table(result, 0), comparisons_table(result)}) {
    to_text(table, TableFormat::csv);
  }
}

// Where a journal begins: at the first sector that looks like one.
std::size_t journal_in(const std::string& bytes) {
  std::size_t at = bytes.find(kJournalMagic);
  while (at != std::string::npos && at % 512 != 0) at = bytes.find(kJournalMagic, at + 1);
  return std::min(at, bytes.size());
}

// A cell's text and its data set, after a zero: what engines would be given, and count on.
void make_ready(const std::string& bytes) {
  const std::size_t end = bytes.find('\0');
  if (end == std::string::npos) return;
  const Cell cell = cell_from_text(bytes.substr(0, end));
  const auto dataset = std::make_shared<const Dataset>(dataset_from_bytes(bytes.substr(end + 1)));
  if (cell.config.epochs > kMostEpochs) return;
  const CellJob ready = make_cell_job(cell.config, 1, 4, dataset);
  const Job& job = ready.job;
  require(job.train.count > 0 && job.train.class0 <= job.train.count && job.test.class0 <= job.test.count,
          "classes beyond the rows");
  require(job.batch_rows <= job.train.count && job.lrs <= cell.config.epochs, "more than there is");
  for (const Split* split : {&dataset->train, &dataset->test}) {
    for (const std::uint32_t row : split->source_row) dataset->raw.samples.at(row);
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
  const std::string database = scratch / "sweep.db", beside = scratch / "sweep.db-journal";
  const std::size_t end = journal_in(bytes);
  const std::string journal = bytes.substr(end);
  std::filesystem::remove(beside);
  std::ofstream(database, std::ios::binary) << bytes.substr(0, end);
  if (!journal.empty()) std::ofstream(beside, std::ios::binary) << journal;
  const bool names_another = journal.size() >= 16 && journal.substr(journal.size() - 8) == kJournalMagic;
  try {
    print_all(Result::open(scratch.path()));
    require(!names_another, "a journal that names another file was let through");
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "a refusal without a word");
    require(!names_another || std::filesystem::exists(beside), "a journal that names another file was rolled back");
  }
}

void feed_row(const std::string& bytes) {
  if (bytes.empty()) return;
  const std::string rest = bytes.substr(1);
  try {
    if (bytes[0] == kJob) return make_ready(rest);
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
