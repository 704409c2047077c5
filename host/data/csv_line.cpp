// Fields of a CSV line (RFC 4180, one line at a time) and the strict decimal numbers in them.
#include "host/data/csv_line.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace myriad {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Cuts the fields of one line, from left to right.
class LineSplitter {
 public:
  LineSplitter(std::string_view line, char delimiter) : line_(line), delimiter_(delimiter) {}

  CsvFields split() {
    CsvFields out;
    do {
      skip_blanks();
      out.fields.push_back(at_ < line_.size() && line_[at_] == '"' ? quoted() : plain());
    } while (!mistake_ && at_++ < line_.size());  // at_ is a delimiter or the end
    out.mistake = mistake_;
    return out;
  }

 private:
  bool at_end() const { return at_ >= line_.size() || line_[at_] == delimiter_; }
  void skip_blanks() {
    while (!at_end() && is_blank(line_[at_])) ++at_;
  }

  CsvField plain() {
    CsvField field{"", at_ + 1, 1};
    std::size_t last = at_;  // one past the last byte that is not blank
    for (; !at_end(); ++at_) {
      if (line_[at_] == '"' && !mistake_) {
        mistake_ = {at_ + 1, 1, "a quote inside a field that does not begin with one",
                    "write the whole field in quotes, and each quote in it twice"};
      }
      if (!is_blank(line_[at_])) last = at_ + 1;
    }
    field.text = line_.substr(field.column - 1, last - (field.column - 1));
    field.length = std::max<std::size_t>(1, field.text.size());
    return field;
  }

  CsvField quoted() {
    CsvField field{"", at_ + 1, 1};
    bool closed = false;
    for (++at_; at_ < line_.size() && !closed; ++at_) {
      const bool quote = line_[at_] == '"';
      const bool twice = quote && at_ + 1 < line_.size() && line_[at_ + 1] == '"';
      closed = quote && !twice;
      if (!closed) field.text += line_[at_];
      if (twice) ++at_;
    }
    field.length = at_ - (field.column - 1);
    skip_blanks();
    if (!closed) {
      mistake_ = {field.column, 1, "this quote is not closed on its line", ""};
    } else if (!at_end()) {
      mistake_ = {at_ + 1, 1, "text after a closing quote", "write a quote inside quotes twice"};
    }
    return field;
  }

  std::string_view line_;
  char delimiter_;
  std::size_t at_ = 0;
  std::optional<CsvMistake> mistake_;
};

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// Why a text is no number, in the words that help most.
CsvMistake explain(const CsvField& field) {
  const std::string name = quoted_for_message(field.text);
  std::string lower = in_lower_case(field.text);
  if (lower[0] == '-' || lower[0] == '+') lower.erase(0, 1);
  CsvMistake mistake{field.column, field.length, name + " is not a decimal number", ""};
  if (lower == "nan" || lower == "na" || lower == "n/a" || lower == "null" || lower == "none") {
    mistake.what = name + " is a missing value, not a number";
    mistake.help = "remove the row, or fill the value in";
  } else if (lower == "inf" || lower == "infinity") {
    mistake.what = name + " is not a finite number";
  } else if (lower.rfind("0x", 0) == 0) {
    mistake.what = name + " is hexadecimal; numbers are decimal here";
  } else if (lower.find(',') != std::string::npos) {
    mistake.what = name + " has a decimal comma";
    mistake.help = "write a point";
  } else if (field.text[0] == '+') {
    mistake.help = "write it without the plus sign";
  }
  return mistake;
}

}  // namespace

CsvFields split_csv_line(std::string_view line, char delimiter) {
  return LineSplitter(line, delimiter).split();
}

CsvNumber parse_csv_number(const CsvField& field) {
  CsvNumber number;
  if (field.text.empty()) {
    number.mistake = {field.column, field.length, "this field is empty; a number belongs here", ""};
    return number;
  }
  const char* begin = field.text.data();
  const char* end = begin + field.text.size();
  const auto [rest, error] = std::from_chars(begin, end, number.value, std::chars_format::general);
  const bool whole = rest == end;
  if (!whole || (error == std::errc{} && !std::isfinite(number.value))) {
    number.mistake = explain(field);
  } else if (error != std::errc{} || !std::isfinite(static_cast<float>(number.value))) {
    number.mistake = {field.column, field.length,
                      quoted_for_message(field.text) + " does not fit float32",
                      "magnitudes up to 3.4028235e38 and down to 1e-300 can be read; rescale the column"};
  }
  return number;
}

std::string quoted_for_message(std::string_view text) {
  constexpr std::size_t longest = 40;
  constexpr char digits[] = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text.substr(0, longest)) {
    const unsigned byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15u]};
    }
  }
  return out + (text.size() > longest ? "…'" : "'");
}

}  // namespace myriad
