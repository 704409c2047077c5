// The strict CSV reader: header, rows, and a list of every mistake with its place.
#include "host/data/csv.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "host/text/content_hash.hpp"
#include "host/data/csv_line.hpp"
#include "myriad/error.hpp"

namespace myriad {

namespace {

constexpr std::size_t kMistakesShown = 20;
constexpr std::size_t kLongestLineShown = 160;

/// Lines that end in LF, CRLF or the end of the file; holds no more than a limit of one.
class LineReader {
 public:
  enum class Outcome { line, end, too_long };

  LineReader(std::istream& in, std::size_t max_bytes) : in_(in.rdbuf()), max_bytes_(max_bytes) {}

  Outcome next(std::string& line) {
    line.clear();
    for (int c = in_->sbumpc(); c != std::char_traits<char>::eof(); c = in_->sbumpc()) {
      hash_.insert(static_cast<char>(c));
      if (c == '\n') {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return Outcome::line;
      }
      if (line.size() == max_bytes_) return Outcome::too_long;
      line += static_cast<char>(c);
    }
    return line.empty() ? Outcome::end : Outcome::line;
  }

  std::uint64_t hash() const { return hash_.value(); }

 private:
  std::streambuf* in_;
  std::size_t max_bytes_;
  ContentHash hash_;
};

/// A position counted from 0, if the text is a whole number.
std::optional<std::size_t> as_position(const std::string& text) {
  std::size_t position = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  const bool whole = error == std::errc{} && rest == text.data() + text.size();
  return whole ? std::optional(position) : std::nullopt;
}

/// Begins like a word and is none of the words that stand for a missing number.
bool looks_like_a_name(const std::string& text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  if (!letter && first != '_' && first < 0x80) return false;
  static const std::set<std::string> missing = {"nan", "NaN",  "NAN",  "inf",  "Inf",  "INF",
                                                "NA",  "null", "NULL", "None", "none", "infinity"};
  return missing.count(text) == 0;
}

bool is_printable_ascii(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '\t' && (byte < 0x20 || byte >= 0x7f)) return false;
  }
  return true;
}

class CsvReader {
 public:
  CsvReader(std::istream& in, const std::string& file, const CsvOptions& options)
      : lines_(in, options.max_line_bytes), file_(file), options_(options) {}

  RawData read() {
    while (!stopped_) {
      const LineReader::Outcome outcome = lines_.next(line_);
      if (outcome == LineReader::Outcome::end) break;
      ++line_number_;
      if (outcome == LineReader::Outcome::too_long) {
        const std::string limit = std::to_string(options_.max_line_bytes);
        stop(1, "this line is longer than " + limit + " bytes", "is this a CSV file?");
      } else {
        take_line();
      }
    }
    if (!stopped_) finish();
    if (!mistakes_.empty()) report();
    data_.content_hash = lines_.hash();
    return std::move(data_);
  }

 private:
  void take_line() {
    if (line_number_ == 1) remove_byte_order_mark();
    if (line_.find_first_not_of(" \t") == std::string::npos) {
      ++empty_lines_;
      return;
    }
    if (empty_lines_ > 0) {
      add_for_file(line_number_ - empty_lines_, "an empty line that is not at the end of the file",
                   "");
      empty_lines_ = 0;
    }
    if (has_forbidden_bytes()) return;
    CsvFields split = split_csv_line(line_, options_.delimiter);
    if (split.mistake) {
      add(width_ == 0 ? with_delimiter_hint(*split.mistake) : *split.mistake);
    } else if (width_ == 0) {
      take_first(split.fields);
    } else {
      take_row(split.fields);
    }
    if (width_ == 0 && !stopped_) stopped_ = true;  // nothing can be said without the first line
  }

  void remove_byte_order_mark() {
    if (line_.rfind("\xef\xbb\xbf", 0) == 0) line_.erase(0, 3);
    if (line_.rfind("\xff\xfe", 0) == 0 || line_.rfind("\xfe\xff", 0) == 0) {
      stop(1, "this file is UTF-16", "save it as UTF-8");
      line_.clear();
    }
  }

  bool has_forbidden_bytes() {
    const std::size_t nul = line_.find('\0');
    if (nul != std::string::npos) {
      stop(nul + 1, "a NUL byte: this is not a text file", "");
      return true;
    }
    const std::size_t cr = line_.find('\r');
    if (cr == std::string::npos) return false;
    add(CsvMistake{cr + 1, 1, "a carriage return inside a line", "end lines with LF or CRLF"});
    if (width_ == 0) stopped_ = true;
    return true;
  }

