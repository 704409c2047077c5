// The expansion of a sweep: counts first, then drafts, then what must hold within and among cells.
#include "host/spec/spec_cells.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "host/text/content_hash.hpp"
#include "host/text/number.hpp"
#include "host/spec/spec_data.hpp"
#include "host/spec/spec_draws.hpp"
#include "host/spec/spec_rules.hpp"
#include "host/spec/spec_training.hpp"

namespace myriad {
namespace {

constexpr std::size_t kShownDuplicates = 20;

/// Whether any cell made use of a key that somebody gave a value of its own.
struct KeyUse {
  int key = 0;
  Place place;
  std::string what;  ///< "the axis 'lr'"
  bool used = false;
};

class Expansion {
 public:
  Expansion(SpecDocument& document, SectionReader& reader, const ExpansionContext& context,
            Complaints& complaints, Sweep& sweep)
      : document_(document),
        reader_(reader),
        sections_(reader.sections()),
        context_(context),
        complaints_(complaints),
        sweep_(sweep),
        data_(context.directory, complaints) {}

  void run() {
    check_zips();
    if (!count_cells()) return;
    read_defaults();
    list_varied_keys();
    std::vector<const Assignment*> base = defaults_;
    overlay(base, sections_.base);
    expand_base_use(base);
    expand_groups(base);
    expand_random(base);
    expand_extra(base);
    complain_of_unused();
    if (complaints_.empty()) complain_of_duplicates();
    for (Cell& cell : sweep_.cells) {
      for (const std::string& key : sweep_.varied_keys) cell.values.emplace(key, "");
    }
  }

 private:
  static const Key& key_of(int key) { return spec_keys()[static_cast<std::size_t>(key)]; }

  void check_zips() {
    for (const AxisGroup& group : sections_.groups) {
      for (const Axis& axis : group.axes) {
        if (axis.values.size() == group.length()) continue;
        complaints_.add(
            axis.place,
            fmt::format("zipped axes differ in length: '{}' has {} value{}, '{}' has {}",
                        key_of(axis.key).name, axis.values.size(),
                        axis.values.size() == 1 ? "" : "s", key_of(group.axes.front().key).name,
                        group.length()),
            "the axes of a [[zip]] are walked together, value by value");
      }
    }
  }

  /// False when there would be too many to make.
  bool count_cells() {
    std::optional<std::uint64_t> product = 1;
    for (const AxisGroup& group : sections_.groups) {
      if (product) product = checked_product(*product, group.length());
    }
    const std::uint64_t more =
        sections_.extra.size() + (sections_.random ? sections_.random->count : 0);
    const bool fits = product && *product <= kMaxCells && *product + more <= kMaxCells;
    if (!fits) {
      const Place place = !sections_.groups.empty() ? sections_.groups.front().place
                          : sections_.random        ? sections_.random->place
                                                    : sections_.extra.front().place;
      complaints_.add(place,
                      fmt::format("this sweep has {} cells; the most is {}",
                                  product ? grouped_text(*product + more) : "more than 2^64",
                                  grouped_text(kMaxCells)),
                      "fewer values per axis; replicates are networks_per_cell, not cells");
      return false;
    }
    return true;
  }

