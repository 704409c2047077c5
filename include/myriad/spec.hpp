// A spec file: what to sweep over. Parsed strictly, every mistake reported with its place, all at once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "myriad/dataset.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// A part as a spec names it: "sgd(momentum=0.9)". Arguments in double, in the order of the part's
/// parameters, defaults filled in.
struct PartCall {
  int id = 0;                     ///< position in its registry
  std::vector<double> arguments;
  bool operator==(const PartCall& other) const {
    return id == other.id && arguments == other.arguments;
  }
};

/// Which initialiser a parameter group got, and whether that was asked for by its own key.
struct Initialization {
  PartCall weight_init, bias_init, output_weight_init, output_bias_init;
  bool bias_init_given = false;         ///< parts that fix weights and biases together look at these
  bool output_bias_init_given = false;
  std::map<std::string, PartCall> by_group;  ///< "hidden.1.bias" -> init, from hidden.1.bias_init
};

/// Everything that defines one cell, one value per key.
struct CellConfig {
  DataSpec data;
  double test_fraction = 0;
  int hidden_layers = 1;  ///< shape "2-1-1": 1, "2-1-1-1": 2
  PartCall activation, preprocess, loss, optimizer, schedule;
  Initialization init;
  double lr = 0.1;
  std::uint64_t epochs = 2000;
  std::optional<std::uint64_t> batch_size;  ///< empty: "full"
  double weight_decay = 0;
  bool decay_biases = true;
  double clip_norm = 0;                     ///< 0: off
  std::string shuffle = "per_network";
  std::string output = "sigmoid";
  std::string survival_epochs = "auto";     ///< "auto" (log-spaced) or "1,2,5,…"
};

/// Which networks keep their own row: "none", "all", "dead" (dead at the end), "first(n)".
struct KeepRule {
  enum class Kind { none, all, dead, first } kind = Kind::none;
  std::uint64_t first = 0;
  std::string text() const;
};

/// One cell of the plan: its configuration, and the text of every key in canonical form.
struct Cell {
  std::uint32_t index = 0;
  std::string name;                           ///< of a [[cell]] table; may be empty
  CellConfig config;
  /// Every key in canonical text: parts by their own name, with the arguments that were given. A key
  /// that varies elsewhere but says nothing here (data.noise of a CSV file) is there, and empty.
  std::map<std::string, std::string> values;
  std::map<std::string, std::string> origin;  ///< "default", "[base]", "[grid]", "[[zip]]", "--set" …
  std::uint64_t values_hash = 0;  ///< of what the values mean: "elu" and "elu(1)" hash alike
};

/// Changes from the command line. `set` gives a key of [base] or of the top level one value, and takes
/// it out of [grid], [[zip]] and [random]; [[cell]] tables keep theirs. `axis` replaces the key's axis
/// where it stands, or adds one to the end of [grid].
struct Overrides {
  std::vector<std::string> set;   ///< "key=value"
  std::vector<std::string> axis;  ///< "key=a,b,c"
  std::optional<std::string> networks;
  std::optional<std::string> seed;
};

/// A spec, expanded: cells in plan order (grid x zips, last axis fastest; then [random]; then [[cell]]).
struct Sweep {
  std::string name;
  std::uint64_t seed = 0;
  std::uint64_t networks_per_cell = 0;
  KeepRule keep;
  std::vector<std::string> varied_keys;  ///< in the order of the file: the columns of `cells`
  std::vector<Cell> cells;
  std::string text;                      ///< the file's bytes
  std::string file;
  Overrides overrides;                   ///< parse_spec(text, file, overrides) gives this sweep again
};

/// Reads and expands a spec. Throws InputError (exit 2) with every mistake, InputOutputError (exit 4)
/// when the file cannot be read.
Sweep read_spec(const std::string& file, const Overrides& overrides = {});

/// Parses text instead; `file` is used for messages and relative file names.
Sweep parse_spec(const std::string& text, const std::string& file, const Overrides& overrides = {});

/// What identifies results: seed, every cell's canonical values, data bytes, numerics version. Not the
/// number of networks, not `keep`, not the order of cells: a run may grow. 16 hex digits, per cell.
std::string cell_identity(const Sweep& sweep, const Cell& cell, std::uint64_t data_hash);

/// Of everything that `run` would do: seed, networks, keep, every cell in order. 16 hex digits.
std::string spec_hash(const Sweep& sweep);

/// The commented spec of `myriad init`.
std::string starter_spec();

}  // namespace myriad