  void take_first(const std::vector<CsvField>& fields) {
    const bool header = find_columns(fields);
    if (stopped_) return;
    width_ = fields.size();
    for (const int feature : {0, 1}) {
      const std::string& name = fields[column_[feature]].text;
      const bool usable = header && !name.empty() && is_printable_ascii(name);
      const std::string& selector = options_.features[feature];
      data_.feature_names.push_back(!as_position(selector) ? selector
                                    : usable               ? name
                                                           : "column " + selector);
    }
    if (!header) take_row(fields);
  }

  /// Sets column_; returns whether this first line is a header. Stops when a column is not there.
  bool find_columns(const std::vector<CsvField>& fields) {
    const std::array<std::string, 3> selectors = {options_.features[0], options_.features[1],
                                                  options_.label};
    bool by_name = false;
    for (std::size_t i = 0; i < selectors.size(); ++i) {
      const std::optional<std::size_t> position = as_position(selectors[i]);
      by_name = by_name || !position;
      const std::size_t column = position ? *position : find_name(fields, selectors[i]);
      if (position && *position >= fields.size()) {
        stop(1,
             "there is no column " + selectors[i] + ": this line has " +
                 count_of(fields.size(), "field"),
             hint(fields));
      }
      if (stopped_) return false;
      column_[i] = column;
    }
    if (column_[0] == column_[1] || column_[0] == column_[2] || column_[1] == column_[2]) {
      stop(1, "the two features and the label are not three different columns", hint(fields));
      return false;
    }
    return by_name || (looks_like_a_name(fields[column_[0]].text) &&
                       looks_like_a_name(fields[column_[1]].text));
  }