  void read_defaults() {
    const std::vector<Key>& keys = spec_keys();
    defaults_.assign(keys.size(), nullptr);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i].fallback.empty()) continue;
      Value value;
      value.text = keys[i].fallback;
      defaults_[i] =
          reader_.assign(static_cast<int>(i), document_.keep(std::move(value)), {}, "default");
    }
  }

  void list_varied_keys() {
    std::vector<std::pair<Place, int>> keys;
    for (const AxisGroup& group : sections_.groups) {
      for (const Axis& axis : group.axes) keys.emplace_back(axis.place, axis.key);
    }
    if (sections_.random) {
      for (const Draw& draw : sections_.random->draws) keys.emplace_back(draw.place, draw.key);
    }
    for (const ExtraCell& cell : sections_.extra) {
      for (const Assignment* a : cell.assignments) keys.emplace_back(a->key_place, a->key);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [place, key] : keys) {
      std::vector<std::string>& varied = sweep_.varied_keys;
      const std::string& name = key_of(key).name;
      if (std::find(varied.begin(), varied.end(), name) == varied.end()) varied.push_back(name);
    }
  }

  /// Lays assignments over a cell's. A new `data` takes the old one's fields away with it.
  static void overlay(std::vector<const Assignment*>& by_key,
                      const std::vector<const Assignment*>& assignments) {
    for (const Assignment* a : assignments) {
      if (key_of(a->key).name != "data") continue;
      for (std::size_t i = 0; i < by_key.size(); ++i) {
        if (spec_keys()[i].data_field) by_key[i] = nullptr;
      }
    }
    for (const Assignment* a : assignments) by_key[static_cast<std::size_t>(a->key)] = a;
  }

  /// Keys of a hidden layer in [base] must find that layer in some cell.
  void expand_base_use(const std::vector<const Assignment*>& base) {
    for (const Assignment* a : base) {
      if (a == nullptr || !key_of(a->key).layer) continue;
      base_uses_.push_back({a->key, a->key_place, fmt::format("'{}'", key_of(a->key).name)});
    }
  }

  void expand_groups(const std::vector<const Assignment*>& base) {
    std::vector<KeyUse> uses;
    std::uint64_t count = 1;
    for (const AxisGroup& group : sections_.groups) {
      count *= group.length();
      for (const Axis& axis : group.axes) {
        uses.push_back({axis.key, axis.place, fmt::format("the axis '{}'", key_of(axis.key).name)});
      }
    }
    const Place place = sections_.groups.empty() ? Place{} : sections_.groups.front().place;
    std::vector<const Assignment*> values;
    for (std::uint64_t cell = 0; cell < count; ++cell) {
      values.clear();
      std::uint64_t rest = cell;
      for (auto group = sections_.groups.rbegin(); group != sections_.groups.rend(); ++group) {
        const std::size_t at = rest % group->length();
        rest /= group->length();
        for (const Axis& axis : group->axes) {
          if (at < axis.values.size()) values.push_back(axis.values[at]);
        }
      }
      std::vector<const Assignment*> by_key = base;
      overlay(by_key, values);
      add_cell(std::move(by_key), "", place, uses);
    }
    all_uses_.insert(all_uses_.end(), uses.begin(), uses.end());
  }

  void expand_random(const std::vector<const Assignment*>& base) {
    if (!sections_.random || sections_.random->count == 0) return;
    const RandomCells& random = *sections_.random;
    std::vector<KeyUse> uses;
    for (const Draw& draw : random.draws) {
      uses.push_back(
          {draw.key, draw.place, fmt::format("the drawn key '{}'", key_of(draw.key).name)});
    }
    for (std::uint64_t cell = 0; cell < random.count; ++cell) {
      std::vector<const Assignment*> values;
      for (const Draw& draw : random.draws) {
        const double u = sweep_draw(context_.seed, cell, key_of(draw.key).name);
        if (draw.law == Draw::Law::choice) {
          values.push_back(draw.choices[drawn_position(u, draw.choices.size())]);
          continue;
        }
        const Value& value = document_.keep(drawn_value(draw, u));
        values.push_back(reader_.assign(draw.key, value, draw.place, "[random]"));
      }
      std::vector<const Assignment*> by_key = base;
      overlay(by_key, values);
      add_cell(std::move(by_key), "", random.place, uses);
    }
    all_uses_.insert(all_uses_.end(), uses.begin(), uses.end());
  }

  void expand_extra(const std::vector<const Assignment*>& base) {
    for (const ExtraCell& extra : sections_.extra) {
      std::vector<KeyUse> uses;
      for (const Assignment* a : extra.assignments) {
        if (!key_of(a->key).layer) continue;
        uses.push_back({a->key, a->key_place, fmt::format("'{}'", key_of(a->key).name)});
      }
      std::vector<const Assignment*> by_key = base;
      overlay(by_key, extra.assignments);
      add_cell(std::move(by_key), extra.name, extra.place, uses);
      all_uses_.insert(all_uses_.end(), uses.begin(), uses.end());
    }
  }

  void add_cell(std::vector<const Assignment*> by_key, const std::string& name, const Place& place,
                std::vector<KeyUse>& uses) {
    CellDraft draft;
    draft.by_key = std::move(by_key);
    bool sound = apply_settings(draft);
    std::vector<ImpliedValue> implied = complete_initialization(draft);
    for (ImpliedValue& value : complete_training(draft)) implied.push_back(std::move(value));
    const ResolvedData* data = data_.resolve(draft);
    if (data == nullptr) {
      sound = false;
    } else {
      draft.config.data = data->spec;
    }
    check_cell(draft, context_.networks_per_cell, complaints_);
    check_training(draft, complaints_);
    for (std::vector<KeyUse>* list : {&uses, &base_uses_}) {
      for (KeyUse& use : *list) {
        use.used = use.used || !sound || !key_of(use.key).used || key_of(use.key).used(draft);
      }
    }
    if (!sound || !complaints_.empty()) return;
    Cell cell;
    cell.index = static_cast<std::uint32_t>(sweep_.cells.size());
    cell.name = name;
    describe(draft, implied, *data, cell);
    cell.config = std::move(draft.config);
    sweep_.cells.push_back(std::move(cell));
    cell_places_.push_back(place);
  }

  /// Applies every value; a faulty one leaves its default in place. False when there was one.
  bool apply_settings(CellDraft& draft) {
    bool sound = true;
    for (std::size_t i = 0; i < draft.by_key.size(); ++i) {
      const Assignment* assignment = draft.by_key[i];
      if (assignment == nullptr) continue;
      if (!assignment->setting) {
        sound = false;
        assignment = defaults_[i];
      }
      if (assignment != nullptr && assignment->setting->apply)
        assignment->setting->apply(draft.config);
    }
    return sound;
  }

  /// The texts and origins of a cell's values, and the hash of what they mean.
  void describe(const CellDraft& draft, const std::vector<ImpliedValue>& implied,
                const ResolvedData& data, Cell& cell) {
    std::map<std::string, std::string> identity;
    for (const Assignment* a : draft.by_key) {
      if (a == nullptr || key_of(a->key).data_field) continue;
      const std::string& key = key_of(a->key).name;
      cell.values[key] = a->setting->text;
      cell.origin[key] = a->origin;
      identity[key] = a->setting->identity;
    }
    for (const ImpliedValue& value : implied) {
      cell.values[value.key] = value.text;
      cell.origin[value.key] = value.origin;
      identity[value.key] = value.identity;
    }
    cell.values["data"] = data.text;
    identity["data"] = data.identity;
    for (const auto& [key, text] : data.field_text) {
      const auto origin = data.field_origin.find(key);
      cell.values[key] = text;
      cell.origin[key] = origin == data.field_origin.end() ? "default" : origin->second;
    }
    ContentHash hash;
    for (const auto& [key, text] : identity) {
      hash.insert(key);
      hash.insert('\0');
      hash.insert(text);
      hash.insert('\0');
    }
    cell.values_hash = hash.value();
  }

  void complain_of_unused() {
    all_uses_.insert(all_uses_.end(), base_uses_.begin(), base_uses_.end());
    for (const KeyUse& use : all_uses_) {
      if (use.used) continue;
      complaints_.add(use.place, fmt::format("nothing uses {}", use.what),
                      fmt::format("{}; take it out, or change what keeps it from mattering",
                                  key_of(use.key).meaning));
    }
  }

  void complain_of_duplicates() {
    std::unordered_map<std::uint64_t, std::size_t> first;
    std::size_t duplicates = 0;
    for (std::size_t i = 0; i < sweep_.cells.size() && duplicates < kShownDuplicates; ++i) {
      const auto [at, inserted] = first.emplace(sweep_.cells[i].values_hash, i);
      if (inserted) continue;
      ++duplicates;
      complaints_.add(cell_places_[i],
                      fmt::format("cell {} has the same values as cell {}", i, at->second),
                      "replicates of a cell are networks_per_cell");
    }
  }

  SpecDocument& document_;
  SectionReader& reader_;
  Sections& sections_;
  const ExpansionContext& context_;
  Complaints& complaints_;
  Sweep& sweep_;
  DataResolver data_;
  std::vector<const Assignment*> defaults_;
  std::vector<KeyUse> all_uses_, base_uses_;
  std::vector<Place> cell_places_;
};

}  // namespace

void expand_cells(SpecDocument& document, SectionReader& reader, const ExpansionContext& context,
                  Complaints& complaints, Sweep& sweep) {
  Expansion(document, reader, context, complaints, sweep).run();
}

}  // namespace myriad
