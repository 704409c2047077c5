// The keys of a spec that can be an axis: for each its name, what it takes, its default, how its
// text becomes part of a configuration, and when a cell makes use of it. Nothing else knows a key.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/spec_document.hpp"
#include "myriad/spec.hpp"

namespace myriad {

/// A value of a key, understood.
struct KeySetting {
  std::string text;                        ///< canonical, as tables show it
  std::string identity;                    ///< equal for values that mean the same
  std::function<void(CellConfig&)> apply;  ///< empty for data and its fields: host/spec/spec_data.hpp
};

/// One key set to one value, at one place.
struct Assignment {
  int key = 0;
  const Value* value = nullptr;
  Place key_place;
  std::string origin;              ///< "default", "[base]", "[grid]", …
  std::optional<KeySetting> setting;  ///< empty when the value is faulty
};

/// A cell while it is put together: for each key what sets it (null: nothing), and what came of it.
struct CellDraft {
  std::vector<const Assignment*> by_key;
  CellConfig config;

  bool given(const std::string& key) const;  ///< set by something but its default
};

struct Key {
  enum class Numbers { none, real, whole };

  std::string name;
  std::string meaning;   ///< with what it takes: "learning rate: a number >= 0"
  std::string fallback;  ///< as one would write it; "" when the key has no default of its own
  Numbers numbers = Numbers::none;  ///< whether ranges and draws make sense
  std::function<std::optional<KeySetting>(const Value&, Complaints&)> read;
  std::function<bool(const CellDraft&)> used;  ///< empty: always
  bool data_field = false;                     ///< data.<field>
  bool layer = false;                          ///< hidden.<layer>.…
};

/// All keys: first the plain ones, then the layers' and the fields of `data`.
const std::vector<Key>& spec_keys();

/// Position of a key; -1 when there is none.
int find_key(std::string_view name);

/// Position of a key that this program itself names.
std::size_t key_position(std::string_view name);

/// Names of all keys, for suggestions.
const std::vector<std::string>& key_names();

}  // namespace myriad
