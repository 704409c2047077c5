// The tables of a spec as lists of assignments: [base], the axes of [grid] and [[zip]], the draws
// of [random], the [[cell]] tables. Command-line changes are worked into them.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/spec_document.hpp"
#include "host/spec/spec_keys.hpp"

namespace myriad {

constexpr std::uint64_t kMaxCells = 1'000'000;

/// The values that one key takes in turn.
struct Axis {
  int key = 0;
  Place place;  ///< of the key
  std::vector<const Assignment*> values;
};

/// Axes that move together: one axis of [grid], all of a [[zip]] table.
struct AxisGroup {
  std::vector<Axis> axes;
  Place place;
  bool zip = false;
  std::size_t length() const { return axes.empty() ? 1 : axes.front().values.size(); }
};

/// How [random] draws one key.
struct Draw {
  enum class Law { uniform, log_uniform, int_uniform, choice };
  int key = 0;
  Place place;
  Law law = Law::choice;
  Place range;  ///< of the two ends
  double low = 0, high = 0;
  std::vector<const Assignment*> choices;
};

struct RandomCells {
  Place place;
  std::uint64_t count = 0;
  std::vector<Draw> draws;
};

struct ExtraCell {
  Place place;
  std::string name;
  std::vector<const Assignment*> assignments;
};

struct Sections {
  std::vector<const Assignment*> base;  ///< later ones win
  std::vector<AxisGroup> groups;        ///< the grid's, then the zips
  std::optional<RandomCells> random;
  std::vector<ExtraCell> extra;
};

/// Reads tables of one document into `sections`. Every mistake is a complaint, and what it concerns
/// is left out.
class SectionReader {
 public:
  SectionReader(SpecDocument& document, Complaints& complaints)
      : document_(document), complaints_(complaints) {}

  void read_base(const Value& table);
  void read_grid(const Value& table);
  void read_zips(const Value& list);
  void read_random(const Value& table);
  void read_extra_cells(const Value& list);

  /// One --set: `key` begins at `key_place`.
  void set(const std::string& key, const Place& key_place, const Value& value);
  /// One --axis: a list, or a table that makes one.
  void set_axis(const std::string& key, const Place& key_place, const Value& value);

  Sections& sections() { return sections_; }

  /// Reads a value for a key and keeps it.
  const Assignment* assign(int key, const Value& value, const Place& key_place,
                           const std::string& origin);

 private:
  /// A line "key = value" of a table, dotted keys joined.
  struct Line {
    int key;
    Place place;
    const Value* value;
  };
  enum class Section { values, axes, draws };

  std::vector<Line> lines_of(const Value& table, Section section);
  void collect_lines(const Value& table, const std::string& prefix, Section section,
                     std::vector<Line>& lines);
  void unknown_key(const std::string& name, const Place& place);
  std::optional<Axis> axis_of(const Line& line, const std::string& origin);
  void read_list_axis(const Line& line, const std::string& origin, Axis& axis);
  void read_spaced_axis(const Line& line, const std::string& origin, Axis& axis);
  void check_repeats(const Axis& axis);
  bool claim_axis(const Line& line);
  std::optional<Draw> draw_of(const Line& line);
  bool read_ends(const std::string& word, const Value& value, double& low, double& high);
  bool is_table(const Value& value, const char* name, const char* help);

  SpecDocument& document_;
  Complaints& complaints_;
  Sections sections_;
  std::deque<Assignment> assignments_;
  std::vector<int> axis_keys_;  ///< of [grid] and [[zip]]: each may be used once
};

}  // namespace myriad
