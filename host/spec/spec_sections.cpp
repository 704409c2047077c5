// Tables of a spec into assignments; axes and draws are in host/spec/spec_axes.cpp.
#include "host/spec/spec_sections.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/spec/spec_value.hpp"
#include "host/text/suggestion.hpp"

namespace myriad {
namespace {

bool is_prefix_of_keys(const std::string& name) {
  const auto& names = key_names();
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& key) { return key.rfind(name + ".", 0) == 0; });
}

}  // namespace

bool SectionReader::is_table(const Value& value, const char* name, const char* help) {
  if (value.is(Value::Kind::table)) return true;
  complaints_.add(value.place, fmt::format("{} is a table, not {}", name, shown_value(value)),
                  help);
  return false;
}

void SectionReader::unknown_key(const std::string& name, const Place& place) {
  for (const char* top : {"spec_version", "name", "seed", "networks_per_cell", "keep"}) {
    if (name != top) continue;
    complaints_.add(place, fmt::format("'{}' holds for the whole sweep", name),
                    "it stands at the top level, before any table, and has one value");
    return;
  }
  std::string known;
  for (const Key& key : spec_keys()) {
    if (!key.layer && !key.data_field) known += (known.empty() ? "keys: " : ", ") + key.name;
  }
  complaints_.add(place, fmt::format("unknown key '{}'", name.substr(0, 60)),
                  did_you_mean(name, key_names()) + known);
}

void SectionReader::collect_lines(const Value& table, const std::string& prefix, Section section,
                                  std::vector<Line>& lines) {
  for (const Entry& entry : table.entries) {
    const std::string name = prefix.empty() ? entry.key : prefix + "." + entry.key;
    const int key = find_key(name);
    const bool is_table = entry.value.is(Value::Kind::table);
    // Only as a value is `data` a table of its own; among axes it holds axes of its fields.
    const bool fields = name == "data" && is_table && section != Section::values &&
                        !(section == Section::draws && entry.value.find("choice") != nullptr);
    if (key >= 0 && !fields) {
      lines.push_back({key, entry.place, &entry.value});
    } else if (is_table && is_prefix_of_keys(name)) {
      collect_lines(entry.value, name, section, lines);
    } else {
      unknown_key(name, entry.place);
    }
  }
}

std::vector<SectionReader::Line> SectionReader::lines_of(const Value& table, Section section) {
  std::vector<Line> lines;
  collect_lines(table, "", section, lines);
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.place < b.place; });
  std::vector<Line> unique;
  for (const Line& line : lines) {  // "data.seed" and data.seed are two keys to TOML, one to us
    const auto same = [&](const Line& other) { return other.key == line.key; };
    if (std::any_of(unique.begin(), unique.end(), same)) {
      complaints_.add(
          line.place,
          fmt::format("duplicate key '{}'", key_names()[static_cast<std::size_t>(line.key)]),
          "every key and table may be given once");
    } else {
      unique.push_back(line);
    }
  }
  return unique;
}

const Assignment* SectionReader::assign(int key, const Value& value, const Place& key_place,
                                        const std::string& origin) {
  Assignment assignment;
  assignment.key = key;
  assignment.value = &value;
  assignment.key_place = key_place;
  assignment.origin = origin;
  assignment.setting = spec_keys()[static_cast<std::size_t>(key)].read(value, complaints_);
  return &assignments_.emplace_back(std::move(assignment));
}

void SectionReader::read_base(const Value& table) {
  if (!is_table(table, "[base]", "begin it with a line [base]")) return;
  for (const Line& line : lines_of(table, Section::values)) {
    sections_.base.push_back(assign(line.key, *line.value, line.place, "[base]"));
  }
}

void SectionReader::read_grid(const Value& table) {
  if (!is_table(table, "[grid]", "begin it with a line [grid]; pairs of axes are [[zip]]")) return;
  for (const Line& line : lines_of(table, Section::axes)) {
    if (!claim_axis(line)) continue;
    if (std::optional<Axis> axis = axis_of(line, "[grid]")) {
      AxisGroup group;
      group.place = line.place;
      group.axes.push_back(std::move(*axis));
      sections_.groups.push_back(std::move(group));
    }
  }
}

void SectionReader::read_zips(const Value& list) {
  if (!list.is(Value::Kind::list)) {
    complaints_.add(list.place, "zip is a list of tables", "begin each with a line [[zip]]");
    return;
  }
  for (const Value& table : list.items) {
    if (!is_table(table, "[[zip]]", "begin it with a line [[zip]]")) continue;
    AxisGroup group;
    group.place = table.place;
    group.zip = true;
    const std::vector<Line> lines = lines_of(table, Section::axes);
    for (const Line& line : lines) {
      if (!claim_axis(line)) continue;
      if (std::optional<Axis> axis = axis_of(line, "[[zip]]"))
        group.axes.push_back(std::move(*axis));
    }
    if (table.entries.empty()) {
      complaints_.add(table.place, "this [[zip]] has no axis",
                      "give it two or more lists of equal length");
    }
    if (!group.axes.empty()) sections_.groups.push_back(std::move(group));
  }
}

