// Values and their places, without a word of TOML: host/spec/spec_toml.cpp reads that.
#include "host/spec/spec_document.hpp"

#include <algorithm>

namespace myriad {

SourceText::SourceText(std::string name, std::string text, int order)
    : name_(std::move(name)), text_(std::move(text)), order_(order), line_begin_{0} {
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_begin_.push_back(at + 1);
  }
}

std::string_view SourceText::line(std::size_t number) const {
  if (number == 0 || number > line_begin_.size()) return {};
  const std::size_t begin = line_begin_[number - 1];
  const std::size_t end = number < line_begin_.size() ? line_begin_[number] - 1 : text_.size();
  std::string_view result = std::string_view(text_).substr(begin, end - begin);
  if (!result.empty() && result.back() == '\r') result.remove_suffix(1);
  return result;
}

std::size_t SourceText::byte_column(std::size_t line_number, std::size_t character_column) const {
  const std::string_view text = line(line_number);
  std::size_t at = 0;
  for (std::size_t character = 1; character < character_column && at < text.size(); ++character) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u) ++at;
  }
  return at + 1;
}

bool Place::operator<(const Place& other) const {
  const auto key = [](const Place& p) {
    return std::make_tuple(p.source == nullptr ? -1 : p.source->order(), p.line, p.column);
  };
  return key(*this) < key(other);
}

Place Value::inside(std::size_t offset, std::size_t length) const {
  if (!is_text() || !spelled_out) return place;
  return {place.source, place.line, place.column + text_offset + offset,
          std::max<std::size_t>(length, 1)};
}

const Entry* Value::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

void Complaints::add(const Place& place, const std::string& what, const std::string& help) {
  if (!known_.emplace(place.source, place.line, place.column, what).second) return;
  Diagnostic diagnostic;
  diagnostic.what = what;
  diagnostic.help = help;
  if (place.source != nullptr) {
    diagnostic.where = {place.source->name(), place.line, place.column};
    diagnostic.line_text = std::string(place.source->line(place.line));
    diagnostic.length = place.length;
  }
  found_.push_back({place, std::move(diagnostic)});
}

void Complaints::raise_if_any() const {
  if (found_.empty()) return;
  std::vector<Found> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Found& a, const Found& b) { return a.place < b.place; });
  std::vector<Diagnostic> diagnostics;
  for (Found& found : sorted) diagnostics.push_back(std::move(found.diagnostic));
  throw InputError(ExitCode::usage, std::move(diagnostics));
}

const SourceText& SpecDocument::add_source(std::string name, std::string text) {
  return sources_.emplace_back(std::move(name), std::move(text), static_cast<int>(sources_.size()));
}

const Value& SpecDocument::keep(Value value) { return values_.emplace_back(std::move(value)); }

}  // namespace myriad
