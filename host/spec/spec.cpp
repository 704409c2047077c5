// read_spec() and parse_spec(): the top level of a spec, and the order in which the rest is read.
#include "myriad/spec.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/spec_cells.hpp"
#include "host/spec/spec_override.hpp"
#include "host/spec/spec_sections.hpp"
#include "host/spec/spec_value.hpp"
#include "host/text/suggestion.hpp"

namespace myriad {
namespace {

constexpr std::size_t kMaxSpecBytes = std::size_t{16} << 20;
constexpr std::uint64_t kDefaultNetworks = 1024;
constexpr std::uint64_t kMaxNetworks = std::uint64_t{1} << 32;  // ExactSum carries so many terms
static_assert(kMaxCells <= (std::uint64_t{1} << 63) / kMaxNetworks, "all networks of a sweep can be counted");
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

const std::vector<std::string> kTopLevel = {"spec_version", "name", "seed", "networks_per_cell",
                                            "keep",         "base", "grid", "zip",
                                            "random",       "cell"};

class SpecReader {
 public:
  SpecReader(const std::string& text, const std::string& file, const Overrides& overrides)
      : overrides_(overrides), sections_(document_, complaints_) {
    sweep_.file = file;
    sweep_.text = text;
    sweep_.overrides = overrides;
    sweep_.name = std::filesystem::path(file).stem().string();
  }

  Sweep read() {
    std::string_view text = sweep_.text;
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
      text.remove_prefix(kByteOrderMark.size());
    const SourceText& source = document_.add_source(sweep_.file, std::string(text));
    if (text.size() > kMaxSpecBytes) {
      complaints_.add({&source, 1, 1, 1},
                      fmt::format("a spec has at most {} bytes", grouped_text(kMaxSpecBytes)));
      complaints_.raise_if_any();
    }
    const Value& root = document_.keep(document_.read_toml(source, complaints_));
    complaints_.raise_if_any();  // nothing can be said about what did not parse
    read_top_level(root);
    read_sections(root);
    apply_overrides();
    ExpansionContext context;
    context.seed = sweep_.seed;
    if (networks_known_) context.networks_per_cell = sweep_.networks_per_cell;
    context.directory = std::filesystem::path(sweep_.file).parent_path().string();
    expand_cells(document_, sections_, context, complaints_, sweep_);
    complaints_.raise_if_any();
    return std::move(sweep_);
  }

 private:
  void read_top_level(const Value& root) {
    sweep_.networks_per_cell = kDefaultNetworks;
    for (const Entry& entry : root.entries) {
      const bool known =
          std::find(kTopLevel.begin(), kTopLevel.end(), entry.key) != kTopLevel.end();
      if (known) {
        read_header(entry.key, entry.value);
      } else {
        unknown(entry);
      }
    }
  }

  void unknown(const Entry& entry) {
    const std::string shown = entry.key.substr(0, 60);
    if (find_key(entry.key) >= 0) {
      complaints_.add(entry.place, fmt::format("'{}' does not stand at the top level", shown),
                      "put it below [base], or into [grid] as an axis");
      return;
    }
    complaints_.add(entry.place, fmt::format("unknown key '{}'", shown),
                    fmt::format("{}the top level has {}", did_you_mean(entry.key, kTopLevel),
                                fmt::join(kTopLevel, ", ")));
  }

  /// One key of the top level; false when it is none with a value.
  bool read_header(const std::string& key, const Value& value) {
    if (key == "spec_version") {
      const bool one = (value.is(Value::Kind::integer) && value.integer == 1);
      if (!one) {
        complaints_.add(value.place, fmt::format("spec_version is 1, not {}", shown_value(value)),
                        "this program reads specs of version 1");
      }
    } else if (key == "name") {
      if (const auto name = read_text("name", value, complaints_)) sweep_.name = *name;
    } else if (key == "seed") {
      read_seed(value);
    } else if (key == "networks_per_cell") {
      const auto count = read_count(key, 1, kMaxNetworks, value, complaints_);
      networks_known_ = count.has_value();
      if (count) sweep_.networks_per_cell = *count;
    } else if (key == "keep") {
      read_keep(value);
    } else {
      return false;
    }
    return true;
  }

