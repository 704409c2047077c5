// The files beside sweep.db, each replaced in one step.
#include "host/run/result_files.hpp"

#include "host/store/atomic_file.hpp"
#include "myriad/result.hpp"

namespace myriad {

void write_result_files(const std::string& directory) {
  const Result result = Result::open(directory);
  write_atomically(directory + "/cells.csv", to_text(cells_table(result), TableFormat::csv));
  write_atomically(directory + "/spec.toml", result.sweep().text);
  write_atomically(directory + "/manifest.json", to_json(result.manifest()));
}

}  // namespace myriad