  std::size_t find_name(const std::vector<CsvField>& fields, const std::string& name) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].text != name) continue;
      if (found) {
        stop(fields[i].column, "two columns are called " + quoted_for_message(name),
             "select it by its position, counted from 0");
      }
      found = i;
    }
    if (!found) stop(1, "there is no column " + quoted_for_message(name), hint(fields));
    return found.value_or(0);
  }

  /// The question whether the delimiter is another one that `text` has and that `suits`; empty when there is none.
  template <class Suits>
  std::string other_delimiter(const std::string& text, Suits suits) const {
    for (const char other : {';', '\t', '|', ','}) {
      if (other != options_.delimiter && text.find(other) != std::string::npos && suits(other)) {
        return "is the delimiter " + quoted_for_message(std::string(1, other)) + "?";
      }
    }
    return "";
  }

  /// A mistake in the first line, which another delimiter may take apart without one.
  CsvMistake with_delimiter_hint(CsvMistake mistake) const {
    const std::string question = other_delimiter(line_, [&](char other) { return !split_csv_line(line_, other).mistake; });
    if (!question.empty()) mistake.help += "; or " + question;
    return mistake;
  }

  /// What the first line holds, for someone who selected a column that is not there.
  std::string hint(const std::vector<CsvField>& fields) const {
    if (fields.size() == 1) {
      const std::string question = other_delimiter(fields[0].text, [](char) { return true; });
      if (!question.empty()) return question;
    }
    std::string names = "the first line holds ";
    for (std::size_t i = 0; i < fields.size() && i < 10; ++i) {
      names += (i > 0 ? ", " : "") + quoted_for_message(fields[i].text);
    }
    return names + (fields.size() > 10 ? ", …" : "");
  }

  static std::string count_of(std::size_t n, const std::string& noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
  }

  void take_row(const std::vector<CsvField>& fields) {
    if (fields.size() != width_) {
      const std::size_t place = fields.size() > width_ ? fields[width_].column : line_.size() + 1;
      add(CsvMistake{place, 1,
                     "this line has " + count_of(fields.size(), "field") + ", the first line has " +
                         std::to_string(width_),
                     ""});
      return;
    }
    if (data_.samples.size() == options_.max_rows) {
      stop(1, "more than " + count_of(options_.max_rows, "row"), "");
      return;
    }
    const CsvNumber x1 = parse_csv_number(fields[column_[0]]);
    const CsvNumber x2 = parse_csv_number(fields[column_[1]]);
    for (const CsvNumber* number : {&x1, &x2}) {
      if (number->mistake) add(*number->mistake);
    }
    ++rows_;
    const double label = take_label(fields[column_[2]]);
    if (mistakes_.empty()) data_.samples.push_back({x1.value, x2.value, label});
  }

  double take_label(const CsvField& field) {
    if (options_.positive) {
      if (field.text.empty()) {
        add(CsvMistake{field.column, field.length, "this label is empty", ""});
      }
      const bool positive = field.text == *options_.positive;
      found_positive_ = found_positive_ || positive;
      if (label_texts_.size() < 10) label_texts_.insert(field.text);
      return positive ? 1 : 0;
    }
    const CsvNumber number = parse_csv_number(field);
    if (number.mistake || (number.value != 0 && number.value != 1)) {
      const std::string name = quoted_for_message(field.text);
      add(field.text.empty()
              ? CsvMistake{field.column, field.length, "this label is empty", ""}
              : CsvMistake{field.column, field.length, "label " + name + " is neither 0 nor 1",
                           "positive = \"…\" in the data set says which text is class 1"});
    }
    return number.value;
  }

  void finish() {
    if (width_ == 0) {
      add_for_file(1, "this file is empty", "");
    } else if (rows_ == 0 && mistakes_.empty()) {
      add_for_file(line_number_ + 1, "there are no rows after the header", "");
    } else if (options_.positive && !found_positive_ && mistakes_.empty()) {
      std::string labels = "the labels are ";
      for (const std::string& text : label_texts_) {
        labels += (labels.back() == ' ' ? "" : ", ") + quoted_for_message(text);
      }
      add_for_file(1, "no row has the label " + quoted_for_message(*options_.positive), labels);
    }
  }

  void stop(std::size_t column, const std::string& what, const std::string& help) {
    if (!stopped_) add(CsvMistake{column, 1, what, help});
    stopped_ = true;
  }

  void add(const CsvMistake& mistake) {
    // a text that could upset a terminal, or is too long to help, is not shown
    const bool shown = line_.size() <= kLongestLineShown && is_printable_ascii(line_);
    add({{file_, line_number_, mistake.column},
         mistake.what,
         mistake.help,
         shown ? line_ : "",
         mistake.length});
  }

  void add_for_file(std::size_t line, const std::string& what, const std::string& help) {
    add({{file_, line, 1}, what, help, "", 1});
  }

  void add(Diagnostic diagnostic) {
    if (mistakes_.size() < kMistakesShown) {
      mistakes_.push_back(std::move(diagnostic));
    } else {
      ++mistakes_left_out_;
    }
  }

  [[noreturn]] void report() {
    if (mistakes_left_out_ > 0) {
      const std::string what = "and " + count_of(mistakes_left_out_, "more mistake");
      mistakes_.push_back({{file_, 0, 0}, what, "", "", 1});
    }
    throw InputError(ExitCode::input_output, std::move(mistakes_));
  }

  LineReader lines_;
  std::string file_;
  const CsvOptions& options_;
  std::string line_;
  std::size_t line_number_ = 0;
  std::size_t empty_lines_ = 0;  ///< just before this line
  std::size_t width_ = 0;        ///< fields of the first line; 0 before it
  std::array<std::size_t, 3> column_{};
  std::size_t rows_ = 0;
  bool found_positive_ = false;
  bool stopped_ = false;
  std::set<std::string> label_texts_;
  std::vector<Diagnostic> mistakes_;
  std::size_t mistakes_left_out_ = 0;
  RawData data_;
};

}  // namespace

RawData read_csv(std::istream& in, const std::string& file, const CsvOptions& options) {
  if (options.features.size() != 2) {
    throw UsageError("data set csv: features names two columns, not " +
                     std::to_string(options.features.size()));
  }
  try {
    return CsvReader(in, file, options).read();
  } catch (const std::ios_base::failure& failure) {
    throw InputOutputError("cannot read data file " + quoted_for_message(file) + ": " +
                           failure.code().message());
  }
}

RawData read_csv_file(const std::string& file, const CsvOptions& options) {
  const auto fail = [&file](const std::string& why) {
    throw InputOutputError("cannot read data file " + quoted_for_message(file) + ": " + why);
  };
  if (file.find('\0') != std::string::npos) fail("its name holds a NUL byte");
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) fail(error ? error.message() : "no such file");
  if (!std::filesystem::is_regular_file(status)) fail("it is not a regular file");
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(std::strerror(errno));
  return read_csv(in, file, options);
}

}  // namespace myriad