  void read_seed(const Value& value) {
    std::optional<std::uint64_t> seed;
    if (value.is(Value::Kind::integer) && value.integer >= 0) {
      seed = static_cast<std::uint64_t>(value.integer);
    } else if (value.is_text()) {
      seed = parse_whole(value.text).value;
    }
    if (seed) {
      sweep_.seed = *seed;
      return;
    }
    complaints_.add(
        value.place,
        fmt::format("seed takes a whole number from 0 to {}, not {}", kNoLimit, shown_value(value)),
        "above 9223372036854775807 write it in quotes");
  }

  void read_keep(const Value& value) {
    using Kind = KeepRule::Kind;
    const std::string& text = value.text;
    if (value.is_text()) {
      if (text == "none") return void(sweep_.keep = {Kind::none, 0});
      if (text == "all") return void(sweep_.keep = {Kind::all, 0});
      if (text == "dead") return void(sweep_.keep = {Kind::dead, 0});
      const std::string_view open = "first(";
      if (text.rfind(open, 0) == 0 && text.back() == ')') {
        const auto count =
            parse_count(text.substr(open.size(), text.size() - open.size() - 1)).value;
        if (count) return void(sweep_.keep = {Kind::first, *count});
      }
    }
    complaints_.add(value.place, fmt::format("keep cannot be {}", shown_value(value)),
                    did_you_mean(text, {"none", "all", "dead", "first"}) +
                        "it is \"none\", \"all\", \"dead\" or \"first(1000)\"");
  }

  void read_sections(const Value& root) {
    if (const Entry* base = root.find("base")) sections_.read_base(base->value);
    if (const Entry* grid = root.find("grid")) sections_.read_grid(grid->value);
    if (const Entry* zip = root.find("zip")) sections_.read_zips(zip->value);
    if (const Entry* random = root.find("random")) sections_.read_random(random->value);
    if (const Entry* cell = root.find("cell")) sections_.read_extra_cells(cell->value);
  }

  void apply_overrides() {
    for (const std::string& text : overrides_.set) {
      const auto option = read_set(text, document_, complaints_);
      if (!option) continue;
      const Value& value = document_.keep(option->value);
      if (option->key != "spec_version" && read_header(option->key, value)) continue;
      sections_.set(option->key, option->key_place, value);
    }
    for (const std::string& text : overrides_.axis) {
      const auto option = read_axis(text, document_, complaints_);
      if (option) sections_.set_axis(option->key, option->key_place, document_.keep(option->value));
    }
    if (overrides_.networks) {
      read_header("networks_per_cell",
                  document_.keep(read_option("--networks", *overrides_.networks, document_)));
    }
    if (overrides_.seed) {
      read_header("seed", document_.keep(read_option("--seed", *overrides_.seed, document_)));
    }
  }

  const Overrides& overrides_;
  SpecDocument document_;
  Complaints complaints_;
  SectionReader sections_;
  Sweep sweep_;
  bool networks_known_ = true;
};

std::string bytes_of(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    throw InputOutputError("cannot read " + printable(file) + ": it is a directory");
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string text;
  char buffer[65536];
  while (in && text.size() <= kMaxSpecBytes) {  // an endless file is refused like a long one
    in.read(buffer, sizeof buffer);
    text.append(buffer, static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof() && text.size() <= kMaxSpecBytes) {
    const bool missing = errno == ENOENT;
    const std::string reason = errno != 0 ? std::strerror(errno) : "it cannot be opened";
    throw InputOutputError("cannot read " + printable(file) + ": " + reason +
                           (missing ? "\n  help: myriad init -o FILE writes a spec to start from" : ""));
  }
  return text;
}

}  // namespace

std::string KeepRule::text() const {
  switch (kind) {
    case Kind::none:
      return "none";
    case Kind::all:
      return "all";
    case Kind::dead:
      return "dead";
    case Kind::first:
      break;
  }
  return fmt::format("first({})", first);
}

Sweep read_spec(const std::string& file, const Overrides& overrides) {
  const std::string text = bytes_of(file);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {  // what a redirection that failed leaves behind
    throw InputError(ExitCode::usage, {{{file, 1, 1}, "the file is empty", "`myriad init` writes a spec to start from", "", 1}});
  }
  return parse_spec(text, file, overrides);
}

Sweep parse_spec(const std::string& text, const std::string& file, const Overrides& overrides) {
  return SpecReader(text, file, overrides).read();
}

}  // namespace myriad
