// A table as a Python dict of columns.
#include "bindings/python/columns.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace py = pybind11;

namespace myriad::python {
namespace {

struct Translate {
  py::object operator()(std::monostate) const { return py::none(); }
  py::object operator()(std::uint64_t x) const { return py::int_(x); }
  py::object operator()(std::int64_t x) const { return py::int_(x); }
  py::object operator()(float x) const { return py::float_(static_cast<double>(x)); }
  py::object operator()(double x) const { return py::float_(x); }
  py::object operator()(const std::string& x) const {
    // Texts of strangers' files may be no UTF-8: such bytes come as they do from os.fsdecode().
    return py::reinterpret_steal<py::object>(
        PyUnicode_DecodeUTF8(x.data(), static_cast<py::ssize_t>(x.size()), "surrogateescape"));
  }
};

}  // namespace

py::dict columns_of(const Table& table) {
  py::dict columns;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    py::list values(table.rows.size());
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      values[row] = std::visit(Translate{}, table.rows[row].at(column));
    }
    columns[py::str(table.columns[column])] = values;
  }
  return columns;
}

}  // namespace myriad::python
