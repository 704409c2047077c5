// A spec as it was written: values with their places, tables in the order of the file, and the list
// of complaints about them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "myriad/error.hpp"

namespace myriad {

/// A text that complaints can point into: the spec file, or one option of the command line.
class SourceText {
 public:
  SourceText(std::string name, std::string text, int order);
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  int order() const { return order_; }  ///< complaints about a lower order come first
  /// Line `number`, counted from 1, without its end; empty when there is none.
  std::string_view line(std::size_t number) const;
  /// The byte column of the character column that toml++ counts in; both from 1.
  std::size_t byte_column(std::size_t line_number, std::size_t character_column) const;

 private:
  std::string name_, text_;
  int order_;
  std::vector<std::size_t> line_begin_;
};

struct Place {
  const SourceText* source = nullptr;
  std::size_t line = 0, column = 0;
  std::size_t length = 1;  ///< bytes, within the line

  bool operator<(const Place& other) const;
};

struct Entry;

/// One value of a spec. `bare` is text of the command line whose type its key decides.
struct Value {
  enum class Kind { text, integer, real, boolean, list, table, date, bare };
  Kind kind = Kind::bare;
  Place place;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<Value> items;
  std::vector<Entry> entries;   ///< in the order of the file
  bool spelled_out = false;     ///< `text` stands in the source byte for byte …
  std::size_t text_offset = 0;  ///< … so many bytes after the place

  bool is(Kind wanted) const { return kind == wanted; }
  bool is_text() const { return kind == Kind::text || kind == Kind::bare; }
  /// The place of `length` bytes at `offset` inside a text; the whole value when they cannot be
  /// found.
  Place inside(std::size_t offset, std::size_t length) const;
  const Entry* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;  ///< of the key
  Value value;
};

/// Every mistake found so far. Adding the same one twice keeps one.
class Complaints {
 public:
  void add(const Place& place, const std::string& what, const std::string& help = "");
  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }
  /// Throws InputError (exit 2) with all of them in the order of the file, unless there are none.
  void raise_if_any() const;

 private:
  struct Found {
    Place place;
    Diagnostic diagnostic;
  };
  std::vector<Found> found_;
  std::set<std::tuple<const SourceText*, std::size_t, std::size_t, std::string>> known_;
};

/// The texts of one reading, and values made from them: everything that places point into.
class SpecDocument {
 public:
  const SourceText& add_source(std::string name, std::string text);
  /// The TOML text of `source` as a table. A syntax error is a complaint, and an empty table.
  Value read_toml(const SourceText& source, Complaints& complaints);
  /// The text from `column` of a one-line source on: TOML when it begins like a list, a table or a
  /// string, else bare.
  Value read_argument(const SourceText& source, std::size_t column, std::size_t length,
                      Complaints& complaints);
  /// Keeps a value alive as long as the document, where it is.
  const Value& keep(Value value);

 private:
  std::deque<SourceText> sources_;
  std::deque<Value> values_;
};

}  // namespace myriad
