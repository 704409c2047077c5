// part: see part.hpp.
#include "part.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace oracle {
namespace {

std::string without_blanks(const std::string& text) {
  std::string bare;
  for (char c : text) {
    if (c != ' ' && c != '"') bare += c;
  }
  return bare;
}

double number_of(const std::string& word) {
  if (word == "true" || word == "tanh") return 1;
  if (word == "false" || word == "none") return 0;
  std::size_t used = 0;
  const double value = std::stod(word, &used);
  if (used != word.size()) throw std::invalid_argument(word);
  return value;
}

const Signature& signature_of(const std::string& name, const std::vector<Signature>& known) {
  for (const Signature& one : known) {
    const auto& others = one.aliases;
    if (one.name == name || std::find(others.begin(), others.end(), name) != others.end()) {
      return one;
    }
  }
  throw std::invalid_argument("no such name");
}

void set_argument(Part& part, const Signature& signature, const std::string& text,
                  std::size_t position) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    part.arguments.at(position) = number_of(text);
    return;
  }
  const std::string name = text.substr(0, equals);
  for (std::size_t k = 0; k < signature.arguments.size(); ++k) {
    if (signature.arguments[k].name != name) continue;
    part.arguments[k] = number_of(text.substr(equals + 1));
    return;
  }
  throw std::invalid_argument("no argument " + name);
}

Part read(const std::string& bare, const std::vector<Signature>& known) {
  const std::size_t open = bare.find('(');
  const Signature& signature = signature_of(bare.substr(0, open), known);
  Part part{signature.name, {}};
  for (const Argument& argument : signature.arguments) part.arguments.push_back(argument.value);
  if (open != std::string::npos) {
    if (bare.back() != ')') throw std::invalid_argument("no closing bracket");
    std::istringstream inside(bare.substr(open + 1, bare.size() - open - 2));
    std::string piece;
    for (std::size_t position = 0; std::getline(inside, piece, ','); ++position) {
      set_argument(part, signature, piece, position);
    }
  }
  for (double value : part.arguments) {
    if (std::isnan(value)) throw std::invalid_argument("an argument is missing");
  }
  return part;
}

}  // namespace

Part read_part(const std::string& text, const std::vector<Signature>& known) {
  try {
    return read(without_blanks(text), known);
  } catch (const std::logic_error& error) {  // of std::stod and at() too
    throw std::invalid_argument("oracle: \"" + text + "\": " + error.what());
  }
}

}  // namespace oracle
