// The files beside sweep.db.
#pragma once

#include <string>

namespace myriad {

/// Writes DIR/cells.csv, DIR/spec.toml and DIR/manifest.json from DIR/sweep.db: what people look for first, for
/// those without a program that reads SQLite. Throws InputOutputError.
void write_result_files(const std::string& directory);

}  // namespace myriad
