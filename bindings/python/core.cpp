// The Python module myriad._core: the library's functions on plain Python values. What people call
// is in myriad/__init__.py.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <atomic>
#include <csignal>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "bindings/python/columns.hpp"
#include "myriad/device.hpp"
#include "myriad/error.hpp"
#include "myriad/export.hpp"
#include "myriad/replay.hpp"
#include "myriad/named_file.hpp"
#include "myriad/report.hpp"
#include "myriad/run.hpp"
#include "myriad/version.hpp"

namespace py = pybind11;

namespace myriad::python {
namespace {

// What went wrong, as the class of myriad._errors that its exit code asks for.
void raise(const Error& error) {
  py::list places;
  if (const auto* input = dynamic_cast<const InputError*>(&error)) {
    for (const Diagnostic& d : input->diagnostics()) {
      places.append(py::make_tuple(d.where.file, d.where.line, d.where.column, d.what, d.help));
    }
  }
  const py::object made =
      py::module_::import("myriad._errors")
          .attr("from_code")(static_cast<int>(error.code()), error.what(), places);
  PyErr_SetObject(py::type::handle_of(made).ptr(), made.ptr());
}

Sweep sweep_of(const std::string& text, const std::string& name, bool is_file,
               const std::vector<std::string>& set, const std::vector<std::string>& axis,
               std::optional<std::string> networks, std::optional<std::string> seed) {
  const Overrides overrides{set, axis, std::move(networks), std::move(seed)};
  const py::gil_scoped_release unlocked;
  return is_file ? read_spec(name, overrides) : parse_spec(text, name, overrides);
}

// Between chunks Python gets its say: signals (KeyboardInterrupt), then the caller's function. What
// either raises stops the run once its chunk is committed, and is raised again by run().
class Conversation {
 public:
  explicit Conversation(py::object callback) : callback_(std::move(callback)) {}

  void hear(const RunProgress& progress) {
    const py::gil_scoped_acquire locked;
    if (raised_) return;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!callback_.is_none()) callback_(py::module_::import("json").attr("loads")(to_json(progress)));
    } catch (...) {
      raised_ = std::current_exception();
      stop.store(SIGINT);
    }
  }
  void answer() const {
    if (raised_) std::rethrow_exception(raised_);
  }
  std::atomic<int> stop{0};

 private:
  py::object callback_;
  std::exception_ptr raised_;
};

py::dict run(const Sweep& sweep, const std::string& directory, const DeviceChoice& device,
             std::uint64_t chunk, std::uint64_t shard_index, std::uint64_t shard_count,
             const py::object& progress) {
  Conversation conversation(progress);
  RunOptions options;
  options.directory = directory;
  options.chunk = chunk;
  options.shard_index = shard_index;
  options.shard_count = shard_count;
  options.command = "myriad.run";
  options.stop = &conversation.stop;
  options.on_progress = [&](const RunProgress& p) { conversation.hear(p); };
  RunOutcome outcome;
  {
    const py::gil_scoped_release unlocked;
    const auto engine = make_engine(device);
    outcome = run_sweep(sweep, *engine, options);
  }
  conversation.answer();
  py::dict d;
  d["networks_run"] = outcome.networks_run;
  d["updates"] = outcome.updates;
  d["seconds"] = outcome.seconds;
  d["failures"] = outcome.failures;
  return d;
}

py::dict plan(const Sweep& sweep, const DeviceChoice& device) {
  PlanSummary summary;
  std::string name;
  {
    const py::gil_scoped_release unlocked;
    const auto engine = make_engine(device);
    summary = plan_sweep(sweep, engine.get());
    name = engine->name();
  }
  py::dict d;
  d["cells"] = summary.cells;
  d["networks"] = summary.networks;
  d["updates"] = summary.updates;
  d["host_bytes"] = summary.host_bytes;
  d["device_bytes"] = summary.device_bytes;
  d["seconds"] = summary.seconds < 0 ? py::object(py::none()) : py::float_(summary.seconds);
  d["engine"] = name;
  return d;
}

py::dict replay(const Result& result, std::uint32_t cell, std::uint64_t network) {
  std::optional<Replay> again;
  {
    const py::gil_scoped_release unlocked;
    again = replay_network(result, cell, network);
  }
  py::dict d;
  d["story"] = again->story;
  d["fate"] = fate_text(again->trace.record);
  d["same_as_kept"] = again->same_as_kept;
  return d;
}

std::string report_page(const Result& result, const std::optional<std::string>& file) {
  std::string page = html_report(result);
  if (file) write_named_file(*file, page);
  return page;
}

}  // namespace
}  // namespace myriad::python

PYBIND11_MODULE(_core, module) {
  using namespace myriad;
  using namespace myriad::python;
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise(error);
    }
  });
  module.attr("__version__") = MYRIAD_VERSION;
  py::class_<DeviceChoice>(module, "DeviceChoice")
      .def(py::init([](const std::string& device, const std::string& isa, int threads) {
        return DeviceChoice{device, isa, threads};
      }));
  py::class_<Sweep>(module, "Sweep")
      .def_readonly("name", &Sweep::name)
      .def_readonly("networks_per_cell", &Sweep::networks_per_cell)
      .def_property_readonly("cells", [](const Sweep& sweep) { return sweep.cells.size(); });
  py::class_<Result>(module, "Result")
      .def_property_readonly("name", [](const Result& r) { return r.sweep().name; })
      .def_property_readonly("directory", &Result::directory)
      .def_property_readonly("cells", [](const Result& r) { return r.cells().size(); })
      .def_property_readonly("manifest", [](const Result& r) { return to_json(r.manifest()); })
      .def_property_readonly("failures", [](const Result& r) {
        std::vector<std::string> texts;
        for (const CellResult& cell : r.cells()) {
          if (cell.error)
            texts.push_back("cell " + std::to_string(cell.index) + ": " + *cell.error);
        }
        return texts;
      });
  module.def("sweep", &sweep_of);
  module.def("run", &run);
  module.def("plan", &plan);
  module.def("open", &Result::open, py::call_guard<py::gil_scoped_release>());
  module.def("table_names", [] { return table_names(); });
  module.def("table",
             [](const Result& result, const std::string& name, std::optional<std::uint32_t> cell) {
               Table table;
               {
                 const py::gil_scoped_release unlocked;
                 table = named_table(result, name, cell);
               }
               return columns_of(table);
             });
  module.def("findings", &findings_text, py::call_guard<py::gil_scoped_release>());
  module.def("report", &report_page, py::call_guard<py::gil_scoped_release>());
  module.def("replay", &replay);
}