void SectionReader::read_random(const Value& table) {
  if (!is_table(table, "[random]", "begin it with a line [random]")) return;
  RandomCells random;
  random.place = table.place;
  Value draws = table;
  const auto is_count = [](const Entry& entry) { return entry.key == "n"; };
  draws.entries.erase(std::remove_if(draws.entries.begin(), draws.entries.end(), is_count),
                      draws.entries.end());
  const Entry* count = table.find("n");
  if (count == nullptr) {
    complaints_.add(table.place, "[random] needs n, the number of cells", "n = 100");
  } else {
    random.count = read_count("n", 1, kMaxCells, count->value, complaints_).value_or(0);
  }
  for (const Line& line : lines_of(document_.keep(std::move(draws)), Section::draws)) {
    if (std::optional<Draw> draw = draw_of(line)) random.draws.push_back(std::move(*draw));
  }
  if (table.entries.size() == (count != nullptr ? 1 : 0)) {
    complaints_.add(table.place, "[random] draws no key", "lr = { log_uniform = [1e-4, 1.0] }");
  }
  sections_.random = std::move(random);
}

void SectionReader::read_extra_cells(const Value& list) {
  if (!list.is(Value::Kind::list)) {
    complaints_.add(list.place, "cell is a list of tables", "begin each with a line [[cell]]");
    return;
  }
  for (const Value& table : list.items) {
    if (!is_table(table, "[[cell]]", "begin it with a line [[cell]]")) continue;
    ExtraCell cell;
    cell.place = table.place;
    Value values = table;
    if (const Entry* name = table.find("name")) {
      cell.name = read_text("name", name->value, complaints_).value_or("");
    }
    const auto is_name = [](const Entry& entry) { return entry.key == "name"; };
    values.entries.erase(std::remove_if(values.entries.begin(), values.entries.end(), is_name),
                         values.entries.end());
    for (const Line& line : lines_of(document_.keep(std::move(values)), Section::values)) {
      cell.assignments.push_back(assign(line.key, *line.value, line.place, "[[cell]]"));
    }
    sections_.extra.push_back(std::move(cell));
  }
}

void SectionReader::set(const std::string& name, const Place& key_place, const Value& value) {
  const int key = find_key(name);
  if (key < 0) return unknown_key(name, key_place);
  const auto has_key = [&](const auto& item) { return item.key == key; };
  for (AxisGroup& group : sections_.groups) {
    group.axes.erase(std::remove_if(group.axes.begin(), group.axes.end(), has_key),
                     group.axes.end());
  }
  const auto is_empty = [](const AxisGroup& group) { return group.axes.empty(); };
  sections_.groups.erase(std::remove_if(sections_.groups.begin(), sections_.groups.end(), is_empty),
                         sections_.groups.end());
  if (sections_.random) {
    std::vector<Draw>& draws = sections_.random->draws;
    draws.erase(std::remove_if(draws.begin(), draws.end(), has_key), draws.end());
  }
  const bool is_data = spec_keys()[static_cast<std::size_t>(key)].name == "data";
  const auto overridden = [&](const Assignment* a) {
    return a->key == key || (is_data && spec_keys()[static_cast<std::size_t>(a->key)].data_field);
  };
  std::vector<const Assignment*>& base = sections_.base;
  base.erase(std::remove_if(base.begin(), base.end(), overridden), base.end());
  base.push_back(assign(key, value, key_place, "--set"));
}

void SectionReader::set_axis(const std::string& name, const Place& key_place, const Value& value) {
  const int key = find_key(name);
  if (key < 0) return unknown_key(name, key_place);
  std::optional<Axis> axis = axis_of({key, key_place, &value}, "--axis");
  if (!axis) return;
  for (AxisGroup& group : sections_.groups) {
    for (Axis& old : group.axes) {
      if (old.key == key) {
        old = std::move(*axis);
        return;
      }
    }
  }
  AxisGroup group;
  group.place = key_place;
  group.axes.push_back(std::move(*axis));
  const auto first_zip = std::find_if(sections_.groups.begin(), sections_.groups.end(),
                                      [](const AxisGroup& g) { return g.zip; });
  sections_.groups.insert(first_zip, std::move(group));
}

}  // namespace myriad
