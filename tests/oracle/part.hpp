// part: a name with its arguments, as a spec writes it: "leaky_relu(0.2)", "sgd(0.9,
// nesterov=true)".
#pragma once

#include <string>
#include <vector>

namespace oracle {

struct Argument {
  std::string name;
  double value;  // the default; NaN where the argument must be given
};

struct Signature {
  std::string name;
  std::vector<std::string> aliases = {};
  std::vector<Argument> arguments = {};
};

struct Part {
  std::string name;               // never an alias
  std::vector<double> arguments;  // in the order of the signature
};

// Arguments by position, then by name. Besides numbers: true = 1, false = 0, none = 0, tanh = 1
// (the last two for gelu's approximate). Throws std::invalid_argument with the text in its message.
Part read_part(const std::string& text, const std::vector<Signature>& known);

}  // namespace oracle
